using System.Globalization;
using System.Text;

namespace Guanlian.Catalogue.Search.Folding;

/// <summary>What a piece of text is made of.</summary>
internal enum RunKind
{
    /// <summary>Chinese characters (also kana and hangul), cut into overlapping pairs.</summary>
    Han,

    /// <summary>A word of letters, as its stem.</summary>
    Word,

    /// <summary>Digits.</summary>
    Number,
}

/// <summary>A run of one kind. <paramref name="Parts"/> are its characters, its stem, or its number.</summary>
/// <param name="Joined">Of 2012.1799: the digits without what separates them.</param>
internal sealed record Run(RunKind Kind, IReadOnlyList<string> Parts, string? Joined = null);

/// <summary>Cuts plain text into runs; everything that is not a letter or digit separates.</summary>
internal static class Runs
{
    public static IEnumerable<Run> Of(string plain)
    {
        for (var at = 0; at < plain.Length;)
        {
            var (kind, length) = KindAt(plain, at);
            if (kind is null)
            {
                at += length;
                continue;
            }

            var start = at;
            while (at < plain.Length && (Continues(plain, at, kind.Value) is var more and > 0))
            {
                at += more;
            }

            yield return kind switch
            {
                RunKind.Han => new(RunKind.Han, Characters(plain[start..at])),
                RunKind.Word => new(RunKind.Word, [Stems.Of(Short(plain[start..at].Replace("'", "", StringComparison.Ordinal).Replace("’", "", StringComparison.Ordinal)))]),
                _ => Number(plain[start..at]),
            };
        }
    }

    public static bool IsHan(Rune rune) => rune.Value is >= 0x2E80 and <= 0x9FFF or >= 0xAC00 and <= 0xD7AF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF
        && (Rune.IsLetter(rune) || rune.Value == 0x3007);

    private static (RunKind? Kind, int Length) KindAt(string plain, int at)
    {
        _ = Rune.DecodeFromUtf16(plain.AsSpan(at), out var rune, out var length);
        RunKind? kind = IsHan(rune) ? RunKind.Han
            : Rune.IsDigit(rune) ? RunKind.Number
            : Rune.IsLetter(rune) ? RunKind.Word
            : null;
        return (kind, length);
    }

    // How many characters belong to the run: a letter of it, or one separator inside a number (48.3) or word (k'ang).
    private static int Continues(string plain, int at, RunKind kind)
    {
        var (next, length) = KindAt(plain, at);
        if (next == kind || (kind == RunKind.Word && next is null && IsMark(plain, at)))
        {
            return length;
        }

        var inside = kind switch
        {
            RunKind.Number => plain[at] is '.' or ',' or '-' or '/' or '·',
            RunKind.Word => plain[at] is '\'' or '’',
            _ => false,
        };
        return inside && at + 1 < plain.Length && KindAt(plain, at + 1).Kind == kind ? 1 : 0;
    }

    private static bool IsMark(string plain, int at) => char.GetUnicodeCategory(plain, at) == UnicodeCategory.NonSpacingMark;

    private static Run Number(string text)
    {
        var parts = text.Split('.', ',', '-', '/', '·').Select(Short).ToList();
        return new(RunKind.Number, parts, parts.Count > 1 ? Short(string.Concat(parts)) : null);
    }

    private static List<string> Characters(string text)
    {
        var parts = new List<string>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            parts.Add(rune.ToString());
        }

        return parts;
    }

    private static string Short(string word) => word.Length > 40 ? word[..40] : word;
}
