using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>A cooperation with its parties, as handlers load it to act on it.</summary>
internal sealed record Loaded(CooperationRecord Record, List<Participant> Participants)
{
    public IEnumerable<Guid> Parties => Participants.Select(p => p.PartyId);
}

/// <summary>What handlers of one cooperation have in common: load, see, lock the version, save.</summary>
internal static class Loading
{
    /// <summary>
    /// The cooperation, where this actor may see it, locked until <see cref="SaveAsync"/>: who acts in one cooperation acts one after
    /// the other, so that dates and progress are always computed from what stands.
    /// </summary>
    public static async Task<Outcome<Loaded>> CooperationAsync(this CooperationDb db, Guid id, Actor actor, CancellationToken ct)
    {
        _ = db.Database.CurrentTransaction ?? await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from cooperation.cooperation where id = {id} for update", ct);
        var record = await db.Cooperations.SingleOrDefaultAsync(c => c.Id == id, ct);
        if (record is null)
        {
            return CooperationAccess.Missing;
        }

        var participants = await db.Participants.Where(p => p.CooperationId == id).OrderBy(p => p.Sort).ToListAsync(ct);
        return CooperationAccess.MaySee(actor, participants.Select(p => p.PartyId)) ? new Loaded(record, participants) : CooperationAccess.Missing;
    }

    /// <summary>All its tasks, in order.</summary>
    public static Task<List<CooperationTask>> TasksOfAsync(this CooperationDb db, Guid id, CancellationToken ct) =>
        db.Tasks.Where(t => t.CooperationId == id).OrderBy(t => t.Sort).ToListAsync(ct);

    /// <summary>Something was decided about it: its version goes up, so that of two who decide at once the later is told.</summary>
    public static void Touch(this CooperationRecord record, DateTimeOffset now)
    {
        record.Version++;
        record.QuietSince = now;
    }

    /// <summary>Saves, and says so where somebody was faster.</summary>
    public static Task<Outcome<Done>> SaveAsync(this CooperationDb db, CancellationToken ct) => db.SaveInTurnAsync("cooperation.stale", ct);
}
