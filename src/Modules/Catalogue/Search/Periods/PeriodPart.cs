using System.Globalization;

namespace Guanlian.Catalogue.Search.Periods;

/// <summary>One part of words about time, without what joins it to the next: an era down to its year, a century, a year.</summary>
internal sealed class PeriodPart(string plain, bool lenient)
{
    /// <summary>Dynasties whose single character is as often another word.</summary>
    private const string Homographs = "金周夏魏吴蜀商秦晋";

    private static readonly (string Word, double From, double To, int AtMost)[] Thirds =
    [
        ("早期", 0, 1 / 3d, int.MaxValue), ("初期", 0, 1 / 3d, int.MaxValue), ("初年", 0, 0.25, 50), ("初叶", 0, 1 / 3d, int.MaxValue),
        ("中期", 1 / 3d, 2 / 3d, int.MaxValue), ("中叶", 1 / 3d, 2 / 3d, int.MaxValue), ("晚期", 2 / 3d, 1, int.MaxValue),
        ("末期", 0.75, 1, 50), ("末年", 0.75, 1, 50), ("末叶", 2 / 3d, 1, int.MaxValue), ("前期", 0, 0.5, int.MaxValue),
        ("后期", 0.5, 1, int.MaxValue), ("前半叶", 0, 0.5, int.MaxValue), ("后半叶", 0.5, 1, int.MaxValue), ("上半叶", 0, 0.5, int.MaxValue),
        ("下半叶", 0.5, 1, int.MaxValue), ("前半", 0, 0.5, int.MaxValue), ("后半", 0.5, 1, int.MaxValue), ("初", 0, 0.25, 50), ("末", 0.75, 1, 50),
        ("中", 1 / 3d, 2 / 3d, int.MaxValue), ("晚", 2 / 3d, 1, int.MaxValue), ("早", 0, 1 / 3d, int.MaxValue),
    ];

    internal sealed record Part(string Said, IReadOnlyList<YearSpan> Spans, Era? Era, bool About, bool Bare, bool HasChinese)
    {
        public YearSpan Whole => Spans.Aggregate((a, b) => a.Until(b));
    }

    /// <summary>What stands before, where this one is its end: 1966-67.</summary>
    public Part? After { get; init; }

    public Part? ReadAt(ref int at)
    {
        var here = at;
        if (here > 0 && char.IsAsciiLetterOrDigit(plain[here - 1]) && here < plain.Length && char.IsAsciiLetterOrDigit(plain[here]) && After is null)
        {
            return null;
        }

        var about = Take(ref here, "约") || Take(ref here, "大约") || Take(ref here, "大概");
        var part = ReadEra(ref here) ?? ReadYears(ref here) ?? EnglishPeriods.ReadAt(plain, ref here, lenient || After is not null, After);
        if (part is null)
        {
            return null;
        }

        at = here;
        return about && !part.About ? part with { About = true, Said = "约" + part.Said } : part;
    }

