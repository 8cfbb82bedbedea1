using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Guanlian.Contracts.Governance;
using Guanlian.Governance.Charters;
using Guanlian.Platform.Formats;

namespace Guanlian.Governance.Presets;

/// <summary>With what a first draft begins: one data file for each kind of cluster (requirement G03), beside this file.</summary>
internal static class CharterPresets
{
    private static readonly JsonSerializerOptions Options = new(CanonicalJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static readonly FrozenDictionary<string, CharterContent> ByKind = new[] { "Regional", "Project", "HeadBranch", "Virtual" }
        .ToFrozenDictionary(kind => kind, Read);

    /// <summary>The preset of a kind; a kind added later without a file of its own begins like a regional cluster.</summary>
    public static CharterContent For(string clusterKind) => ByKind.GetValueOrDefault(clusterKind) ?? ByKind["Regional"];

    private static CharterContent Read(string kind)
    {
        using var file = typeof(CharterPresets).Assembly.GetManifestResourceStream($"Guanlian.Governance.Presets.{kind}.json")!;
        var preset = JsonSerializer.Deserialize<Preset>(file, Options)!;
        return new(preset.Goals, preset.Organisation, preset.MemberRoles, preset.Vision, preset.Rules,
            [.. preset.Duties.SelectMany(role => Lines(role.Key, DutySide.Owe, role.Value.Owe).Concat(Lines(role.Key, DutySide.Ask, role.Value.Ask)))])
        {
            Admission = preset.Admission,
        };
    }

    private static IEnumerable<RoleDuty> Lines(string role, DutySide side, IEnumerable<CharterText> lines) =>
        lines.Select(l => new RoleDuty(role, side, l.Zh, l.En));

    private sealed record Preset(
        CharterText Goals, CharterText Organisation, CharterText MemberRoles, CharterText Vision, PairingRules Rules, AdmissionRule Admission,
        Dictionary<string, Sides> Duties);

    private sealed record Sides(IReadOnlyList<CharterText> Owe, IReadOnlyList<CharterText> Ask);
}
