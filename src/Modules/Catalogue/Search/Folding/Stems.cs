using System.Buffers;

namespace Guanlian.Catalogue.Search.Folding;

/// <summary>
/// A light stemmer for English: plural, possessive, -ing, -ed and a final e go, so that vases find a vase and glazing what is glazed.
/// It never looks at meaning, and leaves short words alone.
/// </summary>
internal static class Stems
{
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");

    /// <summary>The stem of a plain (lower case) Latin word.</summary>
    public static string Of(string word)
    {
        var stem = word.AsSpan();
        if (stem.Length < 4 || stem.ContainsAnyExceptInRange('a', 'z'))
        {
            return word;
        }

        stem = WithoutPlural(stem);
        stem = WithoutEnding(stem);
        if (stem.Length > 3 && stem[^1] == 'e')
        {
            stem = stem[..^1];
        }

        // stopped and stop, enamelled and enamel; glass loses its second s too, everywhere.
        if (stem.Length > 3 && stem[^1] == stem[^2])
        {
            stem = stem[..^1];
        }

        return stem.Length > 3 && stem[^1] == 'y' ? string.Concat(stem[..^1], "i") : stem.ToString();
    }

    private static ReadOnlySpan<char> WithoutPlural(ReadOnlySpan<char> word)
    {
        if (word.EndsWith("ies") && word.Length > 4)
        {
            return word[..^2];
        }

        if (word.EndsWith("sses") || word.EndsWith("shes") || word.EndsWith("ches") || word.EndsWith("xes") || word.EndsWith("zes"))
        {
            return word[..^2];
        }

        return word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i') ? word[..^1] : word;
    }

    private static ReadOnlySpan<char> WithoutEnding(ReadOnlySpan<char> word)
    {
        var rest = word.EndsWith("ing") ? word[..^3] : word.EndsWith("ed") ? word[..^2] : word;
        if (rest.Length == word.Length || rest.Length < 3 || !rest.ContainsAny(Vowels))
        {
            return word;
        }

        return rest;
    }
}
