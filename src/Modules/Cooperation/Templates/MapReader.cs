using System.Globalization;
using System.Text.RegularExpressions;
using Guanlian.Platform.Words;
using YamlDotNet.RepresentationModel;

namespace Guanlian.Cooperation.Templates;

/// <summary>Reads one YAML mapping key by key; whatever does not fit becomes a problem with its line, and reading goes on.</summary>
internal sealed partial class MapReader
{
    private readonly Dictionary<string, (YamlNode Key, YamlNode Value)> entries = [];
    private readonly Problems problems;

    public MapReader(YamlNode node, Problems problems, IReadOnlyCollection<string> keys)
    {
        this.problems = problems;
        Line = LineOf(node);
        if (node is not YamlMappingNode map)
        {
            problems.Add(Line, "not-a-map", ("keys", string.Join(' ', keys)));
            return;
        }

        foreach (var (key, value) in map.Children)
        {
            var name = key is YamlScalarNode { Value: { } text } ? text : "?";
            if (keys.Contains(name))
            {
                entries[name] = (key, value);
            }
            else
            {
                problems.Add(LineOf(key), "unknown-key", ("key", name), ("nearest", Nearest(name, keys)));
            }
        }
    }

    public int Line { get; }

    public static int LineOf(YamlNode node) => (int)node.Start.Line;

    /// <summary>The known word that looks most like a mistyped one.</summary>
    public static string Nearest(string typed, IEnumerable<string> known) =>
        known.OrderBy(k => Distance(typed, k)).ThenBy(k => k, StringComparer.Ordinal).FirstOrDefault() ?? "–";

    public bool Has(string key) => entries.ContainsKey(key);

    public int LineAt(string key) => entries.TryGetValue(key, out var entry) ? LineOf(entry.Key) : Line;

    public string? Text(string key, bool needed = true, int most = 400)
    {
        if (Needed(key, needed) is not { } node)
        {
            return null;
        }

        if (node is not YamlScalarNode { Value: { } text } || string.IsNullOrWhiteSpace(text))
        {
            problems.Add(LineOf(node), "not-a-text", ("key", key));
            return null;
        }

        if (text.Length > most || text.Any(c => char.IsControl(c) && c != '\n'))
        {
            problems.Add(LineOf(node), "text-too-long", ("key", key), ("most", most));
            return null;
        }

        return text.Trim();
    }

    /// <summary>A short name within the file: lower-case letters, digits and hyphens.</summary>
    public string Code(string key)
    {
        var text = Text(key);
        if (text is not null && !Codes().IsMatch(text))
        {
            problems.Add(LineAt(key), "not-a-code", ("key", key), ("value", text));
        }

        return text ?? "";
    }

    public Bilingual Words(string key) => Words(key, needed: true) ?? new("", "");

    public Bilingual? Words(string key, bool needed) => Needed(key, needed) is { } node ? WordsOf(key, node) : null;

    public Bilingual WordsOf(string key, YamlNode node)
    {
        var (zh, en) = ("", "");
        if (node is not YamlMappingNode map)
        {
            problems.Add(LineOf(node), "not-in-two-languages", ("key", key));
            return new("", "");
        }

        foreach (var (language, text) in map.Children)
        {
            var (name, value) = ((language as YamlScalarNode)?.Value, (text as YamlScalarNode)?.Value ?? "");
            switch (name)
            {
                case "zh": zh = value.Trim(); break;
                case "en": en = value.Trim(); break;
                default: problems.Add(LineOf(language), "unknown-key", ("key", name ?? "?"), ("nearest", "zh, en")); break;
            }

            if (value.Length > 2000)
            {
                problems.Add(LineOf(text), "text-too-long", ("key", key), ("most", 2000));
            }
        }

        foreach (var missing in new[] { zh.Length == 0 ? "zh" : null, en.Length == 0 ? "en" : null }.OfType<string>())
        {
            problems.Add(LineOf(node), "language-missing", ("key", key), ("language", missing));
        }

        return new(zh, en);
    }

