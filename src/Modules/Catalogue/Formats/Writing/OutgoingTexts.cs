using System.Globalization;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Formats.Crosswalks;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Formats.Writing;

/// <summary>A text with its BCP 47 tag; none where the language is not known.</summary>
internal readonly record struct OutgoingText(string Text, string? Language = null);

/// <summary>A field's value as texts, for formats that carry nothing finer.</summary>
internal static class OutgoingTexts
{
    public static IEnumerable<OutgoingText> Of(FieldValue value) => value switch
    {
        TextValue text => [new(text.Text)],
        WordsValue words => Of(words),
        CodedValue coded => coded.Words.SelectMany(Of).Distinct(),
        AmountValue amount => [new(Of(amount))],
        IdentifiersValue numbers => numbers.Numbers.Select(n => new OutgoingText(n.Number)),
        TimeValue time => [new(time.As)],
        PeopleValue people => people.People.SelectMany(p => Of(p.Name)),
        RelationsValue relations => relations.Relations.Where(r => r.Text is not null).Select(r => new OutgoingText(r.Text!)),
        _ => [],
    };

    public static IEnumerable<OutgoingText> Of(WordsValue words) =>
        words.ByLanguage.Select(w => new OutgoingText(w.Value, Languages.Outward(w.Key)));

    /// <summary>The list's word in both languages, or the wording alone where there is no code.</summary>
    public static IEnumerable<OutgoingText> Of(CodedWord word)
    {
        if (word.Code is null)
        {
            return word.As is { } wording ? [new(wording)] : [];
        }

        var (zh, en) = (Terms.Of(word, chinese: true), Terms.Of(word, chinese: false));
        return zh == en ? [new(zh)] : [new(zh, "zh-Hans"), new(en, "en")];
    }

    public static string Of(AmountValue amount) => amount.As ?? $"{Number(amount.Number)}{(amount.Unit is null ? "" : " " + amount.Unit)}";

    /// <summary>The value's unit, else the field's usual one; 1 for bare numbers.</summary>
    public static string Unit(AmountValue amount, ProfileField field) => amount.Unit ?? (field.Units is [var usual, ..] ? usual : "1");

    public static string Number(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}
