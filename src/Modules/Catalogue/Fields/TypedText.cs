using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Fields;

/// <summary>
/// A field as somebody types it into one box, and back. Printing a value and reading it again gives the same value; reading a changed
/// text keeps what the box does not show (original wording, ids) from the value before.
/// </summary>
internal static class TypedText
{
    public const int LongestText = 20_000;
    public const int LongestLine = 2_000;

    /// <summary>What the box holds.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value; null for none.</param>
    /// <param name="language">For words: which of them. For terms of lists: in which language they are printed.</param>
    public static string Print(ProfileField field, FieldValue? value, string language) => value switch
    {
        null => "",
        TextValue text => text.Text,
        WordsValue words => words.ByLanguage.GetValueOrDefault(language, ""),
        CodedValue coded => string.Join("；", coded.Words.Select(w => TypedTerms.Print(field, w, language))),
        AmountValue amount => TypedAmount.Print(field, amount),
        IdentifiersValue numbers => string.Join('\n', numbers.Numbers.Select(n => TypedLines.Print(field, n, language))),
        TimeValue time => TypedTerms.Marked(time.As, time.Unsure),
        PeopleValue people => string.Join('\n', people.People.Select(TypedLines.Print)),
        RelationsValue relations => string.Join('\n', relations.Relations.Select(r => r.Text ?? r.To?.ToString() ?? "")),
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    /// <summary>What was meant. Never throws on what a stranger typed.</summary>
    /// <param name="field">The field.</param>
    /// <param name="typed">The text.</param>
    /// <param name="before">The value that it replaces.</param>
    /// <param name="language">Of the box, for words.</param>
    public static TypedReading Read(ProfileField field, string? typed, FieldValue? before = null, string language = "zh")
    {
        var text = Tidy(typed);
        if (text.Length > (field.Kind is FieldKind.Text or FieldKind.Words ? LongestText : LongestLine))
        {
            return TypedReading.Fault("catalogue.typed.too-long");
        }

        if (field.Kind == FieldKind.Words)
        {
            return new(Words(before as WordsValue, language, text));
        }

        return text.Length == 0 ? new(null) : field.Kind switch
        {
            FieldKind.Text => new(new TextValue(text)),
            FieldKind.Coded => TypedTerms.Read(field, text, before as CodedValue),
            FieldKind.Amount => TypedAmount.Read(field, text),
            FieldKind.Identifiers => TypedLines.ReadNumbers(field, text),
            FieldKind.Time => TypedTime.Read(field, text, before as TimeValue),
            FieldKind.People => TypedLines.ReadPeople(text, before as PeopleValue),
            _ => new(before),
        };
    }

    /// <summary>One kind of line break, no blanks around, no control characters.</summary>
    public static string Tidy(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var tidy = CodeWords.Whole(text).ReplaceLineEndings("\n");
        return (tidy.Any(c => char.IsControl(c) && c is not '\n' and not '\t')
            ? string.Concat(tidy.Where(c => !char.IsControl(c) || c is '\n' or '\t'))
            : tidy).Trim();
    }

    private static WordsValue? Words(WordsValue? before, string language, string text)
    {
        var words = new SortedDictionary<string, string>(before?.ByLanguage ?? [], StringComparer.Ordinal);
        if (text.Length == 0)
        {
            words.Remove(language);
        }
        else
        {
            words[language] = text;
        }

        return words.Count == 0 ? null : new WordsValue(words);
    }
}

/// <summary>What was made of a typed text.</summary>
/// <param name="Value">The value; null for an empty field or a fault.</param>
internal sealed record TypedReading(FieldValue? Value)
{
    /// <summary>Why the text cannot stand: a word key; null where it can.</summary>
    public string? FaultKey { get; init; }

    /// <summary>Words that no list knows, or that could mean several entries, with what they may mean. They are kept as they are.</summary>
    public IReadOnlyList<UnreadWord> Unread { get; init; } = [];

    public static TypedReading Fault(string key) => new((FieldValue?)null) { FaultKey = key };
}

/// <param name="Word">As typed.</param>
/// <param name="Ambiguous">It means several entries; otherwise none, and these are the nearest.</param>
/// <param name="Candidates">What it may mean.</param>
internal sealed record UnreadWord(string Word, bool Ambiguous, IReadOnlyList<CodeEntry> Candidates);
