using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Cooperation.Access;

/// <summary>Who may see a cooperation and act in it: its parties, and the alliance that stands over one of them. To others it is missing.</summary>
internal static class CooperationAccess
{
    public static Refusal Missing { get; } = new Refusal.Missing("cooperation.missing");

    /// <summary>Parties whose cooperations this actor may read; null where he reads none.</summary>
    public static IReadOnlyCollection<Guid>? Readable(Actor actor) => actor.Reads(CooperationPermissions.Read, CooperationPermissions.Work);

    public static bool MaySee(Actor actor, IEnumerable<Guid> parties) => Readable(actor) is { } readable && parties.Any(readable.Contains);

    /// <summary>Does work for that party: its own staff, never the alliance in its stead.</summary>
    public static bool Works(Actor actor, Guid party) => actor.ActsFor(CooperationPermissions.Work, party);

    public static bool Binds(Actor actor, Guid party) => actor.ActsFor(CooperationPermissions.Agree, party);

    /// <summary>Of these parties, those that the actor works for.</summary>
    public static IReadOnlyList<Guid> Own(Actor actor, IEnumerable<Guid> parties) => [.. parties.Where(p => Works(actor, p)).Distinct()];

    /// <summary>Stands over one of the parties with the right to ratify.</summary>
    public static bool Ratifies(Actor actor, IEnumerable<Guid> parties) =>
        actor.May(CooperationPermissions.Ratify) && parties.Any(p => actor.May(CooperationPermissions.Ratify, p));

    /// <summary>For acts of the leading party on its cooperation.</summary>
    public static Refusal? CheckLead(Actor actor, CooperationRecord? found, IEnumerable<Guid> parties) => found switch
    {
        null => Missing,
        _ when !MaySee(actor, parties) => Missing,
        _ when !Works(actor, found.LeadPartyId) => new Refusal.Denied("cooperation.not-yours-to-lead"),
        _ => null,
    };
}
