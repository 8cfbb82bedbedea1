using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Guanlian.Contracts.Governance;
using Guanlian.Platform.Formats;

namespace Guanlian.Governance.Rules;

/// <summary>Rules as the one text that their hash is taken of (docs/formats/charter-rules.md): canonical JSON, sets sorted and without repeats.</summary>
internal static class RulesText
{
    private static readonly JsonSerializerOptions Strict = new(CanonicalJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static string Write(PairingRules rules) => CanonicalJson.Write(Normal(rules));

    /// <summary>Reads rules in any order and spacing; unknown, doubled or missing keys are refused.</summary>
    public static bool TryRead(string json, [NotNullWhen(true)] out PairingRules? rules)
    {
        try
        {
            rules = JsonSerializer.Deserialize<PairingRules>(json, Strict) is { } read ? Normal(read) : null;
        }
        catch (JsonException)
        {
            rules = null;
        }

        return rules is not null;
    }

    private static PairingRules Normal(PairingRules rules) => rules with
    {
        Leaders = new(
            [.. rules.Leaders.Levels.Distinct().Order()],
            [.. rules.Leaders.Grades.Distinct().Order()],
            [.. rules.Leaders.Listed.Distinct().OrderBy(id => id.ToString(), StringComparer.Ordinal)]),
        Receivers = new([.. rules.Receivers.Levels.Distinct().Order()], [.. rules.Receivers.Grades.Distinct().Order()]),
    };
}
