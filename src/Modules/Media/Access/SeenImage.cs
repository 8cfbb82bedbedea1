using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Data;
using Guanlian.Media.Tiles;

namespace Guanlian.Media.Access;

/// <summary>An image as one reader sees it.</summary>
/// <param name="Image">The row.</param>
/// <param name="Object">Its object, where the reader sees one.</param>
/// <param name="Public">Everybody sees the same at this address: caches may keep it.</param>
/// <param name="Face">At which of its addresses.</param>
/// <param name="Terms">How much of it.</param>
/// <param name="ChangedAt">When its tiles were made, or how much of it is given was last changed.</param>
internal sealed record SeenImage(StoredImage Image, ObjectInBook? Object, bool Public, Face Face, Terms Terms, DateTimeOffset ChangedAt)
{
    /// <summary>Its name in addresses: other readers have other addresses, so that no cache gives one what is another's.</summary>
    public string Name { get; init; } = $"{Image.Id:N}{Face.Ending()}";

    /// <summary>Of what is sent of it without a mark: another for each making of the tiles and each limit.</summary>
    public string Tag { get; } = $"\"{Making(Image, Terms)}\"";

    /// <summary>Of what is sent of it with its mark: another for each mark too.</summary>
    public string MarkedTag { get; } = Terms.Mark is { } mark
        ? $"\"{Making(Image, Terms)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mark)).AsSpan(0, 6))}\"" : $"\"{Making(Image, Terms)}\"";

    /// <summary>As answers say it.</summary>
    public string LastModified { get; } = ChangedAt.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The level of the pyramid that is the largest shown.</summary>
    public int FirstLevel => TileGrid.FirstWithin(Image.Width, Image.Height, Terms.Edge);

    /// <summary>As it is shown.</summary>
    public int Width => TileGrid.Over(Image.Width, 1 << FirstLevel);

    /// <summary>As it is shown.</summary>
    public int Height => TileGrid.Over(Image.Height, 1 << FirstLevel);

    /// <summary>Somebody else is shown more of it, or without a mark.</summary>
    public bool Limited => FirstLevel > 0 || Terms.Mark is not null;

    /// <summary>Of what is sent of it with this mark or without one.</summary>
    public string TagOf(string? mark) => mark is null ? Tag : MarkedTag;

    private static string Making(StoredImage image, Terms terms) => string.Create(CultureInfo.InvariantCulture,
        $"{image.MadeAt!.Value.ToUnixTimeMilliseconds():x}{(TileGrid.FirstWithin(image.Width, image.Height, terms.Edge) is > 0 and var level ? $"-{level}" : "")}");
}

/// <summary>Faces of an image: each has its own address, and shows as much as its readers are given.</summary>
internal enum Face
{
    /// <summary>For everybody.</summary>
    Open,

    /// <summary>For whoever acts for a member of the alliance.</summary>
    Members,

    /// <summary>For the museum's own staff.</summary>
    Keepers,
}

/// <summary>How much of an image is given.</summary>
/// <param name="Edge">The longest edge; null for the whole size.</param>
/// <param name="Mark">What is written over it; null for nothing.</param>
internal sealed record Terms(int? Edge, string? Mark)
{
    /// <summary>Everything.</summary>
    public static Terms None { get; } = new(null, null);
}

/// <summary>In which face a page shows images.</summary>
/// <param name="Ending">Behind the image's name in addresses.</param>
/// <param name="Edge">The longest edge there.</param>
internal sealed record PageFace(string Ending, int? Edge)
{
    /// <summary>That for everybody, in whole size.</summary>
    public static PageFace Plain { get; } = new("", null);
}

/// <summary>Endings of names.</summary>
internal static class FaceNames
{
    public static string Ending(this Face face) => face switch { Face.Members => ".members", Face.Keepers => ".keepers", _ => "" };
}
