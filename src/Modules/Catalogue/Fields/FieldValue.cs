namespace Guanlian.Catalogue.Fields;

/// <summary>What sort of thing stands in a field. Fixes its JSON (<see cref="FieldJson"/>), how it is typed, shown and searched.</summary>
internal enum FieldKind
{
    /// <summary>Plain text in one language.</summary>
    Text,

    /// <summary>Text by language: zh, zh-Hant, en …</summary>
    Words,

    /// <summary>One or several terms of a code list, with the wording they came in.</summary>
    Coded,

    /// <summary>A number with its unit.</summary>
    Amount,

    /// <summary>Numbers of several types, e.g. 索书号.</summary>
    Identifiers,

    /// <summary>A time: wording, years, period.</summary>
    Time,

    /// <summary>Makers, donors …, with their roles.</summary>
    People,

    /// <summary>Other objects: part of a set, pair, same tomb, same site.</summary>
    Relations,
}

/// <summary>What stands in a field. Two values are the same when their JSON is.</summary>
internal abstract record FieldValue;

/// <param name="Text">Never empty; line breaks are LF.</param>
internal sealed record TextValue(string Text) : FieldValue;

/// <param name="ByLanguage">BCP 47 tag (zh, zh-Hant, en …) → text; never empty.</param>
internal sealed record WordsValue(SortedDictionary<string, string> ByLanguage) : FieldValue
{
    public static WordsValue Zh(string text) => new(new SortedDictionary<string, string>(StringComparer.Ordinal) { ["zh"] = text });

    /// <summary>The text to show in a language, falling back to whatever there is.</summary>
    public (string Language, string Text) In(string language)
    {
        string[] order = language.StartsWith("zh", StringComparison.Ordinal) ? ["zh", "zh-Hant", "en"] : ["en", "zh", "zh-Hant"];
        var found = order.FirstOrDefault(ByLanguage.ContainsKey) ?? ByLanguage.Keys.First();
        return (found, ByLanguage[found]);
    }
}

internal sealed record CodedValue(IReadOnlyList<CodedWord> Words) : FieldValue;

/// <param name="Code">Of the list; null while nobody has found it there.</param>
/// <param name="List">The list with its version, e.g. <c>category/2013</c>.</param>
/// <param name="As">The wording it came in, where that differs from the term.</param>
/// <param name="Unsure">The keeper is not sure.</param>
internal sealed record CodedWord(string? Code, string? List, string? As = null, bool Unsure = false);

/// <param name="Number">In <paramref name="Unit"/>.</param>
/// <param name="Unit">cm, kg, 件 …; null where the field has but one.</param>
/// <param name="As">The wording it came in, where more was said.</param>
internal sealed record AmountValue(decimal Number, string? Unit = null, string? As = null) : FieldValue;

internal sealed record IdentifiersValue(IReadOnlyList<Identifier> Numbers) : FieldValue;

/// <param name="Type">Code of the list of number types; null where unknown.</param>
/// <param name="Number">As written.</param>
internal sealed record Identifier(string? Type, string Number);

/// <param name="As">The wording, e.g. 清乾隆.</param>
/// <param name="From">First year; there is no year 0, -206 is 前206年.</param>
/// <param name="To">Last year.</param>
/// <param name="Code">Term of the period list.</param>
/// <param name="Unsure">The keeper is not sure.</param>
internal sealed record TimeValue(string As, int? From = null, int? To = null, string? Code = null, bool Unsure = false) : FieldValue;

internal sealed record PeopleValue(IReadOnlyList<Person> People) : FieldValue;

/// <param name="Name">By language.</param>
/// <param name="Role">By language; null where unsaid.</param>
/// <param name="Id">In the system that it came from.</param>
/// <param name="Life">Years and places, as written.</param>
internal sealed record Person(WordsValue Name, WordsValue? Role = null, string? Id = null, string? Life = null);

internal sealed record RelationsValue(IReadOnlyList<Relation> Relations) : FieldValue;

/// <param name="Kind">set, pair, tomb, site, copy …</param>
/// <param name="To">An object of the catalogue; null for one outside.</param>
/// <param name="Text">What it is called.</param>
internal sealed record Relation(string Kind, Guid? To, string? Text);
