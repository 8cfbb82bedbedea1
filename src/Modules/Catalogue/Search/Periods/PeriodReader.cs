using Guanlian.Catalogue.Search.Folding;

namespace Guanlian.Catalogue.Search.Periods;

/// <summary>
/// Reads words about time, Chinese and English: 清康熙, 明末清初, 汉魏, 乾隆壬寅, 民国二十三年, 公元前206年, 19世纪晚期, 约1860年, 唐以前, late Ming,
/// Qianlong period (1736-1795), c. 1860. Cataloguing echoes the reading; the search reads the same words the same way.
/// </summary>
internal static class PeriodReader
{
    private const int LongestText = 200;

    /// <summary>A period that was found inside a text.</summary>
    /// <param name="Length">How many characters of the plain text it took.</param>
    /// <param name="Bare">Nothing but a dynasty's single character (金), which may as well be a part of another word.</param>
    internal readonly record struct Found(PeriodReading Reading, int Length, bool Bare);

    /// <summary>Reads a whole field; null where it says nothing about time.</summary>
    public static PeriodReading? Read(string text)
    {
        var plain = PlainText.Of(text.Length > LongestText ? text[..LongestText] : text).Trim();
        PeriodReading? reading = null;
        var strange = false;
        for (var at = 0; at < plain.Length;)
        {
            if (At(plain, at, lenient: true) is { } found)
            {
                reading = reading is null ? found.Reading : Narrower(reading, found.Reading);
                at += found.Length;
                continue;
            }

            strange |= char.IsLetterOrDigit(plain[at]);
            at++;
        }

        return reading is null ? null : reading with { Partly = reading.Partly || strange };
    }

    /// <summary>Reads what begins at this character of a plain text, joined by -, 至 or nothing (明末清初) with what follows.</summary>
    /// <param name="lenient">In a field about time every dynasty means a time; elsewhere a lone 金 or song needs more beside it.</param>
    public static Found? At(string plain, int at, bool lenient)
    {
        var start = at;
        var part = new PeriodPart(plain, lenient);
        if (part.ReadAt(ref at) is not { } first)
        {
            return null;
        }

        var bare = first.Bare;
        while (Next(plain, at, lenient, first) is { } next)
        {
            at = next.At;
            bare = false;
            first = first with
            {
                Said = $"{first.Said}{next.Joint}{next.Part.Said}",
                Spans = [first.Whole.Until(next.Part.Whole)],
                Era = next.Joint.Length == 0 ? null : first.Era,
                About = first.About || next.Part.About,
            };
        }

        var spans = first.About ? [.. first.Spans.Select(Loosened)] : first.Spans;
        if (Side(plain, ref at) is { } before)
        {
            var whole = first.Whole;
            spans = before
                ? [new(null, whole.From is { } from ? YearSpan.Move(from, -1) : null)]
                : [new(first.Era is null ? whole.From : whole.To is { } to ? YearSpan.Move(to, 1) : null, null)];
            first = first with { Said = first.Said + (before ? "以前" : "以后") };
            bare = false;
        }

        return spans.All(s => s is { From: null, To: null })
            ? null
            : new(new(first.Said, spans) { Era = first.Era?.Name, About = first.About }, at - start, bare && !lenient);
    }

    private static (PeriodPart.Part Part, string Joint, int At)? Next(string plain, int at, bool lenient, PeriodPart.Part first)
    {
        var joint = at;
        while (joint < plain.Length && plain[joint] == ' ')
        {
            joint++;
        }

        // 清 -康熙 is 清 without 康熙, not from the one to the other.
        var without = joint > at && joint + 1 < plain.Length && plain[joint] == '-' && plain[joint + 1] != ' ';
        var joined = !without && joint < plain.Length && plain[joint] is '-' or '~' or '至' or '到' or '、' or '/';
        if (!joined && joint + 2 < plain.Length && string.CompareOrdinal(plain, joint, "to ", 0, 3) == 0)
        {
            joined = true;
            joint += 2;
        }

        joint = joined ? joint + 1 : at;
        while (joined && joint < plain.Length && plain[joint] == ' ')
        {
            joint++;
        }

        var part = new PeriodPart(plain, lenient: lenient || joined || first.Era is { IsReign: false }) { After = first };
        if (part.ReadAt(ref joint) is not { } next)
        {
            return null;
        }

        // 2012-1799 is a number: time does not run backwards.
        if (next.Whole.From is { } later && first.Whole.From is { } earlier && later < earlier)
        {
            return null;
        }

        // 明清 and 清末民初 run on in time; 清金 does not, so 金 is the metal. Only eras run on without a sign between them.
        var runsOn = first.Era is { IsReign: false } && next.Era is { IsReign: false } && first.HasChinese && next.HasChinese
            && first.Whole.From is { } a && next.Whole.From is { } b && b > a;
        return joined || runsOn ? (next, joined ? "–" : "", joint) : null;
    }

    // About a year is five years more on either side; about a dynasty or from year to year is what it is.
    private static YearSpan Loosened(YearSpan span) =>
        span.From is { } from && from == span.To ? new(YearSpan.Move(from, -5), YearSpan.Move(from, 5)) : span;

    private static bool? Side(string plain, ref int at)
    {
        foreach (var (word, before) in new[] { ("以前", true), ("之前", true), ("以后", false), ("之后", false) })
        {
            if (string.CompareOrdinal(plain, at, word, 0, word.Length) == 0)
            {
                at += word.Length;
                return before;
            }
        }

        return null;
    }

    // Qianlong period (1736-1795): the words of the first, the years of the narrower one.
    private static PeriodReading Narrower(PeriodReading first, PeriodReading second) =>
        first.Whole.Contains(second.Whole) ? first with { Spans = second.Spans, About = first.About || second.About } : first;
}
