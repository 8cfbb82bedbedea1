using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Handovers;

/// <summary>A handover as handlers load it to act on it, its lines in their order.</summary>
internal sealed record LoadedHandover(HandoverRecord Record, IReadOnlyList<HandoverItem> Items);

/// <summary>What handlers of one handover have in common: load, see, lock, note, save.</summary>
internal static class LoadingHandovers
{
    /// <summary>Subject of its history and its talk.</summary>
    public const string Subject = "resources.handover";

    /// <summary>
    /// The handover, where this actor may see it, locked until <see cref="SaveAsync"/>: who acts in one handover acts one after the other,
    /// so that nobody signs a list that another is just changing.
    /// </summary>
    public static async Task<Outcome<LoadedHandover>> HandoverAsync(this ResourcesDb db, Guid id, Actor actor, CancellationToken ct)
    {
        _ = db.Database.CurrentTransaction ?? await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from resources.handover where id = {id} for update", ct);
        var record = await db.Handovers().SingleOrDefaultAsync(h => h.Id == id, ct);
        var items = await db.HandoverItems().Where(i => i.HandoverId == id).OrderBy(i => i.Place).ToListAsync(ct);
        return record is null || !HandoverAccess.MaySee(actor, record, items) ? HandoverAccess.Missing : new LoadedHandover(record, items);
    }

    /// <summary>Notes what happened, in the history of the side that hands over.</summary>
    public static void Note(this ResourcesDb db, HandoverRecord record, string action, object? after = null, object? before = null) =>
        db.Record(new Change(action, Subject, record.Id) { OwnerId = record.FromPartyId, Before = before, After = after });

    /// <summary>Its state changed: others who had it open are told.</summary>
    public static void Turn(this HandoverRecord record, HandoverState state, DateTimeOffset now)
    {
        record.StateSince = record.State == state ? record.StateSince : now;
        record.State = state;
        record.Version++;
    }

    /// <summary>Saves, and says so where somebody was faster.</summary>
    public static Task<Outcome<Done>> SaveAsync(this ResourcesDb db, CancellationToken ct) => db.SaveInTurnAsync("resources.handover.stale", ct);
}
