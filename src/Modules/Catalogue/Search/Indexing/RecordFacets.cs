using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Catalogue.Search.Periods;

namespace Guanlian.Catalogue.Search.Indexing;

/// <summary>The values of a record that results are narrowed and sorted by, whoever may see them.</summary>
internal sealed record RecordFacets(
    string Category, string Period, string Material, string Grade, string Rights, bool Image, short? From, short? To, int Pieces, int Actual, byte Quality)
{
    /// <summary>What a picture adds to the quality.</summary>
    public const short Pictured = 40;

    private const int LongestWording = 60;

    public static RecordFacets Of(ObjectRecord record, CodeBook codes)
    {
        var time = record.Of(FieldRoles.Period) as TimeValue;
        var timeField = record.Profile.Of(FieldRoles.Period);
        var period = PeriodOf(time, codes.Find(timeField?.List));
        var (from, to) = YearsOf(time, codes.Find(timeField?.List)?.Find(time?.Code));
        var image = record.Profile.Fields.Any(f => (f.Tab == "images" || f.Key == "alt") && record[f.Key] is not null);

        // A record without counts is one thing.
        var pieces = Count(record, FieldRoles.Pieces) ?? 1;
        return new(
            Values(record, FieldRoles.Category, codes), period, Values(record, FieldRoles.Material, codes), Values(record, FieldRoles.Grade, codes),
            Values(record, FieldRoles.Rights, codes), image, Year(from), Year(to), pieces, Count(record, FieldRoles.Actual) ?? pieces,
            QualityOf(record, image));
    }

    /// <summary>The years that a time means: those stated, else its period's, else what its words say.</summary>
    public static (int? From, int? To) YearsOf(TimeValue? time, CodeEntry? entry)
    {
        if (time is null)
        {
            return (null, null);
        }

        if (time.From is not null || time.To is not null)
        {
            return (time.From, time.To);
        }

        var read = PeriodReader.Read(time.As)?.Whole;
        return read is { } span && (entry is null || span is { From: not null, To: not null }) ? (span.From, span.To) : (entry?.From, entry?.To);
    }

    private static string PeriodOf(TimeValue? time, CodeList? list)
    {
        if (time is null || list is null)
        {
            return "";
        }

        var entry = list.Find(time.Code) ?? list.Read(time.As).Entry ?? (PeriodReader.Read(time.As)?.Era is { } era ? list.Read(era).Entry : null);
        return entry is null ? "" : $"{list.Name}:{entry.Code}";
    }

    private static string Values(ObjectRecord record, string role, CodeBook codes)
    {
        if (record.Of(role) is not CodedValue coded)
        {
            return "";
        }

        var field = record.Profile.Of(role)!;
        return string.Join('|', coded.Words.Select(w => Value(w, field, codes)).Where(v => v.Length > 0).Distinct().Order(StringComparer.Ordinal).Take(6));
    }

    private static string Value(CodedWord word, ProfileField field, CodeBook codes)
    {
        var name = word.List?.Split('/')[0] ?? field.List;
        var version = word.List?.Split('/') is [_, var v] ? v : null;
        if (word.Code is not null && codes.Find(name)?.Find(word.Code, version) is { } entry)
        {
            return $"{entry.List}:{entry.Code}";
        }

        var wording = (word.As ?? word.Code ?? "").Replace('|', '/').Trim();
        return wording.Length == 0 ? "" : "=" + (wording.Length > LongestWording ? wording[..LongestWording] : wording);
    }

    private static int? Count(ObjectRecord record, string role) =>
        record.Of(role) is AmountValue { Number: >= 0 and <= 100_000_000 } amount ? (int)amount.Number : null;

    private static short? Year(int? year) => year is { } y ? (short)Math.Clamp(y, -32_000, 9_999) : null;

    // How much a record tells; fuller ones stand first among equals.
    private static byte QualityOf(ObjectRecord record, bool image)
    {
        var told = record.Profile.Fields.Count(f => f.Tab == "basic" && record[f.Key] is not null);
        var all = record.Profile.Fields.Count(f => f.Tab == "basic");
        return (byte)((image ? Pictured : 0) + (record.Of(FieldRoles.Description) is null ? 0 : 20) + (40 * told / Math.Max(all, 1)));
    }
}
