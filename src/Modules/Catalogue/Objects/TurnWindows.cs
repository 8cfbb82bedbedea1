using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Events;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Objects;

/// <summary>Opens records whose embargo has ended, and closes those whose time is over, by the day in China.</summary>
internal sealed class TurnWindows(CatalogueDb db, WriteObjects write, ProfileBook profiles, TimeProvider clock) : IRegularWork
{
    private const int Batch = 500;

    public string Name => "catalogue.turn-windows";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken ct)
    {
        while (await TurnAsync(ct) == Batch)
        {
        }
    }

    private async Task<int> TurnAsync(CancellationToken ct)
    {
        var today = Dates.InChina(clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Published, windowed, and the audience in force is not the one of today.
        var due = await db.Objects.FromSql($"""
            select o.* from catalogue.object o join catalogue.audience a on a.id = o.shown_to
             where o.state = 'Published' and (o.opens_on is not null or o.closes_on is not null)
               and a.level <> case when coalesce(o.opens_on <= {today}, true) and coalesce(o.closes_on >= {today}, true)
                                   then o.level else 'Staff' end
             limit {Batch} for update of o skip locked
            """).AsNoTracking().ToListAsync(ct);
        foreach (var row in due)
        {
            var draft = ObjectDraft.Of(row, ObjectRecord.Read(profiles[row.Profile], row.Record));
            if ((await write.WriteAsync([draft], ct)).Count == 0)
            {
                continue;
            }

            var opens = draft.OpenOn(today) == draft.Level;
            db.Record(new Change(opens ? "catalogue.object.opened" : "catalogue.object.closed", "catalogue.object", row.Id) { OwnerId = row.InstitutionId });
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        db.ChangeTracker.Clear();
        return due.Count;
    }
}
