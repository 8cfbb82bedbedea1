using System.Globalization;
using System.Text;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Import;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace Guanlian.Integration.Catalogue.Import;

/// <summary>
/// The census workbook of a large museum through the real mechanism, there and back. 200,000 rows take a minute and a half of processor time:
/// GUANLIAN_IMPORT_ROWS=200000 asks for them, without it there are 20,000.
/// </summary>
public sealed class LargeWorkbooks(GuanlianHost host, ITestOutputHelper output) : IClassFixture<GuanlianHost>
{
    private const int MostHeld = 150;
    private static readonly int Rows = int.Parse(Environment.GetEnvironmentVariable("GUANLIAN_IMPORT_ROWS") ?? "20000", CultureInfo.InvariantCulture);

    private readonly CatalogueWorld world = new(host);
    private long before;
    private long most;
    private int steps;

    [Fact]
    public async Task A_large_workbook_comes_in_and_is_taken_back_in_bounded_memory()
    {
        var desk = await DeskAsync();
        before = GC.GetTotalMemory(forceFullCollection: true);
        var id = await StartAsync(desk);
        var act = await StepAsync(desk, id);
        Assert.Equal((BulkState.Ready, Rows, 0, 0, 0), (act.State, act.Added, act.Changed, act.Same, act.Problems));
        Assert.Equal(0, await desk.CountAsync());

        Assert.False((await desk.AskAsync(act)).Refused);
        act = await StepAsync(desk, id);
        Assert.Equal((BulkState.Applied, Rows), (act.State, act.Written));
        Assert.Equal((Rows, Rows, Rows), (await desk.CountAsync(), await CountAsync(desk, "catalogue.find where shown_to > 0"), await CountAsync(desk, "catalogue.object where version = 1")));
        Assert.Equal(Rows, await host.ScalarAsync<long>($"select count(distinct serial) from catalogue.find where institution_id = '{desk.Institution}'"));

        Assert.False((await desk.AsAsync<UndoAct.Handler, Outcome<Done>>(h => h.HandleAsync(new(id, act.Version, "导错了"), default))).Refused);
        act = await StepAsync(desk, id);
        Assert.Equal((BulkState.Undone, 0), (act.State, act.Kept));
        Assert.Equal((0, Rows, 0), (await desk.CountAsync(), await CountAsync(desk, "catalogue.object where state = 'Gone'"), await CountAsync(desk, "catalogue.find where shown_to > 0")));
        Assert.True(most < MostHeld, $"{most} MB held");
    }

    [Fact]
    public async Task What_comes_in_by_the_thousand_is_stored_as_what_is_saved_alone()
    {
        var desk = await DeskAsync();
        var (columns, rows) = ((string[])[.. MadeWorkbook.Columns, "页码"], MadeWorkbook.Rows(500).Select(r => (string?[])[.. r, null]).ToList());
        var (title, notes) = (Array.IndexOf(columns, "藏品名称"), Array.IndexOf(columns, "备注"));
        // Beyond what made rows say: characters of the upper planes, a word in more places and further back than the index counts, a column that no field takes.
        rows[0][title] = "𠮷祥如意𪚥纹盘";
        rows[1][notes] = string.Concat(Enumerable.Repeat("青花，", 300));
        rows[2][notes] = string.Concat(Enumerable.Range(0, 17_000).Select(n => (char)(0x4E00 + (n % 5000)))) + "末字龘";
        rows[3][^1] = "卷三 12";
        await desk.ImportAsync(Encoding.UTF8.GetBytes(MadeWorkbook.Csv(rows, columns)), shown: "Public");
        await AsSavedAloneAsync(desk, 500);

        // Then some that change and some that are new, side by side in each batch.
        rows = [.. rows.SelectMany((r, i) => i % 2 == 0 ? [[.. r.Index().Select(c => c.Index == notes ? $"复核 {i}" : c.Item)], [.. r.Index().Select(c => c.Index == 0 ? $"新{i}" : c.Item)]] : new[] { r })];
        var act = await desk.ImportAsync(Encoding.UTF8.GetBytes(MadeWorkbook.Csv(rows, columns)), shown: "Public");
        Assert.Equal((BulkState.Applied, 250, 250, 250), (act.State, act.Added, act.Changed, act.Same));
        await AsSavedAloneAsync(desk, 750);
    }

    private async Task AsSavedAloneAsync(ImportDesk desk, int count)
    {
        var stored = await StoredAsync(desk);
        foreach (var row in await desk.ObjectsAsync())
        {
            await world.WriteAsync(ObjectDraft.Of(row, ObjectRecord.Read(ProfileBook.Shipped[row.Profile], row.Record)));
        }

        Assert.Equal(count, stored.Count);
        Assert.Equal(stored, await StoredAsync(desk));
    }

    private async Task<ImportDesk> DeskAsync() => new(world, world.Actor(await world.MuseumAsync(), Roles.Director));

    private static async Task<Guid> StartAsync(ImportDesk desk)
    {
        await using var file = new FileStream(Path.GetTempFileName(), new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
        });
        await XlsxTableWriter.WriteAsync(file, [MadeWorkbook.Sheet(MadeWorkbook.Rows(Rows))], default);
        var options = new Dictionary<string, string> { [ObjectImport.Layout] = "census", [ObjectImport.Shown] = "Public" };
        return (await desk.AsAsync<StartAct.Handler, Outcome<Guid>>(
            start => start.HandleAsync(new(Guid.CreateVersion7(), ObjectImport.KindName, file, "普查.xlsx", options), default))).Value;
    }

    /// <summary>Takes the due step and looks now and then at what it holds.</summary>
    private async Task<BulkAct> StepAsync(ImportDesk desk, Guid id)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await desk.AsAsync<BulkSteps, Refusal?>(work => work.RunAsync(id, (_, _, _) =>
        {
            most = steps++ % 100 == 0 ? Math.Max(most, (GC.GetTotalMemory(forceFullCollection: true) - before) >> 20) : most;
            return Task.CompletedTask;
        }, default));
        var act = await desk.ActAsync(id);
        output.WriteLine($"{act.State} after {watch.Elapsed.TotalSeconds:0.0} s, {most} MB held at most, {Environment.CpuUsage.TotalTime.TotalSeconds:0} s of processor time so far");
        return act;
    }

    private Task<int> CountAsync(ImportDesk desk, string of) => host.ScalarAsync<int>($"select count(*)::int from {of} and institution_id = '{desk.Institution}'");

    private Task<List<string>> StoredAsync(ImportDesk desk) => host.WithAsync((CatalogueDb db) => db.Database.SqlQuery<string>($"""
        select (to_jsonb(o) - 'version' - 'created_at' - 'changed_at' - 'changed_in')::text || (to_jsonb(f) - 'changed_in')::text as "Value"
          from catalogue.object o join catalogue.find f using (institution_id, id) where o.institution_id = {desk.Institution} order by o.serial
        """).ToListAsync());
}
