using System.Text.Json;
using System.Text.RegularExpressions;

namespace Guanlian.Shape.Words;

/// <summary>The word files of all modules: found, not listed.</summary>
internal static partial class WordFiles
{
    /// <summary>The Chinese files; the English one lies beside each.</summary>
    public static IReadOnlyList<SourceFile> Chinese { get; } = Sources.In("src", "zh-CN.json");

    /// <summary>Every key.</summary>
    public static IReadOnlySet<string> Keys { get; } = Chinese.SelectMany(f => Read(f.Text).Keys).ToHashSet();

    public static IReadOnlyDictionary<string, string> Read(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;

    public static IReadOnlyDictionary<string, string> ReadAt(string path) => Read(File.ReadAllText(Path.Combine(Sources.Root, path)));

    /// <summary>Names of the holes of a sentence.</summary>
    public static IEnumerable<string> Holes(string text) => Hole().Matches(text).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{([a-zA-Z]+)(?:\|[^|}]*\|[^|}]*)?\}")]
    private static partial Regex Hole();
}
