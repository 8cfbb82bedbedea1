using System.Text.Json;
using System.Text.RegularExpressions;

namespace Guanlian.Shape.Words;

/// <summary>The word files of all modules: found, not listed.</summary>
internal static partial class WordFiles
{
    /// <summary>Each pair of files: the Chinese one and what the English one beside it should be called.</summary>
    public static IReadOnlyList<(SourceFile Chinese, string EnglishPath)> Pairs { get; } =
        [.. Sources.In("src", "zh-CN.json").Select(f => (f, f.Path.Replace("zh-CN.json", "en.json", StringComparison.Ordinal)))];

    /// <summary>Every key with its Chinese text.</summary>
    public static IReadOnlyDictionary<string, string> Chinese { get; } = Pairs.SelectMany(p => Read(p.Chinese.Text)).ToDictionary();

    public static IReadOnlyDictionary<string, string> Read(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;

    public static IReadOnlyDictionary<string, string> ReadAt(string path) => Read(File.ReadAllText(Path.Combine(Sources.Root, path)));

    /// <summary>Names of the holes of a sentence.</summary>
    public static IEnumerable<string> Holes(string text) => Hole().Matches(text).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{([a-zA-Z]+)(?:\|[^|}]*\|[^|}]*)?\}")]
    private static partial Regex Hole();
}
