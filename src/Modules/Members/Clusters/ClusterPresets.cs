using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Guanlian.Contracts.Members;
using Guanlian.Members.Memberships;

namespace Guanlian.Members.Clusters;

/// <summary>What a kind of cluster starts with (requirement G03): data files in Presets/, one for each kind.</summary>
/// <param name="Mode">Its usual way of cooperation.</param>
/// <param name="Roles">Roles that its members have.</param>
/// <param name="Offices">Seats beside the role.</param>
/// <param name="Admission">How parties usually come in: they apply or are invited.</param>
/// <param name="Trial">Whether they start as provisional members.</param>
/// <param name="NeedsPlace">Whether nearness means something; a cluster without a place is as good (requirement G02).</param>
/// <param name="Modules">Parts of the platform it works with.</param>
/// <param name="Fits">For whom.</param>
internal sealed record ClusterPreset(
    CooperationMode Mode, IReadOnlyList<MemberRole> Roles, IReadOnlyList<MemberOffice> Offices, Admission Admission, bool Trial, bool NeedsPlace,
    IReadOnlyList<string> Modules, PresetText Fits)
{
    private static readonly FrozenDictionary<ClusterKind, ClusterPreset> ByKind =
        Enum.GetValues<ClusterKind>().ToFrozenDictionary(k => k, k => PresetFile.Read<ClusterPreset>(k.ToString()));

    private static readonly FrozenDictionary<CooperationMode, ModeDefaults> ByMode =
        PresetFile.Read<Dictionary<CooperationMode, ModeDefaults>>("modes").ToFrozenDictionary();

    public static ClusterPreset Of(ClusterKind kind) => ByKind[kind];

    /// <summary>What the way of cooperation sets (requirement G26).</summary>
    public static ModeDefaults Of(CooperationMode mode) => ByMode[mode];
}

/// <summary>Defaults of a way of cooperation.</summary>
internal sealed record ModeDefaults(Admission Admission, bool Trial);

/// <summary>A sentence in both languages.</summary>
internal sealed record PresetText(string Zh, string En);

/// <summary>How parties usually come in.</summary>
internal enum Admission
{
    Apply,
    Invite,
}

/// <summary>The form in which a kind of partner usually joins (requirement G27): public bodies an alliance, others a project.</summary>
internal sealed record PartnerForm(PartnerFormKind Form, MemberRole Role);

internal enum PartnerFormKind
{
    Alliance,
    Project,
}

internal static class PartnerForms
{
    private static readonly FrozenDictionary<PartyKind, PartnerForm> ByKind =
        PresetFile.Read<Dictionary<PartyKind, PartnerForm>>("partner-forms").ToFrozenDictionary();

    /// <summary>Kinds that the file does not name join a project.</summary>
    public static PartnerForm Of(PartyKind kind) => ByKind.GetValueOrDefault(kind) ?? new(PartnerFormKind.Project, MemberRole.Partner);
}

internal static class PresetFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    public static T Read<T>(string name)
    {
        using var file = typeof(PresetFile).Assembly.GetManifestResourceStream($"Guanlian.Members.Clusters.Presets.{name}.json")!;
        return JsonSerializer.Deserialize<T>(file, Options)!;
    }
}
