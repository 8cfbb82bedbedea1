using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Catalogue.Search.Folding;

namespace Guanlian.Catalogue.Search.Indexing;

/// <summary>The words of a record, each field with the level from which on it may be seen.</summary>
internal static class RecordTerms
{
    /// <param name="record">The record.</param>
    /// <param name="hidden">The level of a field where it is narrower than the record's own; else <see cref="Level.Public"/>.</param>
    /// <param name="codes">Words for codes.</param>
    public static IndexTerms Of(ObjectRecord record, Func<ProfileField, Level> hidden, CodeBook codes)
    {
        var terms = new IndexTerms();
        foreach (var field in record.Profile.Fields.Where(f => f.Searched))
        {
            if (record[field.Key] is { } value)
            {
                var level = hidden(field);
                var group = GroupOf(field);
                foreach (var text in Texts(value, field, codes))
                {
                    terms.Add(group, text, level);
                }
            }
        }

        return terms;
    }

    internal static char GroupOf(ProfileField field) => field switch
    {
        { Role: FieldRoles.Title } => IndexTerms.Name,
        { Role: FieldRoles.Maker } => IndexTerms.Maker,
        { Role: FieldRoles.Number } or { Kind: FieldKind.Identifiers } or { Key: "censusNumber" } => IndexTerms.Number,
        _ => IndexTerms.Text,
    };

    internal static IEnumerable<string> Texts(FieldValue value, ProfileField field, CodeBook codes) => value switch
    {
        TextValue text => [text.Text],
        WordsValue words => words.ByLanguage.Values,
        CodedValue coded => coded.Words.SelectMany(w => CodeWords(codes.Find(w.List?.Split('/')[0] ?? field.List), w.Code, w.As)).Distinct(),
        TimeValue time => CodeWords(codes.Find(field.List), time.Code, time.As).Distinct(),
        IdentifiersValue numbers => numbers.Numbers.Select(n => n.Number),
        PeopleValue people => people.People.SelectMany(p => p.Name.ByLanguage.Values),
        RelationsValue relations => relations.Relations.Select(r => r.Text ?? "").Where(t => t.Length > 0),
        AmountValue { As: { } wording } => [wording],
        _ => [],
    };

    private static IEnumerable<string> CodeWords(CodeList? list, string? code, string? wording)
    {
        if (wording is { Length: > 0 })
        {
            yield return wording;
        }

        if (list?.Find(code) is { } entry)
        {
            yield return entry.Zh;
            yield return entry.En;
        }
    }
}
