using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;

namespace Guanlian.Resources.Handovers;

/// <summary>
/// Who may see a handover and act in it: its two sides act; they, the owner of what is listed, and the alliance that stands over one of
/// these read. To others it is missing.
/// </summary>
internal static class HandoverAccess
{
    public static Refusal Missing { get; } = new Refusal.Missing("resources.handover.missing");

    public static bool MaySee(Actor actor, HandoverRecord handover, IEnumerable<HandoverItem> items) =>
        ResourceAccess.Readable(actor) is { } readable
        && (readable.Contains(handover.FromPartyId) || readable.Contains(handover.ToPartyId) || items.Any(i => readable.Contains(i.OwnerId)));

    /// <summary>The handovers that somebody who reads these parties' things may see.</summary>
    public static IQueryable<HandoverRecord> SeenBy(this IQueryable<HandoverRecord> rows, ResourcesDb db, IReadOnlyCollection<Guid> readable)
    {
        var may = readable.ToList();
        return rows.Where(h => may.Contains(h.FromPartyId) || may.Contains(h.ToPartyId) || db.HandoverItems().Any(i => i.HandoverId == h.Id && may.Contains(i.OwnerId)));
    }

    /// <summary>Speaks for that party; never the alliance in its stead.</summary>
    public static bool Acts(Actor actor, Guid party) => actor.ActsFor(ResourcePermissions.Book, party);

    /// <summary>Of the two sides, those that the actor speaks for.</summary>
    public static IReadOnlyList<Guid> Sides(Actor actor, HandoverRecord handover) =>
        [.. new[] { handover.FromPartyId, handover.ToPartyId }.Where(p => Acts(actor, p))];

    public static bool May(Actor actor, HandoverRecord handover, HandoverMove move) => HandoverMoves.By(handover.State, move) switch
    {
        Mover.From => Acts(actor, handover.FromPartyId),
        Mover.To => Acts(actor, handover.ToPartyId),
        Mover.Either => Sides(actor, handover).Count > 0,
        _ => false,
    };
}
