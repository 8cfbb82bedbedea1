using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Guanlian.Catalogue.Codes;

/// <summary>How words of code lists are compared: widths, blanks, points and brackets make no difference, a year range behind does not count.</summary>
internal static partial class CodeWords
{
    private static readonly string[] PeriodEndings = ["年间", "时期", "时代", "代", "朝"];

    /// <summary>The text without halves of characters, which nothing can compare or store.</summary>
    public static string Whole(string text) =>
        text.Any(char.IsSurrogate) ? string.Concat(text.EnumerateRunes().Where(r => r != Rune.ReplacementChar).Select(r => r.ToString())) : text;

    /// <summary>The comparable form.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in Whole(text).Normalize(NormalizationForm.FormKC))
        {
            if (char.IsLetterOrDigit(c) || c is '<' or '>')
            {
                folded.Append(char.ToLower(c, CultureInfo.InvariantCulture));
            }
        }

        return folded.ToString();
    }

    /// <summary>唐(618~907) → 唐.</summary>
    public static string WithoutYears(string text) => Years().Replace(Whole(text).Normalize(NormalizationForm.FormKC), "").Trim();

    /// <summary>唐代 → 唐, 战国时代 → 战国; null where there is no such ending.</summary>
    public static string? WithoutEnding(string folded) =>
        PeriodEndings.FirstOrDefault(e => folded.Length > e.Length && folded.EndsWith(e, StringComparison.Ordinal)) is { } ending
            ? folded[..^ending.Length]
            : null;

    /// <summary>The steps of a written path: 中国历史学年代,商 or 清·乾隆 or 有机质/木.</summary>
    public static IReadOnlyList<string> Steps(string text) => Whole(text).Normalize(NormalizationForm.FormKC)
        .Split([',', ';', '/', '>', '\\', '|', '·', '•', '・', '-', '—', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>How many characters must be changed, added or taken away to make one word of the other.</summary>
    public static int Distance(string one, string other)
    {
        var row = new int[other.Length + 1];
        for (var j = 0; j <= other.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= one.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                row[j] = one[i - 1] == other[j - 1] ? corner : 1 + Math.Min(corner, Math.Min(above, row[j - 1]));
                corner = above;
            }
        }

        return row[^1];
    }

    [GeneratedRegex(@"\([^()]*\d[^()]*\)\s*$")]
    private static partial Regex Years();
}