    private Part? ReadEra(ref int at)
    {
        var here = at;
        var leading = here < plain.Length && plain[here] is '早' or '晚' or '初' or '末' ? plain[here] : default;
        var (eras, length) = Eras.ChineseAt(plain, here);
        if (length == 0 && leading != default)
        {
            here++;
            (eras, length) = Eras.ChineseAt(plain, here);
            eras = [.. eras.Where(e => !e.IsReign)];
        }
        else
        {
            leading = default;
        }

        if (length == 0 || eras.Count == 0)
        {
            return null;
        }

        var begin = here;
        here += length;
        var said = eras[0].Name;
        var first = eras[0];
        var nested = first.IsReign ? null : Nested(first, ref here);
        if (nested is not null)
        {
            said = nested.Era.IsReign || nested.Deeper ? $"{first.Name}·{nested.Said}" : nested.Said;
            eras = nested.Eras;
        }

        Skip(ref here, "年间", "时期", "时代", "王朝", "朝", "代", "帝");
        var spans = eras.Select(e => e.Years).ToList();
        var inYear = YearInside(eras, ref here);
        if (inYear is not null)
        {
            (said, spans) = (said + inYear.Value.Said, [.. inYear.Value.Spans]);
        }
        else if (leading != default)
        {
            (said, spans) = (leading + said, [.. spans.Select(s => Cut(s, char.ToString(leading)))]);
        }
        else if (Modifier(ref here) is { } modifier)
        {
            (said, spans) = (said + modifier, [.. spans.Select(s => Cut(s, modifier))]);
        }

        var plainWord = begin + 1 == here && leading == default;
        if (!lenient && ((plainWord && Homographs.Contains(plain[begin], StringComparison.Ordinal))
            || (inYear is null && nested is null && eras.All(e => !e.Alone))))
        {
            return null;
        }

        at = here;
        return new(said, spans, eras.Count == 1 || eras[0].IsReign ? eras[0] : first, false, plainWord, true);
    }

    private sealed record Inner(string Said, Era Era, IReadOnlyList<Era> Eras, bool Deeper);

    // 清·乾隆, 宋 北宋 庆历, 民国; the narrower name must lie below the wider one.
    private Inner? Nested(Era upper, ref int at)
    {
        var here = at;
        while (here < plain.Length && plain[here] is '·' or '・' or ' ' or '.' or ',' or '，')
        {
            here++;
        }

        var (eras, length) = Eras.ChineseAt(plain, here);
        var below = eras.Where(e => Eras.IsBelow(e, upper)).ToList();
        if (length == 0 || below.Count == 0)
        {
            return null;
        }

        at = here + length;
        var era = below[0];
        return !era.IsReign && Nested(era, ref at) is { } deeper
            ? new($"{era.Name}·{deeper.Said}", deeper.Era, deeper.Eras, true)
            : new(era.Name, era, below, false);
    }

    // 康熙二十年, 民国23年, 乾隆壬寅.
    private (string Said, IReadOnlyList<YearSpan> Spans)? YearInside(IReadOnlyList<Era> eras, ref int at)
    {
        var here = at;
        while (here < plain.Length && plain[here] is ' ' or '·')
        {
            here++;
        }

        if (Numerals.CycleAt(plain, here) is { } cycle)
        {
            var found = eras.SelectMany(e => Numerals.YearsOf(cycle, e.Years)).ToList();
            var said = string.Concat(plain.AsSpan(here, 2), "年");
            here += 2;
            _ = Take(ref here, "年");
            if (found.Count > 0)
            {
                at = here;
                return (said, found);
            }
        }

        var countsYears = eras.Where(e => e.IsReign || e.Name == "中华民国").ToList();
        var (number, length) = Numerals.At(plain, here);
        if (countsYears.Count == 0 || length == 0 || number is 0 or > 100 || here + length >= plain.Length || plain[here + length] != '年')
        {
            return null;
        }

        var years = countsYears.Where(e => e.Years.From is not null).Select(e => (e.Years, Year: YearSpan.Move(e.Years.From!.Value, number - 1)))
            .Where(y => y.Years.To is null || YearSpan.OnAxis(y.Year) <= YearSpan.OnAxis(y.Years.To.Value) + 1).Select(y => new YearSpan(y.Year, y.Year)).ToList();
        if (years.Count == 0)
        {
            return null;
        }

        at = here + length + 1;
        return (string.Concat(plain.AsSpan(here, length), "年"), years);
    }

