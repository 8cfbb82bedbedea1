using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Agreements.Access;

/// <summary>Who may see an agreement and act in it: its parties, and, reading, the alliance that stands over one of them. To others it is missing.</summary>
internal static class AgreementAccess
{
    public static Refusal Missing { get; } = new Refusal.Missing("agreements.missing");

    /// <summary>Parties whose agreements this actor may read; null where he reads none.</summary>
    public static IReadOnlyCollection<Guid>? Readable(Actor actor) => actor.PartyId is { } party && actor.May(AgreementPermissions.Read)
        ? [party, .. actor.Mandate!.StandsOver, .. actor.Mandate.ActsFor.Where(a => a.Value.Contains(AgreementPermissions.Draft)).Select(a => a.Key)]
        : null;

    public static bool MaySee(Actor actor, IEnumerable<Guid> parties) => Readable(actor) is { } readable && parties.Any(readable.Contains);

    /// <summary>Writes for that party: its own people, or those it lent this to; never the alliance in its stead.</summary>
    public static bool Drafts(Actor actor, Guid party) => For(actor, party, AgreementPermissions.Draft);

    /// <summary>Binds that party.</summary>
    public static bool Seals(Actor actor, Guid party) => For(actor, party, AgreementPermissions.Seal);

    private static bool For(Actor actor, Guid party, string permission) =>
        actor.PartyId == party
            ? actor.May(permission)
            : actor.Mandate?.ActsFor.TryGetValue(party, out var lent) == true && lent.Contains(permission) && actor.May(permission);
}
