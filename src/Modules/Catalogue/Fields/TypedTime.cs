using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Profiles;
using Guanlian.Catalogue.Search.Periods;

namespace Guanlian.Catalogue.Fields;

/// <summary>A time in a box: the wording is kept, the years and the period are read from it.</summary>
internal static partial class TypedTime
{
    public static TypedReading Read(ProfileField field, string text, TimeValue? before)
    {
        var (said, unsure) = TypedTerms.Unmarked(text.ReplaceLineEndings(" "));
        if (said.Length == 0)
        {
            return new((FieldValue?)null);
        }

        if (before is not null && before.As == said)
        {
            return new(before with { Unsure = unsure });
        }

        if (Years(said) is { } years)
        {
            return new(new TimeValue(said, years.From, years.To, null, unsure));
        }

        var reading = CodeBook.Standard.Find(field.List)?.Read(said) ?? CodeReading.Nothing;
        if (reading.Entry is { } entry)
        {
            return new(new TimeValue(said, entry.From, entry.To, entry.Code, unsure));
        }

        var period = PeriodReader.Read(said);
        var era = period?.Era is { } name ? CodeBook.Standard.Find(field.List)?.Read(name).Entry : null;
        return new(new TimeValue(said, period?.Whole.From, period?.Whole.To, era?.Code, unsure))
        {
            Unread = field.List is null || period is not null ? [] : [new(said, reading.Others.Count > 0, reading.Others.Count > 0 ? reading.Others : reading.Nearest)],
        };
    }

    /// <summary>Days and years written in figures: 1956, 2024.3.5, 前206—公元25年. Words about time are read as the search reads them.</summary>
    private static (int From, int To)? Years(string text)
    {
        var plain = text.Normalize(NormalizationForm.FormKC).Trim();
        if (Span().Match(plain) is not { Success: true } span)
        {
            return null;
        }

        var from = Year(span.Groups["from"].Value, span.Groups["bc"].Success);
        var to = span.Groups["to"].Success ? Year(span.Groups["to"].Value, span.Groups["bc2"].Success) : from;
        return from == 0 || to == 0 || from > to ? null : (from, to);
    }

    private static int Year(string digits, bool before) => int.Parse(digits, CultureInfo.InvariantCulture) * (before ? -1 : 1);

    [GeneratedRegex(@"^(约|公元)*\s*(?<bc>前)?\s*(?<from>\d{1,4})\s*年?([./\-年]\s*\d{1,2}\s*(月|[./\-]\s*\d{1,2}|月\s*\d{1,2}\s*日)?)?(\s*[-–—~至到]\s*(公元)?(?<bc2>前)?\s*(?<to>\d{1,4})\s*年?)?$")]
    private static partial Regex Span();
}
