using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Fields;

/// <summary>Terms of a code list in a box: 瓷器；陶器？ A question mark behind a term says that the keeper is not sure.</summary>
internal static class TypedTerms
{
    private static readonly char[] Marks = ['?', '？'];

    public static string Print(ProfileField field, CodedWord word, string language) =>
        Marked(CodeBook.Standard.Find(field.List)?.Find(word.Code)?.Word(language.StartsWith("zh", StringComparison.Ordinal)) ?? word.As ?? word.Code ?? "",
            word.Unsure);

    public static TypedReading Read(ProfileField field, string text, CodedValue? before)
    {
        var list = CodeBook.Standard.Find(field.List);
        var words = new List<CodedWord>();
        var unread = new List<UnreadWord>();
        var parts = Parts(field, list, text);
        for (var i = 0; i < parts.Count; i++)
        {
            var (word, unsure) = Unmarked(parts[i]);
            if (word.Length == 0)
            {
                continue;
            }

            var old = before?.Words.Count == parts.Count ? before.Words[i] : null;
            var reading = list?.Read(word) ?? CodeReading.Nothing;
            if (reading.Entry is { } entry)
            {
                words.Add(new(entry.Code, $"{entry.List}/{entry.Version}", reading.Exact ? old?.As : word, unsure));
            }
            else
            {
                words.Add(new(null, null, word, unsure));
                unread.Add(new(word, reading.Others.Count > 0, reading.Others.Count > 0 ? reading.Others : reading.Nearest));
            }
        }

        return new(words.Count == 0 ? null : new CodedValue(words)) { Unread = unread };
    }

    /// <summary>The text without its question mark, and whether it had one.</summary>
    public static (string Text, bool Unsure) Unmarked(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length > 0 && Marks.Contains(trimmed[^1]) ? (trimmed.TrimEnd('?', '？', ' '), true) : (trimmed, false);
    }

    public static string Marked(string text, bool unsure) => unsure ? text + "？" : text;

    // 玉石器、宝石 is one term: a pause mark parts terms only where the whole is none.
    private static IReadOnlyList<string> Parts(ProfileField field, CodeList? list, string text)
    {
        if (!field.Many)
        {
            return [text.ReplaceLineEndings(" ")];
        }

        return [.. text.Split([';', '；', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .SelectMany(part => list?.Read(Unmarked(part).Text).Entry is not null
                ? [part]
                : part.Split(['、', '，', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
    }
}
