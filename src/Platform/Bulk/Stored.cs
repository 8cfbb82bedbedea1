using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;

namespace Guanlian.Platform.Bulk;

/// <summary>A finding as it is kept beside its row: code and holes, so that it reads in either language later.</summary>
internal sealed record StoredFinding(
    string Code, TableWeight Weight, string? Sheet, int? Row, string? Column, string? Cell, string? Value,
    Dictionary<string, JsonElement>? Holes)
{
    public static StoredFinding From(TableProblem p) =>
        new(p.Code, p.Weight, p.Place.Sheet, p.Place.Row, p.Place.Column, p.Place.Cell, p.Value, Stored.Holes(p.Holes));

    public string Sentence(Wording words) => Wording.Fill(words[Code],
    [
        .. Stored.Holes(Holes),
        ("sheet", Sheet), ("row", Row?.ToString(CultureInfo.InvariantCulture)), ("column", Column), ("cell", Cell), ("value", Value),
    ]);
}

/// <summary>A refusal as it is kept.</summary>
internal sealed record StoredRefusal(string Code, Dictionary<string, JsonElement>? Holes)
{
    public static StoredRefusal From(Refusal refusal) => new(refusal.Code, Stored.Holes(refusal.Holes));

    public string Sentence(Wording words) => Wording.Fill(words[Code], Stored.Holes(Holes));
}

/// <summary>A field that undoing left: what the act had written, and what somebody has put there since.</summary>
internal sealed record KeptField(string Field, string? Ours, string? Now);

/// <summary>Why a row was not, or not wholly, taken back.</summary>
internal sealed record KeptRow(IReadOnlyList<KeptField> Fields, StoredRefusal? Because);

/// <summary>Reading and writing of the JSON columns.</summary>
internal static class Stored
{
    public static string Text<T>(T value) => JsonSerializer.Serialize(value, HistoryJson.Options);

    public static JsonDocument Json<T>(T value) => JsonSerializer.SerializeToDocument(value, HistoryJson.Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, HistoryJson.Options)!;

    public static T Read<T>(JsonDocument json) => json.Deserialize<T>(HistoryJson.Options)!;

    /// <summary>Field maps keep their nulls: an emptied field is not an absent one.</summary>
    public static string Fields(IReadOnlyDictionary<string, string?> fields) => JsonSerializer.Serialize(fields, WithNulls);

    /// <summary>The same as UTF-8 into a buffer that is used again and again: large acts write nothing else.</summary>
    public static ReadOnlyMemory<byte> Fields(IReadOnlyDictionary<string, string?> fields, ArrayBufferWriter<byte> into)
    {
        into.ResetWrittenCount();
        using var json = new Utf8JsonWriter(into, Relaxed);
        json.WriteStartObject();
        foreach (var (name, value) in fields)
        {
            if (value is null)
            {
                json.WriteNull(name);
            }
            else
            {
                json.WriteString(name, value);
            }
        }

        json.WriteEndObject();
        json.Flush();
        return into.WrittenMemory;
    }

    /// <summary>A field map from UTF-8. Rows of one act have the same names in the same order: they are shared, not made anew.</summary>
    public static Dictionary<string, string?> Fields(ReadOnlySpan<byte> utf8, List<string> names)
    {
        var fields = new Dictionary<string, string?>(names.Count);
        var reader = new Utf8JsonReader(utf8);
        for (var at = 0; reader.Read();)
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            string name;
            if (at < names.Count && reader.ValueTextEquals(names[at]))
            {
                name = names[at];
            }
            else
            {
                name = reader.GetString()!;
                names.Insert(at, name);
                if (names.Count > MostNames)
                {
                    names.RemoveRange(at + 1, names.Count - at - 1);
                }
            }

            at++;
            reader.Read();
            fields[name] = reader.GetString();
        }

        return fields;
    }

    private const int MostNames = 500;

    public static Dictionary<string, string?> Fields(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string?>>(json, WithNulls)!;

    public static Dictionary<string, string?> Fields(JsonDocument? json) =>
        json is null ? [] : json.Deserialize<Dictionary<string, string?>>(WithNulls)!;

    public static Dictionary<string, JsonElement>? Holes(IReadOnlyList<(string Name, object? Value)> holes) => holes.Count == 0
        ? null
        : holes.DistinctBy(h => h.Name).ToDictionary(h => h.Name, h => JsonSerializer.SerializeToElement(h.Value, HistoryJson.Options));

    public static IReadOnlyList<(string Name, object? Value)> Holes(Dictionary<string, JsonElement>? holes) =>
        [.. (holes ?? []).Select(h => (h.Key, (object?)(h.Value.ValueKind switch
        {
            JsonValueKind.Number when h.Value.TryGetInt64(out var whole) => whole,
            JsonValueKind.Number => h.Value.GetDecimal(),
            JsonValueKind.Null => null,
            _ => h.Value.ToString(),
        })))];

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = HistoryJson.Options.Encoder, SkipValidation = true };

    private static readonly JsonSerializerOptions WithNulls = new(HistoryJson.Options)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.Never,
    };
}
