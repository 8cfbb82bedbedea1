using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Import;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Hosting.Catalogue;

/// <summary>A keeper who imports through the real mechanism, step by step.</summary>
internal sealed class ImportDesk(CatalogueWorld world, Actor keeper)
{
    public Guid Institution => keeper.PartyId!.Value;

    /// <summary>Sends a file and compares it.</summary>
    public async Task<BulkAct> CompareAsync(byte[] file, string layout = "census", string shown = "", Guid? id = null)
    {
        var options = new Dictionary<string, string> { [ObjectImport.Layout] = layout, [ObjectImport.Shown] = shown };
        return await StepAsync(await StartAsync(ObjectImport.KindName, file, options, id));
    }

    public async Task<Guid> StartAsync(string kind, byte[]? file, Dictionary<string, string> options, Guid? id = null)
    {
        var started = await AsAsync<StartAct.Handler, Outcome<Guid>>(start => start.HandleAsync(
            new(id ?? Guid.CreateVersion7(), kind, file is null ? null : new MemoryStream(file), file is null ? null : "藏品.xlsx", options), default));
        return started.Refused ? throw new InvalidOperationException(started.Refusal.Code) : started.Value;
    }

    /// <summary>Takes the due step here and now.</summary>
    public async Task<BulkAct> StepAsync(Guid id)
    {
        await AsAsync<BulkSteps, Refusal?>(steps => steps.RunAsync(id, (_, _, _) => Task.CompletedTask, default));
        return await ActAsync(id);
    }

    public async Task<BulkAct> ApplyAsync(BulkAct act)
    {
        await AskAsync(act);
        return await StepAsync(act.Id);
    }

    public Task<Outcome<Done>> AskAsync(BulkAct act) =>
        AsAsync<ApplyAct.Handler, Outcome<Done>>(h => h.HandleAsync(new(act.Id, act.Version, "普查数据"), default));

    /// <summary>Sends, compares and applies.</summary>
    public async Task<BulkAct> ImportAsync(byte[] file, string layout = "census", string shown = "") =>
        await ApplyAsync(await CompareAsync(file, layout, shown));

    public async Task<BulkAct> UndoAsync(BulkAct act)
    {
        await AsAsync<UndoAct.Handler, Outcome<Done>>(h => h.HandleAsync(new(act.Id, act.Version, "导错了"), default));
        return await StepAsync(act.Id);
    }

    public Task<BulkAct> ActAsync(Guid id) => AsAsync<PlatformDb, BulkAct>(db => db.Set<BulkAct>().AsNoTracking().SingleAsync(a => a.Id == id));

    public Task<List<BulkRow>> RowsAsync(Guid id) =>
        AsAsync<PlatformDb, List<BulkRow>>(db => db.Set<BulkRow>().AsNoTracking().Where(r => r.ActId == id).OrderBy(r => r.Number).ToListAsync());

    /// <summary>The objects that are neither binned nor gone, by number.</summary>
    public Task<List<CatalogueObject>> ObjectsAsync() => AsAsync<CatalogueDb, List<CatalogueObject>>(db => db.Objects.AsNoTracking()
        .Where(o => o.InstitutionId == Institution && o.State != ObjectState.Binned && o.State != ObjectState.Gone).OrderBy(o => o.Number).ToListAsync());

    public Task<int> CountAsync() => AsAsync<CatalogueDb, int>(db => db.Objects
        .CountAsync(o => o.InstitutionId == Institution && o.State != ObjectState.Binned && o.State != ObjectState.Gone));

    public Task<T> AsAsync<THandler, T>(Func<THandler, Task<T>> use) where THandler : notnull => world.UseAsync<THandler, T>(keeper, (handler, _) => use(handler));
}
