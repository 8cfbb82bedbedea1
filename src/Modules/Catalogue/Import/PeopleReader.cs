using Guanlian.Catalogue.Fields;

namespace Guanlian.Catalogue.Import;

/// <summary>Makers and donors: one in each line of their columns, or parted by ；or 、 in a single one.</summary>
/// <param name="known">People of a second file, by their number there.</param>
/// <param name="fromFile">Rows carry only such numbers.</param>
internal sealed class PeopleReader(IReadOnlyDictionary<string, Person> known, bool fromFile)
{
    private const string Nothing = "␀";

    public string? Read(IReadOnlyList<(string Part, string? Text)> columns, RowFindings found, string column)
    {
        var parts = columns.Where(c => c.Text is not null).Select(c => (c.Part, Lines: Split(c.Text!, c.Part))).ToList();
        var people = new List<Person>();
        for (var i = 0; i < parts.Select(p => p.Lines.Length).DefaultIfEmpty(0).Max(); i++)
        {
            var id = At("id", i);
            var listed = id is null ? null : known.GetValueOrDefault(id);
            if (fromFile && id is not null && listed is null)
            {
                found.Notice(ImportWords.PersonUnknown, column, ("id", id));
            }

            if ((Words("", i) ?? listed?.Name ?? (id is null ? null : WordsValue.Zh($"#{id}"))) is { } name)
            {
                people.Add(new(name, Words("role", i), id, Life(i) ?? listed?.Life));
            }
        }

        return people.Count == 0 ? null : FieldJson.Text(new PeopleValue(people));

        string? At(string part, int line) => parts.Where(p => p.Part == part).Select(p => p.Lines.ElementAtOrDefault(line)).FirstOrDefault(Says);

        WordsValue? Words(string of, int line)
        {
            var words = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (part, language) in of.Length == 0 ? Names : Roles)
            {
                if (At(part, line) is { } text)
                {
                    words[language] = text;
                }
            }

            return words.Count == 0 ? null : new(words);
        }

        string? Life(int line) => string.Join(", ", parts.Where(p => p.Part == "life").Select(p => p.Lines.ElementAtOrDefault(line)).Where(Says)) is { Length: > 0 } life ? life : null;
    }

    private static readonly (string Part, string Language)[] Names = [("", "zh"), ("zh", "zh"), ("zh-Hant", "zh-Hant"), ("en", "en")];

    private static readonly (string Part, string Language)[] Roles = [("role", "zh"), ("role.zh-Hant", "zh-Hant"), ("role.en", "en")];

    private static bool Says(string? text) => !string.IsNullOrEmpty(text) && text != Nothing && !CellReader.SaysNothing(text);

    private static string[] Split(string text, string part) => text.Contains('\n', StringComparison.Ordinal) || part is not ("" or "zh")
        ? text.Split('\n', StringSplitOptions.TrimEntries)
        : text.Split(['；', ';', '、'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
