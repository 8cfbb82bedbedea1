using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Guanlian.Catalogue.Access;
using Guanlian.Platform.Data;

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

    private readonly Dictionary<string, Places> terms = new(100, StringComparer.Ordinal);
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

        var (words, length) = TextWords.Of(cut, before, group);
        foreach (var (word, at) in words)
        {
            Put(word, at < 0 ? 0 : position + at);
        }

        position += length + 8;
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
            for (var i = 0; i < places.Count; i++)
            {
                text.Append(i == 0 ? ':' : ',').Append(places[i]);
            }

            text.Append(' ');
        }

        return text.ToString();
    }

    /// <summary>As PostgreSQL takes it from COPY: words in the order of their bytes, each with its places.</summary>
    public void Write(CopyBlock into)
    {
        var opened = into.Open();
        BinaryPrimitives.WriteInt32BigEndian(into.GetSpan(4), terms.Count);
        into.Advance(4);
        var (words, placed) = (new string[terms.Count], new Places[terms.Count]);
        terms.Keys.CopyTo(words, 0);
        terms.Values.CopyTo(placed, 0);

        // Characters of the upper planes alone stand elsewhere in the order of bytes; PostgreSQL sorts again where it meets one.
        Array.Sort(words, placed, StringComparer.Ordinal);
        for (var w = 0; w < words.Length; w++)
        {
            var places = placed[w];
            var span = into.GetSpan(Encoding.UTF8.GetMaxByteCount(words[w].Length) + 3 + (2 * places.Count));
            var at = Encoding.UTF8.GetBytes(words[w], span);
            span[at++] = 0;
            BinaryPrimitives.WriteUInt16BigEndian(span[at..], (ushort)places.Count);
            at += 2;
            for (var i = 0; i < places.Count; i++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(span[at..], (ushort)places[i]);
                at += 2;
            }

            into.Advance(at);
        }

        into.Close(opened);
    }

    /// <summary>All words, for tests.</summary>
    public IReadOnlyCollection<string> All => terms.Keys;

    /// <param name="term">The word.</param>
    /// <param name="place">Where it stands; 0 for nowhere.</param>
    private void Put(string term, int place)
    {
        ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(terms, term, out _);
        if (place is > 0 and <= LastPosition)
        {
            places.Add(place);
        }
    }

    /// <summary>Where a word stands, in ascending order; most words stand in one place.</summary>
    private struct Places
    {
        private int first;
        private List<int>? all;

        public readonly int Count => all?.Count ?? (first == 0 ? 0 : 1);

        public readonly int this[int at] => all is null ? first : all[at];

        public void Add(int place)
        {
            if (first == 0)
            {
                first = place;
            }
            else if (this[Count - 1] != place && Count < MostPlaces)
            {
                all ??= [first];
                all.Add(place);
            }
        }
    }
}
