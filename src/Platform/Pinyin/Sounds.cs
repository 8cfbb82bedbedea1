using System.Globalization;
using System.Text;

namespace Guanlian.Platform.Pinyin;

/// <summary>
/// How Chinese names sound, for a search by pinyin. A name is stored as <c>|chang,zhang|zhi|shi</c>: one group a character, all its
/// readings in it, so that nobody has to know which one is meant. A query in letters (<c>changzhi</c>, <c>czs</c>, <c>changzs</c>)
/// becomes a pattern over that: each letter either goes on in the same syllable or begins the next.
/// </summary>
public static class Sounds
{
    /// <summary>Longer queries are cut: the pattern grows with each letter.</summary>
    private const int LongestQuery = 40;

    private static readonly Dictionary<char, string> Readings = Read();

    /// <summary>How a character is read, without tones; empty where it is not Chinese.</summary>
    public static IReadOnlyList<string> Of(char c) => Readings.TryGetValue(c, out var readings) ? readings.Split(',') : [];

    /// <summary>Every syllable there is.</summary>
    public static IReadOnlySet<string> Syllables { get; } = Readings.Values.SelectMany(r => r.Split(',')).ToHashSet();

    /// <summary>What is stored for a name.</summary>
    public static string Of(string name)
    {
        var sounds = new StringBuilder(name.Length * 6);
        foreach (var c in name)
        {
            if (Readings.TryGetValue(c, out var readings))
            {
                sounds.Append('|').Append(readings);
            }
            else if (char.IsAsciiLetterOrDigit(c))
            {
                sounds.Append('|').Append(char.ToLowerInvariant(c));
            }
        }

        return sounds.ToString();
    }

    /// <summary>The pattern (POSIX, as PostgreSQL reads it) for a query in letters; null where the query is not of letters alone.</summary>
    public static string? Pattern(string query)
    {
        var letters = query.Normalize(NormalizationForm.FormD)
            .Replace("u\u0308", "v", StringComparison.OrdinalIgnoreCase)
            .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && c is not (' ' or '\'' or '’' or '-'))
            .Select(char.ToLowerInvariant)
            .Take(LongestQuery)
            .ToArray();
        return letters.Length == 0 || !letters.All(char.IsAsciiLetterOrDigit)
            ? null
            : "[|,]" + string.Join(@"([a-z0-9]*(,[a-z0-9,]*)?\|([a-z0-9]+,)*)?", letters);
    }

    private static Dictionary<char, string> Read()
    {
        using var stream = typeof(Sounds).Assembly.GetManifestResourceStream("Guanlian.Platform.Pinyin.syllables.txt")!;
        using var reader = new StreamReader(stream);
        var readings = new Dictionary<char, string>(21000);
        while (reader.ReadLine() is { } line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var syllable = line[..space];
            foreach (var c in line.AsSpan(space + 1))
            {
                readings[c] = readings.TryGetValue(c, out var others) ? $"{others},{syllable}" : syllable;
            }
        }

        return readings;
    }
}
