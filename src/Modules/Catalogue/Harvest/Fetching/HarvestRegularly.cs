using Guanlian.Catalogue.Data;
using Guanlian.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Harvest.Fetching;

/// <summary>Queues the harvests that are due, and those that were begun and not brought to their end.</summary>
internal sealed class HarvestRegularly(CatalogueDb db, TimeProvider clock) : IRegularWork
{
    public string Name => "catalogue.harvest-regularly";

    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public async Task RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var due = await db.Set<Harvester>().FromSql($"""
            select h.* from catalogue.harvester h
             where h.every_hours is not null and (h.ended_at is null or h.ended_at + make_interval(hours => h.every_hours) <= {now})
               and not exists (select from platform.job j where j.id = h.job_id and j.state in ('Waiting', 'Running'))
             for update of h skip locked
            """).ToListAsync(ct);
        foreach (var harvester in due)
        {
            harvester.JobId = db.Enqueue(RunHarvest.JobKind, new RunHarvest.Ask(harvester.InstitutionId, harvester.Id), harvester.Id);
        }

        await db.SaveChangesAsync(ct);
    }
}
