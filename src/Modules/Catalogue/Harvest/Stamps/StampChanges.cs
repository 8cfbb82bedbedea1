using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Harvest.Stamps;

/// <summary>
/// Gives every change of an object's public face its time and its place in the order of changes, after it has been committed and before
/// anybody is told of it. So a list that was answered at a time T is never joined later by a change stamped before T, however long the
/// transaction took that made it. See docs/decisions/0100-datestamps-are-given-when-asked-for.md.
/// </summary>
internal sealed class StampChanges(CatalogueDb db, Audiences audiences, TimeProvider clock)
{
    /// <summary>Stamps what has been committed and not been stamped.</summary>
    /// <returns>The time to tell: no later change will carry an earlier one.</returns>
    public async Task<DateTimeOffset> RunAsync(CancellationToken ct)
    {
        var now = WholeSecond(clock.GetUtcNow());
        State state;
        await using (var looking = await db.Database.BeginTransactionAsync(ct))
        {
            await ByIndexAsync(ct);
            state = await db.Database.SqlQuery<State>($"""
                select s.told_at as "ToldAt", exists (
                           select from catalogue.object o
                            where o.changed_in >= pg_snapshot_xmin(s.seen) and not pg_visible_in_snapshot(o.changed_in, s.seen))
                       or pg_snapshot_xmax(s.seen) > pg_snapshot_xmax(pg_current_snapshot()) as "Behind"
                  from catalogue.stamping s
                """).SingleAsync(ct);
            await looking.CommitAsync(ct);
        }

        return !state.Behind && state.ToldAt >= now ? state.ToldAt : await StampAsync(now, ct);
    }

    public static DateTimeOffset WholeSecond(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    private async Task<DateTimeOffset> StampAsync(DateTimeOffset now, CancellationToken ct)
    {
        var open = await audiences.OpenToAsync(Reader.Visitor, ct);
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // First the lock, then a statement with a snapshot of its own: whoever stamps next sees all that this one saw.
        var told = await db.Database.SqlQuery<DateTimeOffset>($"""
            update catalogue.stamping set told_at = greatest(told_at, {now}) returning told_at as "Value"
            """).ToListAsync(ct);
        await StartOverAfterRestoreAsync(ct);
        await ByIndexAsync(ct);
        await db.Database.ExecuteSqlAsync($"""
            with changed as materialized (
                select o.institution_id, o.id, o.shown_to = any({open}) as shown
                  from catalogue.object o
                 where o.changed_in >= (select pg_snapshot_xmin(seen) from catalogue.stamping)
                   and not pg_visible_in_snapshot(o.changed_in, (select seen from catalogue.stamping))
                 order by o.changed_in, o.serial
            ), put as (
                insert into catalogue.stamp as s (institution_id, object_id, seq, first_at, stamped_at, deleted)
                select institution_id, id, nextval('catalogue.stamp_seq'), {told[0]}, {told[0]}, false from changed where shown
                on conflict (institution_id, object_id) do update
                   set seq = excluded.seq, stamped_at = excluded.stamped_at, deleted = false,
                       first_at = case when s.deleted then excluded.first_at else s.first_at end
            ), taken as (
                update catalogue.stamp s set seq = nextval('catalogue.stamp_seq'), stamped_at = {told[0]}, deleted = true
                  from changed c where not c.shown and not s.deleted and s.institution_id = c.institution_id and s.object_id = c.id
            )
            update catalogue.stamping set seen = pg_current_snapshot()
            """, ct);
        await transaction.CommitAsync(ct);
        return told[0];
    }

    /// <summary>
    /// The planner cannot know that next to nothing has changed: it reckons with a third of all objects, and would read and sort all three million.
    /// </summary>
    private Task<int> ByIndexAsync(CancellationToken ct) => db.Database.ExecuteSqlAsync($"""
        select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)
        """, ct);

    /// <summary>A database that was restored into a younger server counts its transactions anew: everything is stamped once more.</summary>
    private async Task StartOverAfterRestoreAsync(CancellationToken ct)
    {
        var younger = await db.Database.SqlQuery<bool>($"""
            select pg_snapshot_xmax(seen) > pg_snapshot_xmax(pg_current_snapshot()) as "Value" from catalogue.stamping
            """).SingleAsync(ct);
        if (younger)
        {
            await db.Database.ExecuteSqlAsync($"""
                update catalogue.object set changed_in = pg_current_xact_id() where changed_in >= pg_snapshot_xmax(pg_current_snapshot())
                """, ct);
            await db.Database.ExecuteSqlAsync($"update catalogue.stamping set seen = '1:1:'", ct);
        }
    }

    private sealed record State(DateTimeOffset ToldAt, bool Behind);
}
