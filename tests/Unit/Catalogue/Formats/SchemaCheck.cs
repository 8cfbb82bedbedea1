using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Guanlian.Samples;

namespace Guanlian.Unit.Catalogue.Formats;

/// <summary>
/// As much of JSON Schema 2020-12 as the published schemas of Linked Art use. A keyword that it does not know is a failure, so that
/// nothing of a schema is passed over.
/// </summary>
internal sealed partial class SchemaCheck
{
    private static readonly HashSet<string> Said = ["$schema", "$id", "$defs", "title", "Title", "description", "examples"];
    private readonly Dictionary<string, JsonElement> files;
    private readonly List<string> faults = [];

    private SchemaCheck(string folder) => files = Directory.GetFiles(Path.Combine(FormatSamples.Folder, "Schemas", folder), "*.json")
        .ToDictionary(f => Path.GetFileName(f), f => JsonDocument.Parse(File.ReadAllText(f)).RootElement);

    /// <summary>What a schema has against a document.</summary>
    public static IReadOnlyList<string> Faults(string folder, string schema, JsonElement document)
    {
        var check = new SchemaCheck(folder);
        check.Try(document, check.files[schema], schema, "$");
        return check.faults;
    }

    private bool Holds(JsonElement value, JsonElement schema, string file, string at)
    {
        var before = faults.Count;
        Try(value, schema, file, at);
        var holds = faults.Count == before;
        faults.RemoveRange(before, faults.Count - before);
        return holds;
    }

    private void Try(JsonElement value, JsonElement schema, string file, string at)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            var rule = keyword.Value;
            switch (keyword.Name)
            {
                case "$ref":
                    var (there, target) = Find(rule.GetString()!, file);
                    Try(value, target, there, at);
                    break;
                case "allOf":
                    foreach (var one in rule.EnumerateArray())
                    {
                        Try(value, one, file, at);
                    }

                    break;
                case "anyOf":
                    Expect(rule.EnumerateArray().Any(one => Holds(value, one, file, at)), at, "is none of what it may be");
                    break;
                case "type":
                    Expect(IsOf(value, rule.GetString()!), at, $"is no {rule.GetString()}");
                    break;
                case "const":
                    Expect(value.GetRawText() == rule.GetRawText(), at, $"is not {rule.GetRawText()}");
                    break;
                case "enum":
                    Expect(rule.EnumerateArray().Any(e => e.GetRawText() == value.GetRawText()), at, $"is none of {rule.GetRawText()}");
                    break;
                case "format":
                    Expect(value.ValueKind != JsonValueKind.String || HasFormat(value.GetString()!, rule.GetString()!), at, $"is no {rule.GetString()}");
                    break;
                case "required":
                    foreach (var name in rule.EnumerateArray().Select(n => n.GetString()!))
                    {
                        Expect(value.ValueKind != JsonValueKind.Object || value.TryGetProperty(name, out _), at, $"has no {name}");
                    }

                    break;
                case "properties" when value.ValueKind == JsonValueKind.Object:
                    foreach (var property in value.EnumerateObject())
                    {
                        if (rule.TryGetProperty(property.Name, out var known))
                        {
                            Try(property.Value, known, file, $"{at}.{property.Name}");
                        }
                    }

                    break;
                case "additionalProperties" when rule.ValueKind == JsonValueKind.False:
                    foreach (var property in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default)
                    {
                        Expect(schema.GetProperty("properties").TryGetProperty(property.Name, out _), at, $"may have no {property.Name}");
                    }

                    break;
                case "items" when value.ValueKind == JsonValueKind.Array:
                    foreach (var (item, number) in value.EnumerateArray().Select((i, n) => (i, n)))
                    {
                        Try(item, rule, file, string.Create(CultureInfo.InvariantCulture, $"{at}[{number}]"));
                    }

                    break;
                case "properties" or "items":
                    break;
                default:
                    Assert.True(Said.Contains(keyword.Name), $"{file} uses {keyword.Name}, which this check does not know");
                    break;
            }
        }
    }

    private (string File, JsonElement Schema) Find(string reference, string from)
    {
        var parts = reference.Split('#');
        var file = parts[0].Length == 0 ? from : parts[0];
        return (file, parts[1].Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(files[file], (at, name) => at.GetProperty(name)));
    }

    private void Expect(bool holds, string at, string fault)
    {
        if (!holds)
        {
            faults.Add($"{at} {fault}");
        }
    }

    private static bool IsOf(JsonElement value, string type) => (value.ValueKind, type) switch
    {
        (JsonValueKind.Object, "object") or (JsonValueKind.Array, "array") or (JsonValueKind.String, "string") or (JsonValueKind.Number, "number") => true,
        (JsonValueKind.Number, "integer") => value.TryGetInt64(out _),
        _ => false,
    };

    private static bool HasFormat(string text, string format) => format switch
    {
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "date-time" => DateAndTime().IsMatch(text),
        _ => throw new NotSupportedException(format),
    };

    [GeneratedRegex(@"^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex DateAndTime();
}
