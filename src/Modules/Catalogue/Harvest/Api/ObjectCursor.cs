using Microsoft.AspNetCore.WebUtilities;

namespace Guanlian.Catalogue.Harvest.Api;

/// <summary>A place in the order of all records; opaque to those who carry it.</summary>
internal readonly record struct ObjectCursor(Guid InstitutionId, Guid Id)
{
    public static ObjectCursor Start { get; }

    public static bool TryParse(string? text, out ObjectCursor cursor)
    {
        cursor = Start;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        try
        {
            var bytes = WebEncoders.Base64UrlDecode(text);
            if (bytes.Length != 32)
            {
                return false;
            }

            cursor = new(new Guid(bytes.AsSpan(0, 16), bigEndian: true), new Guid(bytes.AsSpan(16), bigEndian: true));
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public override string ToString()
    {
        var bytes = new byte[32];
        InstitutionId.TryWriteBytes(bytes, bigEndian: true, out _);
        Id.TryWriteBytes(bytes.AsSpan(16), bigEndian: true, out _);
        return WebEncoders.Base64UrlEncode(bytes);
    }
}
