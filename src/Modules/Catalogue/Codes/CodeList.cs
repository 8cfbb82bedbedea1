using System.Collections.Frozen;

namespace Guanlian.Catalogue.Codes;

/// <summary>One version of one code list, a flat list or a tree. Immutable.</summary>
internal sealed class CodeList
{
    /// <summary>Texts longer than this are nobody's word and are not measured against every entry.</summary>
    private const int LongestWord = 40;

    private readonly FrozenDictionary<string, CodeEntry> byCode;
    private readonly FrozenDictionary<string, CodeEntry[]> byWord;
    private readonly FrozenDictionary<string, CodeEntry[]> byOtherWord;
    private readonly ILookup<string?, CodeEntry> byParent;

    public CodeList(string name, string version, string zh, string en, string source, IReadOnlyList<CodeEntry> entries)
    {
        (Name, Version, Zh, En, Source, Entries) = (name, version, zh, en, source, entries);
        byCode = entries.ToFrozenDictionary(e => e.Code, StringComparer.OrdinalIgnoreCase);
        byWord = Index(e => [e.Zh, e.En, e.Label ?? e.Zh]);
        byOtherWord = Index(e => e.Also);
        byParent = entries.ToLookup(e => e.Parent);
    }

    public string Name { get; }

    public string Version { get; }

    public string Zh { get; }

    public string En { get; }

    public string Source { get; }

    /// <summary>Every entry, in the order of the list.</summary>
    public IReadOnlyList<CodeEntry> Entries { get; }

    public IReadOnlyList<CodeView> Views { get; init; } = [];

    public IReadOnlyList<OlderList> Older { get; init; } = [];

    public bool IsTree => byParent.Count > 1;

    /// <summary>The words of every entry, folded; for telling lists apart.</summary>
    public IEnumerable<string> FoldedWords => byWord.Keys.Union(byOtherWord.Keys);

    public CodeEntry? Find(string? code) => code is not null && byCode.TryGetValue(code, out var entry) ? entry : null;

    /// <summary>The entry that an older version's code stands for; the same code where the version is ours.</summary>
    public CodeEntry? Find(string? code, string? version)
    {
        var older = Older.FirstOrDefault(o => o.Version == version);
        return older is null ? Find(code) : code is not null && older.Became.TryGetValue(code, out var now) ? Find(now) : null;
    }

    public IReadOnlyList<CodeEntry> Roots => [.. byParent[null]];

    public IReadOnlyList<CodeEntry> Children(string code) => [.. byParent[code]];

    /// <summary>From the root down to the entry itself.</summary>
    public IReadOnlyList<CodeEntry> Path(string? code)
    {
        var path = new List<CodeEntry>();
        for (var at = Find(code); at is not null; at = Find(at.Parent))
        {
            path.Insert(0, at);
        }

        return path;
    }

    /// <summary>Those above the entry, nearest first.</summary>
    public IReadOnlyList<CodeEntry> Ancestors(string? code) => [.. Path(code).Reverse().Skip(1)];

    /// <summary>The entry and everything below it.</summary>
    public IReadOnlyList<CodeEntry> Within(string code)
    {
        var found = Find(code) is { } entry ? new List<CodeEntry> { entry } : [];
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(byParent[found[i].Code]);
        }