    public int? Number(string key, int least, int most, bool needed = false)
    {
        if (Needed(key, needed) is not { } node)
        {
            return null;
        }

        if (node is YamlScalarNode { Value: { } text } && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            if (number >= least && number <= most)
            {
                return number;
            }

            problems.Add(LineOf(node), key == "start" && number < 0 ? "before-start" : "number-range",
                ("key", key), ("value", number), ("least", least), ("most", most));
            return null;
        }

        problems.Add(LineOf(node), "not-a-number", ("key", key));
        return null;
    }

    public bool Flag(string key)
    {
        if (!entries.TryGetValue(key, out var entry))
        {
            return false;
        }

        if (entry.Value is YamlScalarNode { Value: "true" or "false" } yes)
        {
            return yes.Value == "true";
        }

        problems.Add(LineOf(entry.Value), "not-yes-or-no", ("key", key));
        return false;
    }

    public T? Word<T>(string key, bool needed = true)
        where T : struct, Enum => Needed(key, needed) is { } node ? WordOf<T>(key, node) : null;

    public IReadOnlyList<T> List<T>(string key)
        where T : struct, Enum => [.. Items(key).Select(node => WordOf<T>(key, node)).OfType<T>().Distinct()];

    public IReadOnlyList<(string Text, int Line)> Texts(string key)
    {
        var texts = new List<(string, int)>();
        foreach (var node in Items(key))
        {
            if (node is YamlScalarNode { Value.Length: > 0 and <= 60 } scalar)
            {
                texts.Add((scalar.Value!, LineOf(node)));
            }
            else
            {
                problems.Add(LineOf(node), "not-a-text", ("key", key));
            }
        }

        return texts;
    }

    public IReadOnlyList<MapReader> Maps(string key, IReadOnlyCollection<string> keys) => [.. Items(key).Select(n => new MapReader(n, problems, keys))];

    public MapReader? Map(string key, IReadOnlyCollection<string> keys, bool needed = false) =>
        Needed(key, needed) is { } node ? new(node, problems, keys) : null;

    /// <summary>A mapping whose keys are codes of a list and whose values are sentences.</summary>
    public IReadOnlyList<(T Key, Bilingual Text)> Sentences<T>(string key)
        where T : struct, Enum
    {
        if (!entries.TryGetValue(key, out var entry))
        {
            return [];
        }

        if (entry.Value is not YamlMappingNode map)
        {
            problems.Add(LineOf(entry.Value), "not-a-map", ("keys", string.Join(' ', CodeWords.Of<T>())));
            return [];
        }

        return [.. map.Children.Select(c => (Key: WordOf<T>(key, c.Key), Text: WordsOf(key, c.Value))).Where(c => c.Key is not null).Select(c => (c.Key!.Value, c.Text))];
    }

    public IReadOnlyList<YamlNode> Items(string key)
    {
        if (!entries.TryGetValue(key, out var entry))
        {
            return [];
        }

        if (entry.Value is YamlSequenceNode list)
        {
            return [.. list.Children];
        }

        problems.Add(LineOf(entry.Value), "not-a-list", ("key", key));
        return [];
    }

    private YamlNode? Needed(string key, bool needed)
    {
        if (entries.TryGetValue(key, out var entry))
        {
            return entry.Value;
        }

        if (needed)
        {
            problems.Add(Line, "key-missing", ("key", key));
        }

        return null;
    }

    private T? WordOf<T>(string key, YamlNode node)
        where T : struct, Enum
    {
        var text = (node as YamlScalarNode)?.Value ?? "?";
        if (CodeWords.Read<T>(text) is { } value)
        {
            return value;
        }

        problems.Add(LineOf(node), "unknown-word", ("key", key), ("value", text), ("nearest", Nearest(text, CodeWords.Of<T>())));
        return null;
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= Math.Min(a.Length, 60); i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var best = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                (corner, row[j]) = (row[j], best);
            }
        }

        return row[^1];
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+){0,8}$")]
    private static partial Regex Codes();
}

/// <summary>What was found wrong in one file.</summary>
internal sealed class Problems(string file)
{
    private readonly List<TemplateProblem> found = [];

    public IReadOnlyList<TemplateProblem> All => [.. found.OrderBy(p => p.Line)];

    public void Add(int line, string code, params (string Name, object? Value)[] holes) => found.Add(new(file, line, code, holes));
}
