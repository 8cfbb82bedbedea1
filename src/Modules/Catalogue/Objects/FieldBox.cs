using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Objects;

/// <summary>One box of the edit form: a field, or one language of a multilingual one.</summary>
/// <param name="Name">As the form and its differences call it: <c>title</c>, <c>title-en</c>.</param>
/// <param name="Field">Its field.</param>
/// <param name="Language">Of a multilingual field; null otherwise.</param>
internal sealed record FieldBox(string Name, ProfileField Field, string? Language)
{
    private static readonly string[] Languages = ["zh", "en"];

    /// <summary>The boxes of a record, in the order of its profile. Relations have pages of their own.</summary>
    public static IReadOnlyList<FieldBox> Of(ObjectRecord record) =>
        [.. record.Profile.Fields.Where(f => f.Kind != FieldKind.Relations).SelectMany(f => Of(f, record[f.Key]))];

    /// <summary>What the box shows.</summary>
    /// <param name="record">The record.</param>
    /// <param name="reader">The language of the page, in which terms of lists are printed.</param>
    public string Print(ObjectRecord record, string reader) => TypedText.Print(Field, record[Field.Key], Language ?? reader);

    /// <summary>The record with this box changed.</summary>
    public (ObjectRecord Record, TypedReading Reading) Apply(ObjectRecord record, string? typed)
    {
        var reading = TypedText.Read(Field, typed, record[Field.Key], Language ?? "zh");
        return (reading.FaultKey is null ? record.With(Field.Key, reading.Value) : record, reading);
    }

    private static IEnumerable<FieldBox> Of(ProfileField field, FieldValue? value) => field.Kind != FieldKind.Words
        ? [new(field.Key, field, null)]
        : Languages.Union((value as WordsValue)?.ByLanguage.Keys ?? Enumerable.Empty<string>()).Select(language =>
            new FieldBox(language == "zh" ? field.Key : $"{field.Key}-{language.ToLowerInvariant()}", field, language));
}