        return found;
    }

    /// <summary>The nearest entry that the standard itself has: what a census form may hold.</summary>
    public CodeEntry? InStandard(string? code) => Path(code).LastOrDefault(e => !e.Ours);

    /// <summary>Entries whose years meet a range, narrowest first.</summary>
    public IReadOnlyList<CodeEntry> Meeting(int? from, int? to) =>
        [.. Entries.Where(e => e.Meets(from, to)).OrderBy(e => (long)(e.To ?? 3000) - (e.From ?? -2_000_000_000))];

    /// <summary>What a text means in this list: a word, another word, a code, or a path of them.</summary>
    public CodeReading Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 400)
        {
            return CodeReading.Nothing;
        }

        var folded = CodeWords.Fold(text);
        if (folded.Length == 0)
        {
            return CodeReading.Nothing;
        }

        return Known(folded) ?? (Find(text.Trim()) is { } code ? new CodeReading(code, [], [], true) : null)
            ?? Known(CodeWords.Fold(CodeWords.WithoutYears(text)))
            ?? (CodeWords.WithoutEnding(CodeWords.Fold(CodeWords.WithoutYears(text))) is { } stem && IsTree ? Known(stem) : null)
            ?? OfPath(text)
            ?? new CodeReading(null, [], Nearest(folded), false);
    }

    /// <summary>Entries for what is being typed: part of a word, pinyin, or its first letters; best first.</summary>
    public IReadOnlyList<CodeEntry> Suggest(string? typed, int most = 12)
    {
        var folded = CodeWords.Fold(typed ?? "");
        return folded.Length == 0
            ? [.. Roots.Take(most)]
            : [.. Entries.Select(e => (Entry: e, Rank: Rank(e, folded))).Where(r => r.Rank < 9).OrderBy(r => r.Rank).Take(most).Select(r => r.Entry)];
    }

    private static int Rank(CodeEntry entry, string folded)
    {
        var (word, sound) = (CodeWords.Fold(entry.Zh), entry.Sound.Replace(" ", "", StringComparison.Ordinal));
        return word == folded || entry.Code == folded ? 0
            : entry.Initials == folded ? 1
            : word.StartsWith(folded, StringComparison.Ordinal) ? 2
            : sound.StartsWith(folded, StringComparison.Ordinal) ? 3
            : entry.Initials.StartsWith(folded, StringComparison.Ordinal) ? 4
            : word.Contains(folded, StringComparison.Ordinal) ? 5
            : entry.Also.Any(a => CodeWords.Fold(a).Contains(folded, StringComparison.Ordinal)) ? 6
            : CodeWords.Fold(entry.En).Contains(folded, StringComparison.Ordinal) ? 7
            : entry.Initials.Contains(folded, StringComparison.Ordinal) || sound.Contains(folded, StringComparison.Ordinal) ? 8
            : 9;
    }

    private CodeReading? Known(string folded) =>
        byWord.TryGetValue(folded, out var words) ? Of(words, exact: true)
            : byOtherWord.TryGetValue(folded, out var others) ? Of(others, exact: false)
            : null;

    // Where one of several is above all others, the text means that one: 宋 is the dynasty, not one of its halves.
    private CodeReading Of(CodeEntry[] found, bool exact) =>
        found.Length == 1 ? new(found[0], [], [], exact)
            : found.FirstOrDefault(e => found.All(o => o == e || Path(o.Code).Contains(e))) is { } top ? new(top, [.. found.Where(f => f != top)], [], exact)
            : new(null, found, [], exact);

    /// <summary>清·乾隆: the last step, where the steps before it are above it.</summary>
    private CodeReading? OfPath(string text)
    {
        var steps = CodeWords.Steps(text);
        if (steps.Count is < 2 or > 8)
        {
            return null;
        }

        var last = Step(steps[^1]);
        var above = steps.SkipLast(1).Select(s => Step(s)).ToList();
        var fits = last.Where(e => above.TrueForAll(a => a.Any(x => Path(e.Code).Contains(x)))).ToList();
        return fits.Count == 1 ? new CodeReading(fits[0], [], [], true) : null;
    }

    private IReadOnlyList<CodeEntry> Step(string step)
    {
        var folded = CodeWords.Fold(CodeWords.WithoutYears(step));
        var known = Known(folded) ?? (CodeWords.WithoutEnding(folded) is { } stem ? Known(stem) : null);
        return known is null ? [] : known.Entry is { } entry ? [entry, .. known.Others] : known.Others;
    }

    private IReadOnlyList<CodeEntry> Nearest(string folded)
    {
        if (folded.Length > LongestWord)
        {
            return [];
        }

        var within = folded.Length <= 2 ? 1 : folded.Length <= 5 ? 2 : folded.Length / 3;
        return [.. byWord.Concat(byOtherWord)
            .Select(w => (w.Value, Distance: Math.Abs(w.Key.Length - folded.Length) > within ? int.MaxValue : CodeWords.Distance(w.Key, folded), w.Key))
            .Where(w => w.Distance <= within && w.Distance < Math.Max(w.Key.Length, folded.Length))
            .OrderBy(w => w.Distance).SelectMany(w => w.Value).Distinct().Take(3)];
    }

    private FrozenDictionary<string, CodeEntry[]> Index(Func<CodeEntry, IEnumerable<string>> words) =>
        Entries.SelectMany(e => words(e).Select(w => (Word: CodeWords.Fold(w), e)))
            .Where(p => p.Word.Length > 0)
            .GroupBy(p => p.Word, p => p.e)
            .ToFrozenDictionary(g => g.Key, g => g.Distinct().ToArray());
}
