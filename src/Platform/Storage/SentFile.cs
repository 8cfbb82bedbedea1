using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Guanlian.Platform.Storage;

/// <summary>A small file as it was sent with a form: a scan, a photograph, a document. What it is, its first bytes say, not its name.</summary>
/// <param name="Name">As the browser gave it.</param>
/// <param name="Content">All of it, or one byte more than was allowed.</param>
public sealed record SentFile(string Name, byte[] Content)
{
    /// <summary>PDF, PNG or JPEG by its first bytes; null for anything else.</summary>
    public string? MediaType =>
        Content.AsSpan().StartsWith("%PDF-"u8) ? "application/pdf"
        : Content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : Content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : null;

    /// <summary>Lower-case hex of the content.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Content));

    /// <summary>Its name without anything that a file system minds, ending as its content does.</summary>
    public string SafeName
    {
        get
        {
            var name = Path.GetFileNameWithoutExtension(new string([.. Name.Where(c => !char.IsControl(c) && !"\\/:*?\"<>|".Contains(c, StringComparison.Ordinal))])).Trim(' ', '.');
            name = name.Length == 0 ? "file" : name[..Math.Min(name.Length, 60)];
            return name + MediaType switch { "application/pdf" => ".pdf", "image/png" => ".png", "image/jpeg" => ".jpg", _ => ".bin" };
        }
    }

    /// <summary>Reads what was chosen, one byte more than allowed at most: enough to know that it is too much. Null where nothing was chosen.</summary>
    public static async Task<SentFile?> ReadAsync(IFormFile? file, int most, CancellationToken ct = default)
    {
        if (file is not { Length: > 0 })
        {
            return null;
        }

        var content = new byte[Math.Min(file.Length, most + 1)];
        await using var stream = file.OpenReadStream();
        await stream.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, ct);
        return new(file.FileName, content);
    }
}
