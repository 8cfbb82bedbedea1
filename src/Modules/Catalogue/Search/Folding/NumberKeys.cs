using System.Text;

namespace Guanlian.Catalogue.Search.Folding;

/// <summary>
/// Register, census and old numbers, found with or without what separates their parts and from any part on: 新馆-2012.1799 is found by
/// 新馆20121799, 2012.1799, 20121799 and 1799.
/// </summary>
internal static class NumberKeys
{
    private const int MostParts = 6;
    private const int Longest = 40;

    /// <summary>Letters and digits only.</summary>
    public static string Key(string plain)
    {
        var key = new StringBuilder(plain.Length);
        foreach (var rune in plain.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) && key.Length < Longest)
            {
                key.Append(rune.ToString());
            }
        }

        return key.ToString();
    }

    /// <summary>The key from the beginning of each part on.</summary>
    public static IEnumerable<string> From(string plain)
    {
        var found = 0;
        var before = -1;
        for (var at = 0; at < plain.Length && found < MostParts; at++)
        {
            var kind = char.IsDigit(plain[at]) ? 1 : plain[at] is >= 'a' and <= 'z' ? 2 : char.IsLetter(plain[at]) ? 3 : 0;
            if (kind != 0 && kind != before && Key(plain[at..]) is { Length: > 0 } key)
            {
                found++;
                yield return key;
            }

            before = kind;
        }
    }
}
