using System.Globalization;
using System.Text.RegularExpressions;

namespace Guanlian.Catalogue.Search.Periods;

/// <summary>English words about time: late Ming dynasty, Qianlong period, early 19th century, c. 1860, 206 BC, before 1900.</summary>
internal static partial class EnglishPeriods
{
    public static PeriodPart.Part? ReadAt(string plain, ref int at, bool lenient, PeriodPart.Part? after)
    {
        if (at >= plain.Length || !char.IsAsciiLetterOrDigit(plain[at]))
        {
            return null;
        }

        var here = at;
        var about = Take(AboutWord(), plain, ref here, out _);
        var side = Take(SideWord(), plain, ref here, out var sideMatch) ? sideMatch!.Groups[1].Value : null;
        var third = Take(ThirdWord(), plain, ref here, out var thirdMatch) ? thirdMatch!.Groups[1].Value : null;
        var part = Century(plain, ref here, after) ?? EraAt(plain, ref here, lenient || third is not null || side is not null) ?? Years(plain, ref here, about || side is not null, after);
        if (part is null)
        {
            return null;
        }

        at = here;
        var spans = part.Spans.Select(s => Cut(s, third));
        spans = side switch
        {
            "before" or "pre" or "until" => spans.Select(s => new YearSpan(null, s.From is { } from ? YearSpan.Move(from, side == "until" ? 0 : -1) : null)),
            "after" or "post" or "since" => spans.Select(s => new YearSpan(part.Era is null ? s.From : s.To, null)),
            _ => spans,
        };
        return part with { Spans = [.. spans], About = about, Said = string.Join(' ', new[] { about ? "c." : null, side, third, part.Said }.Where(w => w is not null)) };
    }

    private static PeriodPart.Part? Century(string plain, ref int at, PeriodPart.Part? after)
    {
        _ = after;
        if (!Take(CenturyWord(), plain, ref at, out var match))
        {
            return null;
        }

        var number = int.Parse(match!.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var last = match.Groups[2].Success ? int.Parse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : number;
        if (number is 0 or > 30 || last is 0 or > 30)
        {
            return null;
        }

        var span = match.Groups[3].Success
            ? new YearSpan(-number * 100, (-last * 100) + 99)
            : new YearSpan(((number - 1) * 100) + 1, last * 100);
        return new(match.Value.Trim(), [span], null, false, false, false);
    }

    private static PeriodPart.Part? EraAt(string plain, ref int at, bool lenient)
    {
        var (eras, length) = Eras.LatinAt(plain, at);
        if (length == 0)
        {
            return null;
        }

        var here = at + length;
        var said = Take(EraWord(), plain, ref here, out _);
        var word = plain.AsSpan(at, length);
        if (!lenient && !said && word is "song" or "sung" or "han" or "jin" or "xin" or "xia" or "shang" or "tang" or "liao" or "edo" or "manchu" or "zhou" or "qin" or "sui" or "bohai" or "republican")
        {
            return null;
        }

        at = here;
        var reign = eras.FirstOrDefault(e => e.IsReign) ?? eras[0];
        return new(eras[0].English[0] + (eras[0].IsReign ? " " + reign.Name : ""), [.. eras.Select(e => e.Years)], eras[0], false, false, false);
    }

    private static PeriodPart.Part? Years(string plain, ref int at, bool wanted, PeriodPart.Part? after)
    {
        if (!Take(YearWord(), plain, ref at, out var match))
        {
            return null;
        }

        var digits = match!.Groups[2].Value;
        var number = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        var (decade, early, late) = (match.Groups[3].Success, match.Groups[1].Value, match.Groups[4].Value);
        var before = early.StartsWith('b') || late.StartsWith('b');
        if (number == 0 || (early.Length == 0 && late.Length == 0 && !decade && !wanted && after is null && number is < 1000 or > 2100)
            || (decade && number % 10 != 0))
        {
            return null;
        }

        if (after is { Whole.To: { } last } && digits.Length == 2 && !before)
        {
            number += last / 100 * 100;
        }

        var span = before ? new YearSpan(-number, -number) : new YearSpan(number, decade ? number + (number % 100 == 0 ? 99 : 9) : number);
        return new(match.Value.Trim(), [span], null, false, false, false);
    }

    private static YearSpan Cut(YearSpan span, string? third) => third switch
    {
        "early" => span.Part(0, 1 / 3d),
        "mid" or "middle" => span.Part(1 / 3d, 2 / 3d),
        "late" => span.Part(2 / 3d, 1),
        "first half" => span.Part(0, 0.5),
        "second half" => span.Part(0.5, 1),
        _ => span,
    };

    private static bool Take(Regex regex, string plain, ref int at, out Match? match)
    {
        match = regex.Match(plain, at);
        if (!match.Success)
        {
            return false;
        }

        at += match.Length;
        return true;
    }

    [GeneratedRegex(@"\G(?:circa|ca\.?|c\.|about|approx(?:imately|\.)?)\s*(?=[\da-z])")]
    private static partial Regex AboutWord();

    [GeneratedRegex(@"\G(before|after|until|since|pre|post)[\s-]+")]
    private static partial Regex SideWord();

    [GeneratedRegex(@"\G(early|middle|mid|late|first half|second half)[\s-]+(?:of\s+)?(?:the\s+)?")]
    private static partial Regex ThirdWord();

    [GeneratedRegex(@"\G(\d{1,2})(?:st|nd|rd|th)?(?:\s*(?:-|to|or|/)\s*(?:early |mid |late )?(\d{1,2})(?:st|nd|rd|th))?(?<=[a-z])[\s-]+(?:century|centuries|cent\.|c\.)(\s*b\.?c\.?(?:e\.?)?)?")]
    private static partial Regex CenturyWord();

    [GeneratedRegex(@"\G\s+(?:dynasty|period|reign|era|culture)\b")]
    private static partial Regex EraWord();

    [GeneratedRegex(@"\G(?:(bce?|ad|b\.c\.|a\.d\.)\s*)?(\d{1,4})(?![\d.]\d)(s)?(?:\s*(bce?|b\.c\.(?:e\.)?|ce|ad|a\.d\.))?(?![a-z0-9])")]
    private static partial Regex YearWord();
}
