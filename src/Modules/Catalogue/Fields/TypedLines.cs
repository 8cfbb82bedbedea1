using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Fields;

/// <summary>Fields with one entry a line: 索书号：123 for numbers, 齐白石 / Qi Baishi（画） for people.</summary>
internal static class TypedLines
{
    public static string Print(ProfileField field, Identifier number, string language) => number.Type is null
        ? number.Number
        : $"{CodeBook.Standard.Word(field.List ?? "number-type", number.Type, language.StartsWith("zh", StringComparison.Ordinal))}：{number.Number}";

    public static TypedReading ReadNumbers(ProfileField field, string text)
    {
        var list = CodeBook.Standard.Find(field.List ?? "number-type");
        var numbers = new List<Identifier>();
        foreach (var line in Lines(text))
        {
            var colon = line.IndexOfAny([':', '：']);
            var type = colon > 0 ? list?.Read(line[..colon]).Entry : null;
            numbers.Add(type is null ? new(null, line) : new(type.Code, line[(colon + 1)..].Trim()));
        }

        return new(numbers.All(n => n.Number.Length == 0) ? null : new IdentifiersValue([.. numbers.Where(n => n.Number.Length > 0)]));
    }

    public static string Print(Person person)
    {
        var names = person.Name.ByLanguage.OrderByDescending(n => n.Key.StartsWith("zh", StringComparison.Ordinal)).ThenBy(n => n.Key, StringComparer.Ordinal)
            .Select(n => n.Value);
        var name = string.Join(" / ", names);
        return person.Role is { } role ? $"{name}（{role.In("zh").Text}）" : name;
    }

    public static TypedReading ReadPeople(string text, PeopleValue? before)
    {
        var people = Lines(text).Select(line => before?.People.FirstOrDefault(p => Print(p) == line) ?? Read(line)).OfType<Person>().ToList();
        return new(people.Count == 0 ? null : new PeopleValue(people));
    }

    private static Person? Read(string line)
    {
        var open = line.LastIndexOfAny(['（', '(']);
        var role = open > 0 && line[^1] is '）' or ')' ? line[(open + 1)..^1].Trim() : "";
        var name = role.Length > 0 ? line[..open].Trim() : line;
        var words = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in name.Split(" / ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            words.TryAdd(Language(part), part);
        }

        return words.Count == 0 ? null : new(new WordsValue(words), role.Length == 0 ? null : WordsValue.Zh(role));
    }

    private static string Language(string text) => text.Any(c => c > 0x2E7F) ? "zh" : "en";

    private static string[] Lines(string text) =>
        text.Split(['\n', ';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
