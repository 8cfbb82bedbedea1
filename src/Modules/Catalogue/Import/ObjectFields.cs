using System.Text.Json;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Words;

namespace Guanlian.Catalogue.Import;

/// <summary>Fields of bulk rows as people read them: their names, and what stands in them.</summary>
internal static class ObjectFields
{
    private static readonly string[] Languages = ["zh", "zh-Hant", "en"];

    /// <summary>The fields that rows of a profile may carry; unmapped headings come on top.</summary>
    public static IReadOnlyList<BulkField> Of(Profile profile) =>
        [.. profile.Fields.SelectMany(f => f.Kind == FieldKind.Words ? Languages.Select(l => RecordTexts.Name(f.Key, l)) : [f.Key]).Select(n => new BulkField(n, n))];

    public static string Heading(Profile profile, CodeBook codes, string name)
    {
        var (key, part) = RecordTexts.Split(name);
        if (key == ObjectRecord.ExtraKey)
        {
            return part;
        }

        var field = profile.Find(key);
        var word = field?.In(!Wording.InChinese) ?? key;
        return field?.Kind switch
        {
            FieldKind.Words => part switch
            {
                "zh" => word,
                "zh-Hant" => Wording.InChinese ? $"{word}（繁体）" : $"{word} (traditional Chinese)",
                "en" => Wording.InChinese ? $"{word}（英文）" : $"{word} (English)",
                _ => $"{word} ({part})",
            },
            FieldKind.Identifiers when part.Length > 0 => codes.Word("number-type", part, Wording.InChinese),
            _ => word,
        };
    }

    public static string Show(Profile profile, CodeBook codes, string name, string text)
    {
        var (key, part) = RecordTexts.Split(name);
        var field = profile.Find(key);
        if (field is null || field.Kind is FieldKind.Text || (field.Kind is FieldKind.Words && part.Length > 0))
        {
            return JsonSerializer.Deserialize<string>(text)!;
        }

        return Show(FieldJson.Read(field.Kind, text), field, codes, Wording.InChinese);
    }

    /// <summary>A value in one line.</summary>
    public static string Show(FieldValue value, ProfileField field, CodeBook codes, bool chinese) => value switch
    {
        TextValue text => text.Text,
        WordsValue words => words.In(chinese ? "zh" : "en").Text,
        CodedValue coded => string.Join(chinese ? "、" : ", ", coded.Words.Select(w => Word(w, field, codes, chinese))),
        AmountValue amount => amount.As ?? FormattableString.Invariant($"{amount.Number} {amount.Unit}").Trim(),
        IdentifiersValue numbers => string.Join(chinese ? "；" : "; ", numbers.Numbers.Select(n =>
            n.Type is null ? n.Number : $"{codes.Word(field.List ?? "number-type", n.Type, chinese)} {n.Number}")),
        TimeValue time => Time(time, chinese),
        PeopleValue people => string.Join(chinese ? "；" : "; ", people.People.Select(p => Person(p, chinese ? "zh" : "en"))),
        RelationsValue relations => string.Join(chinese ? "；" : "; ", relations.Relations.Select(r => r.Text ?? r.To?.ToString())),
        _ => "",
    };

    private static string Word(CodedWord word, ProfileField field, CodeBook codes, bool chinese)
    {
        var known = codes.Find(field.List)?.Find(word.Code)?.Word(chinese) ?? word.Code;
        var said = known is null ? word.As ?? "" : word.As is null || word.As == known ? known : chinese ? $"{known}（{word.As}）" : $"{known} ({word.As})";
        return word.Unsure ? said + "?" : said;
    }

    private static string Time(TimeValue time, bool chinese)
    {
        var years = time.From is null && time.To is null ? "" : $"{Year(time.From, chinese)}–{Year(time.To, chinese)}";
        var said = years.Length == 0 || years == time.As ? time.As : chinese ? $"{time.As}（{years}）" : $"{time.As} ({years})";
        return time.Unsure ? said + "?" : said;
    }

    private static string Year(int? year, bool chinese) => year switch
    {
        null => "",
        < 0 when chinese => FormattableString.Invariant($"前{-year}"),
        < 0 => FormattableString.Invariant($"{-year} BC"),
        _ => FormattableString.Invariant($"{year}"),
    };

    private static string Person(Person person, string language) => person.Role is { } role
        ? $"{person.Name.In(language).Text} ({role.In(language).Text})"
        : person.Name.In(language).Text;
}
