using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Guanlian.Catalogue.Codes;

/// <summary>
/// All code lists, read once from the embedded files in <c>Codes/lists</c>. A text is only ever read against the list of its field:
/// 金 is a metal in the material list and a dynasty in the period list, and nothing here looks a word up in "all lists".
/// </summary>
internal sealed class CodeBook
{
    private static readonly Lazy<CodeBook> Embedded = new(ReadEmbedded);
    private readonly FrozenDictionary<string, CodeList> lists;
    private readonly FrozenDictionary<string, int> shared;

    public CodeBook(IEnumerable<CodeList> lists)
    {
        this.lists = lists.ToFrozenDictionary(l => l.Name);
        shared = this.lists.Values.SelectMany(l => l.FoldedWords).GroupBy(w => w).Where(g => g.Count() > 1).ToFrozenDictionary(g => g.Key, g => g.Count());
    }

    /// <summary>The lists that come with the program.</summary>
    public static CodeBook Standard => Embedded.Value;

    public IReadOnlyCollection<CodeList> Lists => lists.Values;

    /// <summary>A list by its name; an unknown name is a fault of a profile.</summary>
    public CodeList this[string list] => lists.TryGetValue(list, out var found) ? found : throw new ArgumentException($"no code list {list}", nameof(list));

    public CodeList? Find(string? list) => list is not null && lists.TryGetValue(list, out var found) ? found : null;

    /// <summary>
    /// Homograph guard: whether the word means something in more than one list, such as 金 or 其他. Such a word says nothing about
    /// which list a column holds, and must never carry an entry from one list into another.
    /// </summary>
    public bool IsHomograph(string word) => shared.ContainsKey(CodeWords.Fold(word));

    /// <summary>Words for a code, however old its version; the code itself where nobody knows it.</summary>
    public string Word(string list, string code, bool chinese) => Find(list)?.Find(code)?.Word(chinese) ?? code;

    private static CodeBook ReadEmbedded()
    {
        var assembly = typeof(CodeBook).Assembly;
        return new(assembly.GetManifestResourceNames().Where(n => n.Contains(".Codes.lists.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            return Read(stream);
        }));
    }

    /// <summary>A list from its file.</summary>
    internal static CodeList Read(Stream stream)
    {
        var file = JsonSerializer.Deserialize<ListFile>(stream, JsonSerializerOptions.Web)!;
        return new(file.List, file.Version, file.Zh, file.En, file.Source, [.. file.Entries.Select(e => new CodeEntry(file.List, file.Version, e.Code, e.Zh, e.En)
        {
            Parent = e.Parent,
            From = e.From,
            To = e.To,
            Sound = e.Sound,
            Also = e.Also ?? [],
            Label = e.Label,
            Ours = e.Ours,
            Source = e.Source,
            Note = e.Note,
        })])
        {
            Views = [.. (file.Views ?? []).Select(v => new CodeView(v.View, v.Zh, v.En, [.. v.Groups.Select(g => new CodeGroup(g.Code, g.Zh, g.En, g.Sound, g.Holds))]))],
            Older = [.. (file.Older ?? []).Select(o => new OlderList(o.Version, o.Became ?? [], o.Source))],
        };
    }

    private sealed record ListFile(
        string List, string Version, string Zh, string En, string Source, List<EntryFile> Entries, List<ViewFile>? Views, List<OlderFile>? Older);

    private sealed record EntryFile(
        string Code, string Zh, string En, string? Parent, int? From, int? To, List<string>? Also, string? Label, bool Ours, string? Source, string? Note)
    {
        [JsonPropertyName("py")]
        public string Sound { get; init; } = "";
    }

    private sealed record ViewFile(string View, string Zh, string En, List<GroupFile> Groups);

    private sealed record GroupFile(string Code, string Zh, string En, List<string> Holds)
    {
        [JsonPropertyName("py")]
        public string Sound { get; init; } = "";
    }

    private sealed record OlderFile(string Version, int? Entries, Dictionary<string, string>? Became, string Source);
}