    private Part? ReadYears(ref int at)
    {
        var here = at;
        var marked = Take(ref here, "公元") || Take(ref here, "西元") || Take(ref here, "公历");
        var before = Take(ref here, "前");
        var (number, length) = Numerals.At(plain, here);
        if (length == 0 || number == 0 || (length == 1 && plain[here] == '元'))
        {
            return null;
        }

        var digits = plain.Substring(here, length);
        here += length;
        if (Take(ref here, "世纪"))
        {
            return Century(number, before, ref here, ref at);
        }

        if (number % 10 == 0 && Take(ref here, "年代"))
        {
            if (before || number < 100)
            {
                return null;
            }

            at = here;
            return new($"{number}年代", [Cut(new(number, number + 9), Modifier(ref at))], null, false, false, true);
        }

        var says = Take(ref here, "年");
        var short4 = After is { Whole.To: { } last } && length == 2 && !says && !before ? ((last / 100) * 100) + number : number;
        if (!(says || marked || before || After is not null || IsYear(digits)) || number > 9999 || (here < plain.Length && char.IsAsciiLetterOrDigit(plain[here])))
        {
            return null;
        }

        Rest(says, ref here);
        var year = before ? -number : short4;
        at = here;
        return new(before ? $"前{number}年" : string.Create(CultureInfo.InvariantCulture, $"{year}年"), [new(year, year)], null, false, false, says || marked || before);
    }

    private Part? Century(int number, bool before, ref int here, ref int at)
    {
        if (number > 99)
        {
            return null;
        }

        var span = before ? new YearSpan(-number * 100, (-number * 100) + 99) : new(((number - 1) * 100) + 1, number * 100);
        var said = $"{(before ? "前" : "")}{number}世纪";
        var (decade, length) = Numerals.At(plain, here);
        if (!before && length > 0 && decade is > 0 and < 100 && decade % 10 == 0 && string.CompareOrdinal(plain, here + length, "年代", 0, 2) == 0)
        {
            here += length + 2;
            var from = ((number - 1) * 100) + decade;
            (span, said) = (new(from, from + 9), $"{said}{decade}年代");
        }

        if (Modifier(ref here) is { } modifier)
        {
            (span, said) = (Cut(span, modifier), said + modifier);
        }

        at = here;
        return new(said, [span], null, false, false, true);
    }

    // The day says nothing that the search needs: 1934年5月3日, 2024.3.5.
    private void Rest(bool says, ref int here)
    {
        var at = here;
        for (var i = 0; i < 2; i++)
        {
            var mark = at;
            if (!says && !(at < plain.Length && plain[at] is '.' or '/' && Take(ref at, char.ToString(plain[at]))))
            {
                return;
            }

            var (_, length) = Numerals.At(plain, at);
            if (length is 0 or > 3 || (says && !(at + length < plain.Length && plain[at + length] is '月' or '日')))
            {
                here = says ? mark : here;
                return;
            }

            at += length + (says ? 1 : 0);
            here = says || i == 1 ? at : here;
        }
    }

    private static bool IsYear(string digits) => digits.Length == 4 && digits[0] is '1' or '2' && char.IsAsciiDigit(digits[0])
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1000 and <= 2100;

    private string? Modifier(ref int at)
    {
        foreach (var (word, _, _, _) in Thirds)
        {
            if (string.CompareOrdinal(plain, at, word, 0, word.Length) == 0)
            {
                // 中, 早 and 晚 alone also begin other words.
                var end = at + word.Length;
                if (word is "中" or "早" or "晚" && end < plain.Length && char.IsLetter(plain[end]))
                {
                    continue;
                }

                at = end;
                return word;
            }
        }

        return null;
    }

    private static YearSpan Cut(YearSpan span, string? modifier)
    {
        var cut = Array.Find(Thirds, t => t.Word == modifier);
        return cut.Word is null ? span : span.Part(cut.From, cut.To, cut.AtMost);
    }

    private void Skip(ref int at, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (Take(ref at, word))
            {
                return;
            }
        }
    }

    private bool Take(ref int at, string word)
    {
        if (string.CompareOrdinal(plain, at, word, 0, word.Length) != 0)
        {
            return false;
        }

        at += word.Length;
        return true;
    }
}
