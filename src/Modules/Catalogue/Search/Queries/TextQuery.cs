using System.Globalization;
using System.Text;
using Guanlian.Catalogue.Search.Folding;

namespace Guanlian.Catalogue.Search.Queries;

/// <summary>
/// Writes parts of the query as PostgreSQL's tsquery. Every word is looked for as everybody sees it and, for a reader who may see more,
/// with the mark of each audience open to him. Only letters, digits and our own signs get in, inside quotes.
/// </summary>
/// <param name="audiences">Numbers of the audiences whose hidden words this reader may see.</param>
internal sealed class TextQuery(IReadOnlyList<int> audiences)
{
    private const int MostRuns = 40;

    private readonly string[] marks = ["", .. audiences.Select(a => a.ToString(CultureInfo.InvariantCulture) + "~")];

    /// <summary>Null where the words hold nothing to look for.</summary>
    public string? Of(WordsTerm term) => term.Field switch
    {
        SearchField.Name => Groups(term.Said, term.Phrase, "n", sounds: !term.Phrase),
        SearchField.Maker => Groups(term.Said, term.Phrase, "m", sounds: false),
        SearchField.Number => NumberKeys.Key(term.Said) is { Length: > 0 } key ? Any([IndexTerms.Number], key, prefix: true) : null,
        _ => Anywhere(term.Said, term.Phrase),
    };

    /// <summary>In any field.</summary>
    public string? Anywhere(string plain, bool phrase)
    {
        var words = Groups(plain, phrase, "nt", sounds: !phrase);
        var number = !phrase && plain.Any(char.IsDigit) && NumberKeys.Key(plain) is { Length: >= 3 } key ? Any([IndexTerms.Number], key, prefix: true) : null;
        return words is null ? number : number is null ? words : $"({words} | {number})";
    }

    /// <summary>In the name alone: these stand first.</summary>
    public string? InName(string plain, bool phrase) => Groups(plain, phrase, "n", sounds: false);

    /// <summary>In any field but the name.</summary>
    public string? InText(string plain, bool phrase) => Groups(plain, phrase, "t", sounds: false);

    /// <summary>As first letters or as one syllable, where nothing else was found: qhp, ping.</summary>
    public string? AsSounds(string plain)
    {
        if (plain.Length is < 2 or > 12 || !plain.All(char.IsAsciiLetterLower))
        {
            return null;
        }

        var ways = new List<string>();
        if (PinyinWords.Cut(plain).FirstOrDefault(c => c.Count == 1) is { } syllable)
        {
            ways.Add(Any([IndexTerms.Sound], syllable[0] + ".", prefix: true));
        }

        ways.Add(plain.Length == 2
            ? Any([IndexTerms.Initials], plain, prefix: true)
            : string.Join(" & ", Enumerable.Range(0, plain.Length - 2).Select(i => Any([IndexTerms.Initials], plain.Substring(i, 3), prefix: false))));
        return $"({string.Join(" | ", ways.Select(w => $"({w})"))})";
    }

    private string? Groups(string plain, bool phrase, string groups, bool sounds)
    {
        var runs = Runs.Of(plain).Take(MostRuns).ToList();
        if (runs.Count == 0)
        {
            return null;
        }

        if (phrase)
        {
            // All words of a phrase come from one field.
            var ways = groups.Select(g => $"({Phrase(runs, g)})").ToList();
            return ways.Count == 1 ? ways[0] : $"({string.Join(" | ", ways)})";
        }

        var whole = string.Join(" & ", runs.Select(r => Words(r, groups)));
        if (sounds && runs is [{ Kind: RunKind.Word }] && Syllables(plain) is { } heard)
        {
            whole = $"({whole} | {heard})";
        }

        return $"({whole})";
    }

    // Letters that make at least two syllables: qinghua finds 青花 beside the word itself.
    private string? Syllables(string plain)
    {
        var ways = PinyinWords.Cut(plain).Where(c => c.Count > 1).Take(3)
            .Select(cut => $"({string.Join(" & ", Enumerable.Range(0, cut.Count - 1).Select(i => Any([IndexTerms.Sound], $"{cut[i]}.{cut[i + 1]}.", prefix: false)))})").ToList();
        return ways.Count == 0 ? null : string.Join(" | ", ways);
    }

    private string Words(Run run, string groups) => run.Kind switch
    {
        RunKind.Han when run.Parts.Count == 1 => Any(groups, run.Parts[0], prefix: true),
        RunKind.Han => string.Join(" & ", Enumerable.Range(0, run.Parts.Count - 1).Select(i => run.Parts[i] + run.Parts[i + 1]).Distinct().Select(p => Any(groups, p, prefix: false))),
        _ => Any(groups, run.Joined ?? run.Parts[0], prefix: false),
    };

    private string Phrase(IReadOnlyList<Run> runs, char group)
    {
        var phrase = new StringBuilder();
        int place = 0, last = 0;
        foreach (var run in runs)
        {
            var pairs = run.Kind == RunKind.Han && run.Parts.Count > 1;
            var count = pairs ? run.Parts.Count - 1 : run.Joined is null ? run.Parts.Count : 1;
            for (var i = 0; i < count; i++)
            {
                if (phrase.Length > 0)
                {
                    phrase.Append(CultureInfo.InvariantCulture, $" <{place + i - last}> ");
                }

                var word = pairs ? run.Parts[i] + run.Parts[i + 1] : run.Joined ?? run.Parts[i];
                phrase.Append(Any([group], word, prefix: run.Kind == RunKind.Han && !pairs));
                last = place + i;
            }

            place += run.Parts.Count;
        }

        return phrase.ToString();
    }

    private string Any(ReadOnlySpan<char> groups, string word, bool prefix)
    {
        var ways = new List<string>();
        foreach (var mark in marks)
        {
            foreach (var group in groups)
            {
                ways.Add($"'{mark}{group}{word}'{(prefix ? ":*" : "")}");
            }
        }

        return ways.Count == 1 ? ways[0] : $"({string.Join(" | ", ways)})";
    }
}
