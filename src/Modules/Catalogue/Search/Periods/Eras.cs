using System.Globalization;
using Guanlian.Catalogue.Search.Folding;

namespace Guanlian.Catalogue.Search.Periods;

/// <summary>A dynasty, culture or reign title with its years. A reign's parent is its dynasty.</summary>
internal sealed record Era(string Name, string? Parent, YearSpan Years, IReadOnlyList<string> Names, IReadOnlyList<string> English, bool IsReign)
{
    /// <summary>Reign titles that are also plain words (太平, 和平) mean a time only beside their dynasty or a year.</summary>
    public bool Alone => !IsReign || English.Count > 0;
}

/// <summary>The lists beside this file, read once.</summary>
internal static class Eras
{
    private static readonly List<Era> All = [.. Read("eras.csv", reign: false), .. Read("reigns.csv", reign: true)];

    private static readonly Dictionary<string, Era> ByName = All.Where(e => !e.IsReign).ToDictionary(e => e.Name);

    private static readonly Dictionary<string, List<Era>> Chinese = Index(e => e.Names);

    private static readonly Dictionary<string, List<Era>> Latin = Index(e => e.English);

    private static readonly int LongestChinese = Chinese.Keys.Max(k => k.Length);

    private static readonly int LongestLatin = Latin.Keys.Max(k => k.Length);

    public static Era? Called(string? name) => name is not null && ByName.TryGetValue(name, out var era) ? era : null;

    /// <summary>The longest Chinese name that begins here, and everything called so.</summary>
    public static (IReadOnlyList<Era> Eras, int Length) ChineseAt(string plain, int at) => Longest(Chinese, LongestChinese, plain, at);

    /// <summary>The longest English name that begins here and ends with its word.</summary>
    public static (IReadOnlyList<Era> Eras, int Length) LatinAt(string plain, int at)
    {
        for (var length = Math.Min(LongestLatin, plain.Length - at); length > 1; length--)
        {
            var ends = at + length == plain.Length || !char.IsAsciiLetter(plain[at + length]);
            if (ends && Latin.TryGetValue(plain.Substring(at, length), out var eras))
            {
                return (eras, length);
            }
        }

        return ([], 0);
    }

    /// <summary>Whether one lies below the other: 康熙 below 清, 北宋 below 宋.</summary>
    public static bool IsBelow(Era lower, Era upper)
    {
        for (var at = Called(lower.Parent); at is not null; at = Called(at.Parent))
        {
            if (at.Name == upper.Name)
            {
                return true;
            }
        }

        return false;
    }

    private static (IReadOnlyList<Era> Eras, int Length) Longest(Dictionary<string, List<Era>> index, int longest, string plain, int at)
    {
        for (var length = Math.Min(longest, plain.Length - at); length > 0; length--)
        {
            if (index.TryGetValue(plain.Substring(at, length), out var eras))
            {
                return (eras, length);
            }
        }

        return ([], 0);
    }

    private static Dictionary<string, List<Era>> Index(Func<Era, IEnumerable<string>> names)
    {
        var index = new Dictionary<string, List<Era>>(StringComparer.Ordinal);
        foreach (var era in All)
        {
            foreach (var name in names(era))
            {
                if (!index.TryGetValue(PlainText.Of(name), out var eras))
                {
                    index[PlainText.Of(name)] = eras = [];
                }

                eras.Add(era);
            }
        }

        return index;
    }

    private static IEnumerable<Era> Read(string file, bool reign)
    {
        using var stream = typeof(Eras).Assembly.GetManifestResourceStream("Guanlian.Catalogue.Search.Periods." + file)!;
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var cell = line.Split(',');
            var name = cell[reign ? 1 : 0];
            var also = reign ? [] : cell[4].Split('|', StringSplitOptions.RemoveEmptyEntries);
            var english = cell[^1].Split('|', StringSplitOptions.RemoveEmptyEntries);
            var parent = cell[reign ? 0 : 1];
            yield return new(name, parent.Length == 0 ? null : parent, new(Year(cell[2]), Year(cell[3])), [name, .. also], english, reign);
        }
    }

    private static int? Year(string cell) => cell.Length == 0 ? null : int.Parse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
