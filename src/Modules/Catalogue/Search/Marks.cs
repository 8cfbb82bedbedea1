using System.Text;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Catalogue.Search.Folding;
using Guanlian.Catalogue.Search.Indexing;
using Guanlian.Catalogue.Search.Queries;
using Guanlian.Platform.Words;

namespace Guanlian.Catalogue.Search;

/// <summary>A piece of a text, and whether it is what was asked for.</summary>
public sealed record MarkedPart(string Text, bool Hit);

/// <summary>Where the words lie that were asked for and that the name does not hold: a field's word and the text around them.</summary>
public sealed record Snippet(string Label, IReadOnlyList<MarkedPart> Parts);

/// <summary>
/// Finds what was asked for in the texts of a record, as the index compares them: characters folded, words by their stems. Reads nothing
/// but what the reader is given to see.
/// </summary>
internal sealed class Marks
{
    private const int Before = 18;
    private const int Around = 64;
    private const int LongestRead = 8_000;

    /// <summary>On every card anyway.</summary>
    private static readonly HashSet<string> OnCard =
        [FieldRoles.Title, FieldRoles.Number, FieldRoles.Category, FieldRoles.Period, FieldRoles.Material, FieldRoles.Maker, FieldRoles.Grade];

    private readonly List<Needle> needles;

    private Marks(List<Needle> needles) => this.needles = needles;

    /// <param name="Text">Plain characters in this order; for a word its stem.</param>
    /// <param name="Word">A whole word by its stem.</param>
    private sealed record Needle(string Text, bool Word);

    /// <summary>What to look for; nothing for a question without words.</summary>
    public static Marks Of(QueryReading reading)
    {
        var found = new List<Needle>();
        foreach (var term in reading.Terms.Where(t => !t.Exclude))
        {
            var (text, phrase) = term is WordsTerm words ? (words.Said, words.Phrase) : (term.Said, false);
            foreach (var run in Runs.Of(text))
            {
                found.AddRange(run.Kind == RunKind.Han && !phrase && run.Parts.Count > 2
                    ? Enumerable.Range(0, run.Parts.Count - 1).Select(i => new Needle(run.Parts[i] + run.Parts[i + 1], false))
                    : run.Kind == RunKind.Han ? [new Needle(string.Concat(run.Parts), false)]
                    : run.Parts.Select(p => new Needle(p, true)));
            }
        }

        return new([.. found.Distinct()]);
    }

    /// <summary>The text in pieces.</summary>
    public IReadOnlyList<MarkedPart> In(string text) => Look(text).Parts(0, text.Length);

    /// <summary>Where the words lie that the name does not hold; null where the name holds all, or they were found by their sound or time.</summary>
    public Snippet? Outside(ObjectRecord record, string title, CodeBook codes)
    {
        var open = needles.Except(Look(title).Found).ToHashSet();
        if (open.Count == 0)
        {
            return null;
        }

        var (best, most) = ((Label: "", Look: (Looked?)null), 0);
        foreach (var field in record.Profile.Fields.Where(f => f.Searched && record[f.Key] is not null && (f.Role is null || !OnCard.Contains(f.Role))))
        {
            foreach (var text in RecordTerms.Texts(record[field.Key]!, field, codes))
            {
                var look = Look(text);
                if (look.Found.Count(open.Contains) is var count && count > most)
                {
                    (best, most) = ((field.In(!Wording.InChinese), look), count);
                }
            }
        }

        return best.Look?.Around(best.Label);
    }

    private Looked Look(string text)
    {
        var looked = new Looked(text.Length > LongestRead ? text[..LongestRead] : text);
        foreach (var needle in needles)
        {
            looked.Mark(needle);
        }

        return looked;
    }

    /// <summary>A text in its plain form, each plain character knowing where it came from.</summary>
    private sealed class Looked
    {
        private readonly string text;
        private readonly string plain;
        private readonly List<int> from = [];
        private readonly bool[] hits;

        public Looked(string text)
        {
            var folded = new StringBuilder(text.Length);
            for (var at = 0; at < text.Length; at++)
            {
                var one = char.IsSurrogate(text[at]) ? text[at].ToString() : PlainText.Of(text[at].ToString());
                folded.Append(one);
                from.AddRange(Enumerable.Repeat(at, one.Length));
            }

            (this.text, plain, hits) = (text, folded.ToString(), new bool[text.Length]);
        }

        public HashSet<Needle> Found { get; } = [];

        public void Mark(Needle needle)
        {
            for (var at = plain.IndexOf(needle.Word ? needle.Text[..Math.Min(2, needle.Text.Length)] : needle.Text, StringComparison.Ordinal); at >= 0;)
            {
                var length = needle.Word ? WordAt(at, needle.Text) : needle.Text.Length;
                for (var i = at; i < at + length; i++)
                {
                    hits[from[i]] = true;
                }

                if (length > 0)
                {
                    Found.Add(needle);
                }

                var next = at + Math.Max(1, length);
                at = next >= plain.Length ? -1 : plain.IndexOf(needle.Word ? needle.Text[..Math.Min(2, needle.Text.Length)] : needle.Text, next, StringComparison.Ordinal);
            }
        }

        /// <summary>The length of the word that begins here, where it has this stem; 0 where it has not.</summary>
        private int WordAt(int at, string stem)
        {
            if (at > 0 && IsWord(plain[at - 1]))
            {
                return 0;
            }

            var end = at;
            while (end < plain.Length && IsWord(plain[end]))
            {
                end++;
            }

            return Stems.Of(plain[at..end]) == stem ? end - at : 0;
        }

        private static bool IsWord(char c) => char.IsLetterOrDigit(c) && c < '\u2E80';

        public List<MarkedPart> Parts(int start, int end)
        {
            var parts = new List<MarkedPart>();
            for (int at = start; at < end;)
            {
                var (hit, next) = (at < hits.Length && hits[at], at);
                while (next < end && (next < hits.Length && hits[next]) == hit)
                {
                    next++;
                }

                parts.Add(new(Piece(at, next), hit));
                at = next;
            }

            return parts;
        }

        public Snippet Around(string label)
        {
            var first = Math.Max(0, Array.IndexOf(hits, true));
            var start = first <= Before ? 0 : first - Before;
            var end = Math.Min(text.Length, start + Marks.Around);
            start -= start > 0 && char.IsLowSurrogate(text[start]) ? 1 : 0;
            end -= end < text.Length && char.IsLowSurrogate(text[end]) ? 1 : 0;
            var parts = Parts(start, end);
            if (start > 0)
            {
                parts.Insert(0, new("…", false));
            }

            if (end < text.Length)
            {
                parts.Add(new("…", false));
            }

            return new(label, parts);
        }

        private string Piece(int start, int end) => text[start..end].ReplaceLineEndings(" ");
    }
}
