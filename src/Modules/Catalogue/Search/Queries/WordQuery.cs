using System.Globalization;
using System.Text;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Search.Folding;

namespace Guanlian.Catalogue.Search.Queries;

/// <summary>
/// What is looked for among the words of records. Every word is meant as everybody sees it and as those words are marked that a reader may see
/// in this record. Only letters, digits and our own signs are in it.
/// </summary>
internal abstract class WordQuery
{
    /// <summary>A word from any of some fields.</summary>
    /// <param name="groups">The first signs of <see cref="IndexTerms"/>.</param>
    /// <param name="text">The word without them.</param>
    /// <param name="prefix">Whether longer words that begin so will do.</param>
    internal sealed class Word(string groups, string text, bool prefix) : WordQuery
    {
        public string Groups => groups;

        public string Text => text;

        public bool Prefix => prefix;
    }

    /// <summary>Words of one field, each at its distance from the first.</summary>
    internal sealed class Phrase(IReadOnlyList<Word> words, IReadOnlyList<int> places) : WordQuery
    {
        public IReadOnlyList<Word> Words => words;

        public IReadOnlyList<int> Places => places;
    }

    internal sealed class All(IReadOnlyList<WordQuery> parts) : WordQuery
    {
        public IReadOnlyList<WordQuery> Parts => parts;
    }

    internal sealed class Some(IReadOnlyList<WordQuery> parts) : WordQuery
    {
        public IReadOnlyList<WordQuery> Parts => parts;
    }

    public static WordQuery Each(IReadOnlyList<WordQuery> parts) => parts.Count == 1 ? parts[0] : new All([.. parts.SelectMany(p => p is All all ? all.Parts : [p])]);

    public static WordQuery Either(IReadOnlyList<WordQuery> parts) => parts.Count == 1 ? parts[0] : new Some(parts);

    /// <summary>As PostgreSQL's tsquery.</summary>
    /// <param name="levels">Levels whose hidden words count besides those that everybody sees.</param>
    public string Written(IReadOnlyCollection<Level> levels)
    {
        var text = new StringBuilder();
        Write(this, [Level.Public, .. levels], text);
        return text.ToString();
    }

    private static void Write(WordQuery query, Level[] levels, StringBuilder text)
    {
        switch (query)
        {
            case Word word:
                Between(" | ", levels.SelectMany(l => word.Groups.Select(g => (l, g))), p =>
                    text.Append('\'').Append(IndexTerms.Mark(p.l)).Append(p.g).Append(word.Text).Append(word.Prefix ? "':*" : "'"));
                break;
            case All all:
                Between(" & ", all.Parts, part => Write(part, levels, text));
                break;
            case Some some:
                Between(" | ", some.Parts, part => Write(part, levels, text));
                break;
            case Phrase phrase:
                text.Append('(');
                for (var i = 0; i < phrase.Words.Count; i++)
                {
                    text.Append(i == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" <{phrase.Places[i] - phrase.Places[i - 1]}> "));
                    Write(phrase.Words[i], levels, text);
                }

                text.Append(')');
                break;
        }

        void Between<T>(string sign, IEnumerable<T> parts, Action<T> write)
        {
            text.Append('(');
            var first = true;
            foreach (var part in parts)
            {
                text.Append(first ? "" : sign);
                first = false;
                write(part);
            }

            text.Append(')');
        }
    }
}
