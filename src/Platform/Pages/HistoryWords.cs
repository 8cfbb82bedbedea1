using System.Text.Json;
using Guanlian.Platform.Events;
using Guanlian.Platform.Words;

namespace Guanlian.Platform.Pages;

/// <summary>
/// Reads a line of history for people. A field's label is the key <c>{subject kind}.field.{field}</c>, a coded value's
/// <c>{subject kind}.field.{field}.{value}</c>; what has no words is shown as it is stored.
/// </summary>
internal static class HistoryWords
{
    public static string Reason(Wording words, HistoryEvent e)
    {
        var code = e.ReasonCode is null ? null : words[e.ReasonCode];
        return string.Join(Wording.InChinese ? "：" : ": ", new[] { code, e.Reason }.Where(r => !string.IsNullOrEmpty(r)));
    }

    public static IReadOnlyList<(string Label, string? Before, string? After)> Changes(Wording words, HistoryEvent e)
    {
        var (before, after) = (Fields(e.Before), Fields(e.After));
        return [.. before.Keys.Union(after.Keys).Select(field =>
            (Label(words, e, field), Value(words, e, field, before), Value(words, e, field, after)))
            .Where(change => change.Item2 != change.Item3)];
    }

    private static Dictionary<string, JsonElement> Fields(JsonDocument? document) =>
        document?.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value)
            : [];

    private static string Label(Wording words, HistoryEvent e, string field) =>
        $"{e.SubjectKind}.field.{field}" is var key && words.Has(key) ? words[key] : field;

    private static string? Value(Wording words, HistoryEvent e, string field, Dictionary<string, JsonElement> side)
    {
        if (!side.TryGetValue(field, out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.True => words["platform.yes"],
            JsonValueKind.False => words["platform.no"],
            JsonValueKind.Array => string.Join(Wording.InChinese ? "、" : ", ", value.EnumerateArray().Select(v => v.ToString())),
            _ => value.ToString(),
        };
        return $"{e.SubjectKind}.field.{field}.{text}" is var key && words.Has(key) ? words[key] : text;
    }
}
