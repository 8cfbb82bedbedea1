namespace Guanlian.Members.Accounts;

/// <summary>Where to go on after signing in: an address of this site, or home.</summary>
internal static class LocalAddress
{
    /// <summary>The address relative to the page base, as links are written; empty (home) for anything but a plain path of ours.</summary>
    public static string Read(string? address)
    {
        if (address is null or { Length: > 500 } || address.StartsWith("//", StringComparison.Ordinal) || address.Any(c => char.IsControl(c) || c == '\\'))
        {
            return "";
        }

        var path = address.TrimStart('/');
        var end = path.AsSpan().IndexOfAny('/', '?', '#');

        // A colon in the first step would make a scheme of it.
        return path.AsSpan(0, end < 0 ? path.Length : end).Contains(':') ? "" : path;
    }
}
