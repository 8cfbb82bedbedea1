using System.Globalization;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Words;

namespace Guanlian.Catalogue.Objects;

/// <summary>A field as a page shows it.</summary>
/// <param name="Key">Of the field.</param>
/// <param name="Label">Its word in the reader's language.</param>
/// <param name="Level">How far it is open: the last part of a word key.</param>
/// <param name="Lines">What stands in it, one line a term, language, number or person.</param>
public sealed record ShownField(string Key, string Label, string Level, IReadOnlyList<ShownLine> Lines)
{
    /// <summary>Who said so, where that is not the owner.</summary>
    public string? Credit { get; init; }

    /// <summary>The fields of a record that have something to show.</summary>
    internal static IReadOnlyList<ShownField> Of(ObjectRecord record, Func<ProfileField, Level> level, Func<ProfileField, bool>? which = null) =>
        [.. record.Profile.Fields.Where(f => f.Kind != FieldKind.Relations && record[f.Key] is not null && which?.Invoke(f) != false)
            .Select(f => Of(f, record[f.Key]!, level(f)))];

    internal static ShownField Of(ProfileField field, FieldValue value, Level level) =>
        new(field.Key, field.In(!Wording.InChinese), KeyWords.Of(level), [.. Read(field, value)]);

    /// <summary>A stored text of one field, as the history keeps it.</summary>
    internal static string Said(ProfileField field, string text)
    {
        try
        {
            return string.Join(Wording.InChinese ? "；" : "; ", Read(field, FieldJson.Read(field.Kind, text)).Select(l => l.Text));
        }
        catch (System.Text.Json.JsonException)
        {
            return text;
        }
    }

    private static IEnumerable<ShownLine> Read(ProfileField field, FieldValue value) => value switch
    {
        WordsValue words => words.ByLanguage.OrderByDescending(w => w.Key.StartsWith("zh", StringComparison.Ordinal) == Wording.InChinese)
            .Select(w => new ShownLine(w.Value) { Language = w.Key }),
        CodedValue coded => coded.Words.Select(w => Term(field, w)),
        TimeValue time => [new(time.As) { Years = Years(time), Path = Path(field.List, time.Code), Unsure = time.Unsure, Unread = time.Code is null && time.From is null && field.List is not null }],
        AmountValue amount => [new(Amount(field, amount))],
        RelationsValue relations => relations.Relations.Select(r => new ShownLine(r.Text ?? "…")),
        _ => TypedText.Print(field, value, Wording.Language).Split('\n').Select(line => new ShownLine(line)),
    };

    private static ShownLine Term(ProfileField field, CodedWord word) =>
        new(CodeBook.Standard.Find(field.List)?.Find(word.Code)?.Word(Wording.InChinese) ?? word.As ?? word.Code ?? "")
        {
            Wording = word.Code is null ? null : word.As,
            Path = Path(field.List, word.Code),
            Unsure = word.Unsure,
            Unread = word.Code is null,
        };

    private static string? Path(string? list, string? code)
    {
        var path = CodeBook.Standard.Find(list)?.Path(code) ?? [];
        return path.Count < 2 ? null : string.Join(" › ", path.Select(e => e.Word(Platform.Words.Wording.InChinese)));
    }

    /// <summary>前206—25; 1736—1795.</summary>
    public static string? Years(int? from, int? to) => (from, to) switch
    {
        (null, null) => null,
        ({ } one, { } other) when one == other => Year(one),
        _ => $"{(from is { } first ? Year(first) : "")}—{(to is { } last ? Year(last) : "")}",
    };

    private static string? Years(TimeValue time) => Years(time.From, time.To) is { } years && years != time.As ? years : null;

    private static string Year(int year) => year < 0
        ? Platform.Words.Wording.InChinese ? $"前{(-(long)year).ToString(CultureInfo.InvariantCulture)}" : $"{(-(long)year).ToString(CultureInfo.InvariantCulture)} BC"
        : year.ToString(CultureInfo.InvariantCulture);

    private static string Amount(ProfileField field, AmountValue amount)
    {
        var printed = TypedText.Print(field, amount, Platform.Words.Wording.Language);
        if (amount.Unit is not { } unit)
        {
            return printed;
        }

        var number = printed.EndsWith(unit, StringComparison.Ordinal) ? printed[..^unit.Length].TrimEnd() : printed;
        return $"{number} {CountingUnits.Here(unit)}";
    }
}

/// <summary>One line of a field.</summary>
public sealed record ShownLine(string Text)
{
    /// <summary>BCP 47 tag, where the text has one.</summary>
    public string? Language { get; init; }

    /// <summary>The original wording beside a code.</summary>
    public string? Wording { get; init; }

    /// <summary>The years that it was read as.</summary>
    public string? Years { get; init; }

    /// <summary>Where the term stands in its tree.</summary>
    public string? Path { get; init; }

    public bool Unsure { get; init; }

    /// <summary>No list knows it.</summary>
    public bool Unread { get; init; }
}

/// <summary>Codes as the last parts of word keys: Draft → draft.</summary>
internal static class KeyWords
{
    public static string Of<T>(T code) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(code.ToString());
}
