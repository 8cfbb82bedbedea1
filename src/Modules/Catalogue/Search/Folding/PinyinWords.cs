using Guanlian.Platform.Pinyin;

namespace Guanlian.Catalogue.Search.Folding;

/// <summary>Letters that may be pinyin: qinghua is qing·hua, xian is xian or xi·an.</summary>
internal static class PinyinWords
{
    private const int LongestQuery = 36;
    private const int MostReadings = 4;

    // 嗯 and 呣 are read n and m; nobody types them, and with them any letters would be pinyin.
    private static readonly HashSet<string> Syllables = [.. Sounds.Syllables.Where(s => s.Any(c => "aeiouv".Contains(c, StringComparison.Ordinal)))];
    private static readonly int LongestSyllable = Syllables.Max(s => s.Length);

    /// <summary>Every way to cut the letters into syllables, shortest first; none where they are not pinyin.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Cut(string letters)
    {
        var found = new List<IReadOnlyList<string>>();
        if (letters.Length is > 0 and <= LongestQuery && letters.All(char.IsAsciiLetterLower))
        {
            Cut(letters, 0, [], found, new bool[letters.Length + 1]);
        }

        return [.. found.OrderBy(f => f.Count)];
    }

    /// <summary>How a Chinese character may be read: as written and as its plain form.</summary>
    public static IReadOnlyList<string> Readings(char c)
    {
        var own = Sounds.Of(c);
        var plain = PlainText.Of(c);
        return plain == c || own.Count >= MostReadings ? own : [.. own.Union(Sounds.Of(plain))];
    }

    private static bool Cut(string letters, int at, List<string> before, List<IReadOnlyList<string>> found, bool[] dead)
    {
        if (at == letters.Length)
        {
            found.Add([.. before]);
            return true;
        }

        if (dead[at] || found.Count >= MostReadings)
        {
            return false;
        }

        var any = false;
        for (var length = Math.Min(LongestSyllable, letters.Length - at); length > 0; length--)
        {
            var syllable = letters.Substring(at, length);
            if (Syllables.Contains(syllable))
            {
                before.Add(syllable);
                any |= Cut(letters, at + length, before, found, dead);
                before.RemoveAt(before.Count - 1);
            }
        }

        dead[at] = !any && found.Count < MostReadings;
        return any;
    }
}
