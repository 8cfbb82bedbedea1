namespace Guanlian.Cooperation.Cases;

/// <summary>What cases are found by: pairs of neighbouring Han characters and whole Latin words, each once.</summary>
internal static class CaseTerms
{
    private const int Most = 2000;

    // Pairs that nearly every case has say nothing.
    private static readonly HashSet<string> Common = ["文物", "藏品", "情况", "进行", "问题", "如何", "怎么", "怎样", "是否", "可以", "需要", "处理", "一件", "目前", "某馆", "某地", "某人"];

    public static IReadOnlyList<string> Of(params string[] texts)
    {
        var terms = new HashSet<string>();
        foreach (var text in texts.Select(t => t.Normalize(System.Text.NormalizationForm.FormKC).ToLowerInvariant()))
        {
            var word = "";
            for (var i = 0; i <= text.Length && terms.Count < Most; i++)
            {
                var sign = i < text.Length ? text[i] : ' ';
                if (char.IsAsciiLetter(sign))
                {
                    word += sign;
                    continue;
                }

                if (word.Length > 2)
                {
                    terms.Add(word);
                }

                word = "";
                if (Han(sign) && i + 1 < text.Length && Han(text[i + 1]) && text.Substring(i, 2) is var pair && !Common.Contains(pair))
                {
                    terms.Add(pair);
                }
            }
        }

        return [.. terms.Order(StringComparer.Ordinal)];
    }

    private static bool Han(char sign) => sign is >= '\u4e00' and <= '\u9fff';
}
