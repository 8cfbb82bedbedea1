using Guanlian.Catalogue.Search.Folding;

namespace Guanlian.Catalogue.Search.Queries;

/// <summary>Says which words of records the parts of a query ask for. Null where a part holds nothing to look for.</summary>
internal static class TextQuery
{
    private const int MostRuns = 40;

    public static WordQuery? Of(WordsTerm term) => term.Field switch
    {
        SearchField.Name => Groups(term.Said, term.Phrase, "n", sounds: !term.Phrase),
        SearchField.Maker => Groups(term.Said, term.Phrase, "m", sounds: false),
        SearchField.Number => NumberKeys.Key(term.Said) is { Length: > 0 } key ? Number(key) : null,
        _ => Anywhere(term.Said, term.Phrase),
    };

    /// <summary>In any field.</summary>
    public static WordQuery? Anywhere(string plain, bool phrase)
    {
        var words = Groups(plain, phrase, "nt", sounds: !phrase);
        var number = !phrase && plain.Any(char.IsDigit) && NumberKeys.Key(plain) is { Length: >= 3 } key ? Number(key) : null;
        return words is null ? number : number is null ? words : WordQuery.Either([words, number]);
    }

    /// <summary>In the name alone: these stand first.</summary>
    public static WordQuery? InName(string plain, bool phrase) => Groups(plain, phrase, "n", sounds: false);

    /// <summary>As first letters or as one syllable, where nothing else was found: qhp, ping.</summary>
    public static WordQuery? AsSounds(string plain)
    {
        if (plain.Length is < 2 or > 12 || !plain.All(char.IsAsciiLetterLower))
        {
            return null;
        }

        var ways = new List<WordQuery>();
        if (PinyinWords.Cut(plain).FirstOrDefault(c => c.Count == 1) is { } syllable)
        {
            ways.Add(Sound(IndexTerms.Sound, syllable[0] + ".", prefix: true));
        }

        ways.Add(plain.Length == 2
            ? Sound(IndexTerms.Initials, plain, prefix: true)
            : WordQuery.Each([.. Enumerable.Range(0, plain.Length - 2).Select(i => Sound(IndexTerms.Initials, plain.Substring(i, 3), prefix: false))]));
        return WordQuery.Either(ways);
    }

    private static WordQuery.Word Number(string key) => new($"{IndexTerms.Number}", key, prefix: true);

    private static WordQuery.Word Sound(char group, string heard, bool prefix) => new($"{group}", heard, prefix);

    private static WordQuery? Groups(string plain, bool phrase, string groups, bool sounds)
    {
        var runs = Runs.Of(plain).Take(MostRuns).ToList();
        if (runs.Count == 0)
        {
            return null;
        }

        if (phrase)
        {
            // All words of a phrase come from one field.
            return WordQuery.Either([.. groups.Select(g => Phrase(runs, g))]);
        }

        var whole = WordQuery.Each([.. runs.SelectMany(r => Words(r, groups))]);
        return sounds && runs is [{ Kind: RunKind.Word }] && Syllables(plain) is { Count: > 0 } heard ? WordQuery.Either([whole, .. heard]) : whole;
    }

    // Letters that make at least two syllables: qinghua finds 青花 beside the word itself.
    private static List<WordQuery> Syllables(string plain) => [.. PinyinWords.Cut(plain).Where(c => c.Count > 1).Take(3).Select(cut =>
        WordQuery.Each([.. Enumerable.Range(0, cut.Count - 1).Select(i => Sound(IndexTerms.Sound, $"{cut[i]}.{cut[i + 1]}.", prefix: false))]))];

    private static IEnumerable<WordQuery> Words(Run run, string groups) => run.Kind switch
    {
        RunKind.Han when run.Parts.Count == 1 => [new WordQuery.Word(groups, run.Parts[0], prefix: true)],
        RunKind.Han => Enumerable.Range(0, run.Parts.Count - 1).Select(i => run.Parts[i] + run.Parts[i + 1]).Distinct().Select(p => new WordQuery.Word(groups, p, prefix: false)),
        _ => [new WordQuery.Word(groups, run.Joined ?? run.Parts[0], prefix: false)],
    };

    private static WordQuery Phrase(IReadOnlyList<Run> runs, char group)
    {
        var words = new List<WordQuery.Word>();
        var places = new List<int>();
        var place = 0;
        foreach (var run in runs)
        {
            var pairs = run.Kind == RunKind.Han && run.Parts.Count > 1;
            var count = pairs ? run.Parts.Count - 1 : run.Joined is null ? run.Parts.Count : 1;
            for (var i = 0; i < count; i++)
            {
                words.Add(new($"{group}", pairs ? run.Parts[i] + run.Parts[i + 1] : run.Joined ?? run.Parts[i], prefix: run.Kind == RunKind.Han && !pairs));
                places.Add(place + i);
            }

            place += run.Parts.Count;
        }

        return words.Count == 1 ? words[0] : new WordQuery.Phrase(words, places);
    }
}
