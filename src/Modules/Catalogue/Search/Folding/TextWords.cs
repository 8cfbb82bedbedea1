using System.Collections.Concurrent;

namespace Guanlian.Catalogue.Search.Folding;

/// <summary>
/// The words of one text of a record, as <see cref="IndexTerms"/> has them. Registers say the same few words in thousands of records, so that
/// what is seen for the second time is remembered.
/// </summary>
internal static class TextWords
{
    private const int LongestRemembered = 40;
    private const int MostRemembered = 4_096;
    private const int LongestSounded = 200;

    private static readonly ConcurrentDictionary<(string Before, char Group, string Text), Read> Remembered = new();

    /// <summary>Hashes of texts that were seen; where two share a place, the later one is seen.</summary>
    private static readonly int[] Seen = new int[1 << 14];

    /// <summary>Each word with its place counted from the text's first; -1 for a word without a place.</summary>
    internal sealed record Read((string Word, int At)[] Words, int Length);

    /// <param name="text">The text.</param>
    /// <param name="before">The mark of its level.</param>
    /// <param name="group">What it is.</param>
    public static Read Of(string text, string before, char group)
    {
        if (text.Length > LongestRemembered)
        {
            return Make(text, before, group);
        }

        var key = (before, group, text);
        if (Remembered.TryGetValue(key, out var known))
        {
            return known;
        }

        var made = Make(text, before, group);
        var hash = key.GetHashCode();
        ref var seen = ref Seen[hash & (Seen.Length - 1)];
        if (seen != hash)
        {
            seen = hash;
            return made;
        }

        if (Remembered.Count >= MostRemembered)
        {
            Remembered.Clear();
        }

        return Remembered[key] = made;
    }

    private static Read Make(string text, string before, char group)
    {
        var words = new List<(string Word, int At)>();
        var at = 0;
        foreach (var run in Runs.Of(PlainText.Of(text)))
        {
            at = AddRun(words, before + group, run, at);
        }

        if (group == IndexTerms.Name)
        {
            AddSounds(words, before, text.Length > LongestSounded ? text[..LongestSounded] : text);
        }

        return new([.. words], at);
    }

    private static int AddRun(List<(string Word, int At)> words, string before, Run run, int at)
    {
        if (run.Kind == RunKind.Han)
        {
            for (var i = 0; i < run.Parts.Count; i++)
            {
                words.Add((string.Concat(before, run.Parts[i], i + 1 < run.Parts.Count ? run.Parts[i + 1] : ""), at++));
            }

            return at;
        }

        if (run.Joined is { } joined)
        {
            words.Add((before + joined, at));
        }

        foreach (var part in run.Parts)
        {
            words.Add((before + part, at++));
        }

        return at;
    }

    // Pairs of syllables and triples of first letters; the last ones of a run shorter, so that a prefix finds each.
    private static void AddSounds(List<(string Word, int At)> words, string before, string name)
    {
        var sounds = PlainText.Compatible(name).Select(PinyinWords.Readings).ToList();
        for (var i = 0; i < sounds.Count; i++)
        {
            foreach (var here in sounds[i].Take(4))
            {
                var next = i + 1 < sounds.Count ? sounds[i + 1] : [];
                var after = i + 2 < sounds.Count && next.Count > 0 ? sounds[i + 2] : [];
                Put(next.Count == 0 ? $"{before}{IndexTerms.Sound}{here}." : null);
                Put(next.Count == 0 ? $"{before}{IndexTerms.Initials}{here[0]}" : null);
                foreach (var second in next.Take(4))
                {
                    Put($"{before}{IndexTerms.Sound}{here}.{second}.");
                    Put(after.Count == 0 ? $"{before}{IndexTerms.Initials}{here[0]}{second[0]}" : null);
                    foreach (var third in after.Take(4))
                    {
                        Put($"{before}{IndexTerms.Initials}{here[0]}{second[0]}{third[0]}");
                    }
                }
            }
        }

        void Put(string? word)
        {
            if (word is not null)
            {
                words.Add((word, -1));
            }
        }
    }
}
