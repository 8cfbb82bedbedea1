using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Sessions;

/// <summary>Addresses that people follow from a session: read as typed, only what a browser opens.</summary>
internal static class SessionLinks
{
    private const int Longest = 500;

    /// <summary>The address, none where nothing was typed, or that it is wrong.</summary>
    public static (string? Link, bool Wrong) Read(string? typed)
    {
        var text = Typed.Plain(typed);
        return text.Length == 0 ? (null, false)
            : text.Length <= Longest && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
                && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) ? (text, false) : (null, true);
    }
}
