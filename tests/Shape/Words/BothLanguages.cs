using System.Text.RegularExpressions;

namespace Guanlian.Shape.Words;

public sealed partial class BothLanguages
{
    public static TheoryData<string> Files { get; } = [.. WordFiles.Chinese.Select(f => f.Path)];

    [Theory, MemberData(nameof(Files))]
    public void Both_languages_say_the_same_things(string chinese)
    {
        var (zh, en) = (WordFiles.ReadAt(chinese), WordFiles.ReadAt(chinese.Replace("zh-CN.json", "en.json", StringComparison.Ordinal)));
        Assert.Equal(zh.Keys.Order(StringComparer.Ordinal), en.Keys.Order(StringComparer.Ordinal));
        Assert.All(zh, pair => Assert.Equal(WordFiles.Holes(pair.Value), WordFiles.Holes(en[pair.Key])));
        Assert.All(zh.Values.Concat(en.Values), text => Assert.False(string.IsNullOrWhiteSpace(text)));
    }

    [Theory, MemberData(nameof(Files))]
    public void Keys_begin_with_the_name_of_their_module(string chinese)
    {
        var steps = chinese.Split('/');
        var module = steps[1] == "Modules" ? steps[2] : steps[1];
        Assert.All(WordFiles.ReadAt(chinese).Keys, key => Assert.StartsWith($"{module.ToLowerInvariant()}.", key, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Files))]
    public void Chinese_sentences_use_Chinese_punctuation(string chinese)
    {
        Assert.All(WordFiles.ReadAt(chinese), pair => Assert.False(HalfWidth().IsMatch(pair.Value), $"{pair.Key}: {pair.Value}"));
    }

    // A half-width mark or three dots next to a Han character; straight quotes round Han.
    [GeneratedRegex(@"[\u4e00-\u9fff][,;:?!()]|[,;:?!(][\u4e00-\u9fff]|\.\.\.|""[\u4e00-\u9fff]|[\u4e00-\u9fff]""")]
    private static partial Regex HalfWidth();
}
