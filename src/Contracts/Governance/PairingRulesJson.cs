using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Guanlian.Contracts.Governance;

/// <summary>
/// The one way in which rules are written, so that equal rules give equal bytes and one hash (docs/formats/charter-rules.md): keys in
/// ordinal order, no white space, whole numbers, sets sorted and without repeats.
/// </summary>
public static class PairingRulesJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>The canonical text.</summary>
    public static string Write(PairingRules rules) => Sorted(JsonSerializer.SerializeToNode(Normal(rules), Options))!.ToJsonString(Options);

    /// <summary>SHA-256 of the canonical text in UTF-8, lower-case hex.</summary>
    public static string Hash(PairingRules rules) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(rules))));

    /// <summary>Reads rules from JSON in any order and spacing; unknown, doubled or missing keys are refused.</summary>
    public static bool TryRead(string json, [NotNullWhen(true)] out PairingRules? rules)
    {
        try
        {
            rules = JsonSerializer.Deserialize<PairingRules>(json, Options) is { } read ? Normal(read) : null;
        }
        catch (JsonException)
        {
            rules = null;
        }

        return rules is not null;
    }

    /// <summary>The rules as their canonical text, as a tree: for files that carry them as a part.</summary>
    public static JsonNode Tree(PairingRules rules) => Sorted(JsonSerializer.SerializeToNode(Normal(rules), Options))!;

    private static PairingRules Normal(PairingRules rules) => rules with
    {
        Leaders = new(
            [.. rules.Leaders.Levels.Distinct().Order()],
            [.. rules.Leaders.Grades.Distinct().Order()],
            [.. rules.Leaders.Listed.Distinct().OrderBy(id => id.ToString(), StringComparer.Ordinal)]),
        Receivers = new([.. rules.Receivers.Levels.Distinct().Order()], [.. rules.Receivers.Grades.Distinct().Order()]),
    };

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject tree => new JsonObject(tree.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
