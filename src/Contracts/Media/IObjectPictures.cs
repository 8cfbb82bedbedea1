using Guanlian.Contracts.Catalogue;
using Guanlian.Platform.Events;

namespace Guanlian.Contracts.Media;

/// <summary>Photographs of objects, for lists of objects.</summary>
public interface IObjectPictures
{
    /// <summary>
    /// The main view of each object that has one for the present actor. Whoever asks shows only objects that the actor sees.
    /// </summary>
    Task<IReadOnlyDictionary<ObjectKey, ObjectPicture>> MainOfAsync(IReadOnlyCollection<ObjectKey> keys, CancellationToken ct);

    /// <summary>Whether there is an image of the object that whoever sees the object may see.</summary>
    Task<bool> AnyAsync(ObjectKey key, CancellationToken ct);
}

/// <summary>Images of an object came, went, or were hidden. What there is now is asked of <see cref="IObjectPictures"/>.</summary>
/// <param name="InstitutionId">Whose.</param>
/// <param name="ObjectId">Of which object.</param>
public sealed record ObjectPicturesChanged(Guid InstitutionId, Guid ObjectId) : IModuleEvent
{
    /// <inheritdoc />
    public static string WireName => "media.object-pictures-changed.v1";
}

/// <summary>A picture for a page.</summary>
/// <param name="Small">Relative address of a picture whose longest edge is about 200 pixels.</param>
/// <param name="Medium">The same with about 400 pixels.</param>
/// <param name="Width">Of the whole image; with the height its proportions.</param>
/// <param name="Height">Of the whole image.</param>
/// <param name="Colour">#rrggbb, the picture's mean.</param>
public sealed record ObjectPicture(string Small, string Medium, int Width, int Height, string Colour);
