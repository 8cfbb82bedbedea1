using System.Text;
using Guanlian.Catalogue.Access;

namespace Guanlian.Catalogue.Search.Folding;

/// <summary>
/// The words of one record as PostgreSQL's tsvector. The first sign of a word says what it comes from, so that a search of one field
/// costs no second index: n name, m maker, t anything else, # a number from one of its parts on, s and i how the name sounds. What not
/// everybody who sees the record may see has the mark of its level and ~ before it, so that only a query of that level meets it.
/// </summary>
internal sealed class IndexTerms
{
    public const char Name = 'n';
    public const char Maker = 'm';
    public const char Text = 't';
    public const char Number = '#';
    public const char Sound = 's';
    public const char Initials = 'i';

    /// <summary>More characters of one field than this are not indexed: a cell of 1 MB is no description.</summary>
    private const int LongestField = 20_000;

    /// <summary>PostgreSQL counts positions up to here.</summary>
    private const int LastPosition = 16_000;

    /// <summary>PostgreSQL keeps this many places of a word.</summary>
    private const int MostPlaces = 200;

    private readonly Dictionary<string, List<int>> terms = new(StringComparer.Ordinal);
    private int position = 1;

    /// <summary>What words of a level begin with. Capitals, so that no word can begin so.</summary>
    public static string Mark(Level level) => level switch
    {
        Level.Public => "",
        Level.Members => "M~",

        // A field that parties named may see is in a record that they may see: no record is open further and hides a field for them.
        Level.Named or Level.Association => "A~",
        _ => "S~",
    };

    /// <summary>Adds a field; <paramref name="hidden"/> is its level where that is narrower than the record's own.</summary>
    public void Add(char group, string text, Level hidden = Level.Public)
    {
        var cut = text.Length > LongestField ? text[..LongestField] : text;
        var before = Mark(hidden);
        if (group == Number)
        {
            foreach (var key in NumberKeys.From(PlainText.Of(cut)))
            {
                Put(before + Number + key, position);
            }

            return;
        }

        foreach (var run in Runs.Of(PlainText.Of(cut)))
        {
            AddRun(before + group, run);
        }

        position += 8;
        if (group == Name)
        {
            AddSounds(before, cut.Length > 200 ? cut[..200] : cut);
        }

        if (group == Maker)
        {
            Add(Text, cut, hidden);
        }
    }

    /// <summary>As PostgreSQL reads it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(terms.Count * 16);
        foreach (var (term, places) in terms)
        {
            text.Append('\'').Append(term).Append('\'');
            var sign = ':';
            foreach (var place in places)
            {
                text.Append(sign).Append(place);
                sign = ',';
            }

            text.Append(' ');
        }

        return text.ToString();
    }

    /// <summary>All words, for tests.</summary>
    public IReadOnlyCollection<string> All => terms.Keys;

    private void AddRun(string before, Run run)
    {
        if (run.Kind == RunKind.Han)
        {
            for (var i = 0; i < run.Parts.Count; i++)
            {
                Put(before + run.Parts[i] + (i + 1 < run.Parts.Count ? run.Parts[i + 1] : ""), position++);
            }

            return;
        }

        if (run.Joined is { } joined)
        {
            Put(before + joined, position);
        }

        foreach (var part in run.Parts)
        {
            Put(before + part, position++);
        }
    }

    // Pairs of syllables and triples of first letters; the last ones of a run shorter, so that a prefix finds each.
    private void AddSounds(string before, string name)
    {
        var sounds = PlainText.Compatible(name).Select(PinyinWords.Readings).ToList();
        for (var i = 0; i < sounds.Count; i++)
        {
            foreach (var here in sounds[i].Take(4))
            {
                var next = i + 1 < sounds.Count ? sounds[i + 1] : [];
                var after = i + 2 < sounds.Count && next.Count > 0 ? sounds[i + 2] : [];
                Put(next.Count == 0 ? $"{before}{Sound}{here}." : null);
                Put(next.Count == 0 ? $"{before}{Initials}{here[0]}" : null);
                foreach (var second in next.Take(4))
                {
                    Put($"{before}{Sound}{here}.{second}.");
                    Put(after.Count == 0 ? $"{before}{Initials}{here[0]}{second[0]}" : null);
                    foreach (var third in after.Take(4))
                    {
                        Put($"{before}{Initials}{here[0]}{second[0]}{third[0]}");
                    }
                }
            }
        }
    }

    private void Put(string? term)
    {
        if (term is not null)
        {
            _ = terms.TryAdd(term, []);
        }
    }

    private void Put(string term, int place)
    {
        if (!terms.TryGetValue(term, out var places))
        {
            terms[term] = places = [];
        }

        if (place <= LastPosition && places.Count < MostPlaces && (places.Count == 0 || places[^1] != place))
        {
            places.Add(place);
        }
    }
}
