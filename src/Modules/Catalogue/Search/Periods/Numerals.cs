using System.Globalization;

namespace Guanlian.Catalogue.Search.Periods;

/// <summary>Numbers as dates write them: 1736, 二十三, 一九三四, 廿三, 元 (the first), and the cyclic years 甲子 to 癸亥.</summary>
internal static class Numerals
{
    private const string Digits = "〇一二三四五六七八九";
    private const string Stems = "甲乙丙丁戊己庚辛壬癸";
    private const string Branches = "子丑寅卯辰巳午未申酉戌亥";

    /// <summary>A number of at most four digits that begins here; length 0 where none does.</summary>
    public static (int Value, int Length) At(string plain, int at)
    {
        var end = at;
        while (end < plain.Length && char.IsAsciiDigit(plain[end]))
        {
            end++;
        }

        if (end > at)
        {
            return end - at <= 4 ? (int.Parse(plain.AsSpan(at, end - at), NumberStyles.None, CultureInfo.InvariantCulture), end - at) : (0, 0);
        }

        if (at < plain.Length && plain[at] == '元')
        {
            return (1, 1);
        }

        return ChineseAt(plain, at);
    }

    /// <summary>Place in the cycle of sixty, 0 for 甲子; null where no cyclic year stands here.</summary>
    public static int? CycleAt(string plain, int at)
    {
        if (at + 1 >= plain.Length)
        {
            return null;
        }

        var (stem, branch) = (Stems.IndexOf(plain[at], StringComparison.Ordinal), Branches.IndexOf(plain[at + 1], StringComparison.Ordinal));
        if (stem < 0 || branch < 0 || (stem - branch) % 2 != 0)
        {
            return null;
        }

        return ((6 * stem) - (5 * branch) + 60) % 60;
    }

    /// <summary>The years of a cyclic year inside a span.</summary>
    public static IEnumerable<YearSpan> YearsOf(int cycle, YearSpan within)
    {
        if (within.From is not { } from || within.To is not { } to)
        {
            yield break;
        }

        for (var year = YearSpan.OnAxis(from); year <= YearSpan.OnAxis(to); year++)
        {
            if ((((year - 4) % 60) + 60) % 60 == cycle)
            {
                var found = YearSpan.FromAxis(year);
                yield return new(found, found);
            }
        }
    }

    private static (int Value, int Length) ChineseAt(string plain, int at)
    {
        int total = 0, last = 0, digits = 0, end = at;
        var positional = true;
        for (; end < plain.Length && end - at < 8; end++)
        {
            var c = plain[end] == '零' ? '〇' : plain[end];
            var digit = Digits.IndexOf(c, StringComparison.Ordinal);
            if (digit >= 0)
            {
                last = (positional ? last * 10 : 0) + digit;
                digits++;
                continue;
            }

            var unit = c switch { '十' => 10, '百' => 100, '千' => 1000, '廿' => 20, '卅' => 30, _ => 0 };
            if (unit == 0)
            {
                break;
            }

            total += unit is 20 or 30 ? unit : Math.Max(last, 1) * unit;
            last = 0;
            digits = 0;
            positional = false;
        }

        return end == at || digits > 4 ? (0, 0) : (total + last, end - at);
    }
}
