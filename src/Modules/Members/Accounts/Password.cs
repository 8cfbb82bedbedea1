using Guanlian.Platform.Outcomes;

namespace Guanlian.Members.Accounts;

/// <summary>What makes a password good enough: length, and not being what everybody tries first (NIST SP 800-63B).</summary>
internal static class Password
{
    /// <summary>PBKDF2-HMAC-SHA512 rounds, as OWASP's password storage sheet asks for.</summary>
    public const int Iterations = 210_000;

    /// <summary>No rule about kinds of characters: those only make passwords alike.</summary>
    public const int Shortest = 12;

    /// <summary>Long enough for any phrase, short enough not to be a burden to hash.</summary>
    public const int Longest = 200;

    /// <summary>Beginnings of what is tried first; compared without case and after folding runs and repetitions.</summary>
    private static readonly string[] Common =
    [
        "password", "passw0rd", "p@ssw0rd", "qwertyuiop", "1qaz2wsx", "q1w2e3r4", "asdfghjkl", "zxcvbnm", "woaini", "iloveyou", "admin",
        "administrator", "letmein", "welcome", "bowuguan", "museum", "guanlian", "changeme", "mima", "密码", "博物馆", "馆联",
    ];

    /// <summary>Null when it will do.</summary>
    /// <param name="password">As typed.</param>
    /// <param name="about">Names that a stranger would try: user name, person, e-mail.</param>
    public static Refusal? Check(string? password, params string?[] about) => password switch
    {
        null or { Length: < Shortest } => new Refusal.Invalid("members.password.too-short", "Password").With(("count", Shortest)),
        { Length: > Longest } => new Refusal.Invalid("members.password.too-long", "Password").With(("count", Longest)),
        _ when Guessable(password, about) => new Refusal.Invalid("members.password.guessable", "Password"),
        _ => null,
    };

    /// <summary>True where little is left once common words, names, runs (abcd, 4321) and repetitions are taken away.</summary>
    private static bool Guessable(string password, string?[] about)
    {
        var left = Account.KeyOf(password);
        foreach (var word in Common.Concat(about.OfType<string>().SelectMany(Parts)).OrderByDescending(w => w.Length))
        {
            left = left.Replace(word, "", StringComparison.Ordinal);
        }

        var kept = 0;
        for (var at = 0; at < left.Length; at++)
        {
            var step = at == 0 ? int.MaxValue : left[at] - left[at - 1];
            kept += Math.Abs(step) <= 1 ? 0 : 1;
        }

        return kept < 6 || left.Distinct().Count() < 4;
    }

    private static IEnumerable<string> Parts(string name) =>
        Account.KeyOf(name).Split(['@', '.', '-', '_', ' '], StringSplitOptions.RemoveEmptyEntries).Where(p => p.Length >= 2);
}
