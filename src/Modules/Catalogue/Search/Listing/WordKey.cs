using System.Text;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Search.Folding;
using Guanlian.Catalogue.Search.Queries;

namespace Guanlian.Catalogue.Search.Listing;

/// <summary>
/// Under which keys the words of records are listed: the word itself, and what it begins with where queries ask for that. A key with * at its
/// end stands for all words that begin so. Level and field make the variant of a key.
/// </summary>
internal static class WordKey
{
    private const string Groups = "nmt#si";

    /// <summary>Numbers are asked for by their beginnings; of those longer than this there are never many.</summary>
    private const int LongestNumber = 4;

    public static short Variant(Level level, char group) => (short)(((int)level << 3) + Groups.IndexOf(group, StringComparison.Ordinal));

    /// <summary>Whether words of this variant stand in an order, so that phrases ask for it.</summary>
    public static bool HasPlaces(short variant) => (variant & 7) < 3;

    /// <summary>The key that answers a query's word.</summary>
    public static string Of(WordQuery.Word word) => word.Prefix ? word.Text + "*" : word.Text;

    /// <summary>Takes a word of a record apart.</summary>
    public static (short Variant, int Begin) Split(ReadOnlySpan<char> term)
    {
        var marked = term.Length > 2 && term[1] == '~';
        var level = !marked ? Level.Public : term[0] switch { 'M' => Level.Members, 'A' => Level.Association, _ => Level.Staff };
        var begin = marked ? 2 : 0;
        return (Variant(level, term[begin]), begin + 1);
    }

    /// <summary>Whether the word itself is a key: numbers are only asked for by how they begin.</summary>
    public static bool IsKey(short variant) => (variant & 7) != 3;

    /// <summary>Lengths of the beginnings of a word that are keys.</summary>
    /// <param name="variant">Of the word.</param>
    /// <param name="word">The word.</param>
    /// <param name="all">Also those that are never common.</param>
    public static (int First, int Last) Beginnings(short variant, ReadOnlySpan<char> word, bool all)
    {
        switch (Groups[variant & 7])
        {
            case IndexTerms.Number:
                return (1, all ? word.Length : Math.Min(word.Length, LongestNumber));
            case IndexTerms.Sound:
                var end = word.IndexOf('.') + 1;
                return (end, end);
            case IndexTerms.Initials:
                return word.Length < 2 ? (1, 0) : (2, 2);
            default:
                return Rune.DecodeFromUtf16(word, out var first, out var length) == 0 && Runs.IsHan(first) ? (length, length) : (1, 0);
        }
    }
}
