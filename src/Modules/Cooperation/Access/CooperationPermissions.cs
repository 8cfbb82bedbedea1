using Guanlian.Platform.Access;

namespace Guanlian.Cooperation.Access;

/// <summary>Permissions of the module and the roles that have them.</summary>
internal static class CooperationPermissions
{
    /// <summary>Read the cooperations that one's party takes part in or stands over.</summary>
    public const string Read = "cooperation.read";

    /// <summary>Do, hand in, check and confirm tasks of one's party; start and run cooperations that it leads.</summary>
    public const string Work = "cooperation.work";

    /// <summary>Bind one's party: agree to take part, decline, cancel.</summary>
    public const string Agree = "cooperation.agree";

    /// <summary>Ratify what began by the short form, for the alliance.</summary>
    public const string Ratify = "cooperation.ratify";

    /// <summary>Read the memory of closed cases, which tells nobody's name.</summary>
    public const string Cases = "cooperation.cases";

    /// <summary>Copy and edit templates, correct the calendar of working days.</summary>
    public const string EditTemplates = "cooperation.edit-templates";

    /// <summary>See the whole programme of an alliance: every pair, quiet ones first.</summary>
    public const string Oversee = "cooperation.oversee";

    /// <summary>Have the year's annex made for one's authority.</summary>
    public const string Report = "cooperation.report";

    public static IReadOnlyList<Permission> All { get; } =
    [
        new(Read, Roles.Secretariat, Roles.Council, Roles.Director, Roles.Coordinator, Roles.Staff, Roles.Partner),
        new(Work, Roles.Director, Roles.Coordinator, Roles.Staff, Roles.Partner) { Matter = Matters.Agreements },
        new(Agree, Roles.Director, Roles.Partner) { Matter = Matters.Agreements },
        new(Ratify, Roles.Secretariat, Roles.Council),
        new(Cases, Roles.Secretariat, Roles.Council, Roles.Director, Roles.Coordinator, Roles.Staff),
        new(EditTemplates, Roles.Secretariat),
        new(Oversee, Roles.Secretariat, Roles.Council),
        new(Report, Roles.Secretariat, Roles.Council, Roles.Director),
    ];
}
