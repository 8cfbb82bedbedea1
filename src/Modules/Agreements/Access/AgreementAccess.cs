using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Agreements.Access;

/// <summary>Who may see an agreement and act in it: its parties, and, reading, the alliance that stands over one of them. To others it is missing.</summary>
internal static class AgreementAccess
{
    public static Refusal Missing { get; } = new Refusal.Missing("agreements.missing");

    /// <summary>Parties whose agreements this actor may read; null where he reads none.</summary>
    public static IReadOnlyCollection<Guid>? Readable(Actor actor) => actor.Reads(AgreementPermissions.Read, AgreementPermissions.Draft);

    public static bool MaySee(Actor actor, IEnumerable<Guid> parties) => Readable(actor) is { } readable && parties.Any(readable.Contains);

    /// <summary>Writes for that party: its own people, or those it lent this to; never the alliance in its stead.</summary>
    public static bool Drafts(Actor actor, Guid party) => actor.ActsFor(AgreementPermissions.Draft, party);

    /// <summary>Binds that party.</summary>
    public static bool Seals(Actor actor, Guid party) => actor.ActsFor(AgreementPermissions.Seal, party);
}
