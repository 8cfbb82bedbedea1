using System.Text;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Import;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Events;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Catalogue.Import;

public sealed class ImportingObjects(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private readonly CatalogueWorld world = new(host);

    private async Task<ImportDesk> DeskAsync(string role = Roles.Coordinator) => new(world, world.Actor(await world.MuseumAsync(), role));

    private static byte[] Csv(string text) => Encoding.UTF8.GetBytes(text);

    [Fact]
    public async Task The_census_workbook_goes_in_as_it_is_and_again_without_a_difference()
    {
        var desk = await DeskAsync();
        var file = await MadeWorkbook.XlsxAsync(300);
        var act = await desk.CompareAsync(file, shown: "Public");
        Assert.Equal((BulkState.Ready, 300, 0, 0, 0), (act.State, act.Added, act.Changed, act.Same, act.Problems));
        Assert.Equal(0, await desk.CountAsync());
        act = await desk.ApplyAsync(act);
        Assert.Equal((BulkState.Applied, 300), (act.State, act.Written));
        var objects = await desk.ObjectsAsync();
        Assert.Equal(300, objects.Count);
        Assert.All(objects, o => Assert.Equal(ObjectState.Published, o.State));
        var record = ObjectRecord.Read(ProfileBook.Shipped["census"], objects[0].Record);
        Assert.NotNull(record.Of(FieldRoles.Category));
        var again = await desk.CompareAsync(file);
        Assert.Equal((0, 0, 300, 0), (again.Added, again.Changed, again.Same, again.Problems));
        Assert.Null((await host.Services.GetRequiredService<VerifyHistory>().RunAsync()).First);
        var history = await desk.AsAsync<ReadHistory, IReadOnlyList<HistoryEvent>>(h => h.OfAsync(objects[0].Id, 10, default));
        Assert.Equal("catalogue.object.added-in-bulk", history.Single().Action);
    }

    [Fact]
    public async Task A_difference_is_shown_field_by_field_and_a_column_that_is_absent_empties_nothing()
    {
        var desk = await DeskAsync();
        await desk.ImportAsync(Csv("总登记号,藏品名称,类别,通高,页码\n甲-1,青花碗,瓷器,12,3\n甲-2,铜镜,铜器,,4\n"));
        var act = await desk.CompareAsync(Csv("总登记号,藏品名称,通高\n甲1,青花缠枝碗,12.0\n甲2,铜镜,5\n甲3,新,\n"));
        Assert.Equal((1, 2, 0), (act.Added, act.Changed, act.Same));
        var rows = await desk.RowsAsync(act.Id);
        Assert.Equal("""{"number":"\"甲-1\"","title.zh":"\"青花碗\""}""", rows[0].Before!.RootElement.GetRawText());
        act = await desk.ApplyAsync(act);
        Assert.Equal(BulkState.Applied, act.State);
        var objects = await desk.ObjectsAsync();
        Assert.Equal(3, objects.Count);
        var bowl = ObjectRecord.Read(ProfileBook.Shipped["census"], objects.Single(o => o.NumberKey == "甲1").Record);
        Assert.Equal(("青花缠枝碗", "3"), (bowl.Title("zh"), bowl.Extra["页码"]));
        Assert.NotNull(bowl.Of(FieldRoles.Category));
    }

    [Fact]
    public async Task Undoing_after_later_edits_leaves_only_what_was_edited_since()
    {
        var desk = await DeskAsync();
        await desk.ImportAsync(Csv("总登记号,藏品名称,通高,备注\n1,碗,12,旧\n2,瓶,3,旧\n"));
        var act = await desk.ImportAsync(Csv("总登记号,藏品名称,通高,备注\n1,大碗,13,新\n2,大瓶,4,新\n3,罐,5,新\n4,盘,6,新\n"));
        Assert.Equal((BulkState.Applied, 4), (act.State, act.Written));
        foreach (var edited in (await desk.ObjectsAsync()).Where(o => o.Number is "1" or "4"))
        {
            var record = ObjectRecord.Read(ProfileBook.Shipped["census"], edited.Record).With("notes", new TextValue("又改"));
            Assert.Single(await world.WriteAsync(ObjectDraft.Of(edited, record)));
        }

        act = await desk.UndoAsync(act);
        Assert.Equal((BulkState.Undone, 2), (act.State, act.Kept));
        var now = (await desk.ObjectsAsync()).ToDictionary(o => o.Number!, o => ObjectRecord.Read(ProfileBook.Shipped["census"], o.Record));
        Assert.Equal(["1", "2", "4"], now.Keys.Order());
        Assert.Equal(("碗", "又改"), (now["1"].Title("zh"), ((TextValue)now["1"]["notes"]!).Text));
        Assert.Equal(("瓶", "旧"), (now["2"].Title("zh"), ((TextValue)now["2"]["notes"]!).Text));
        var rows = (await desk.RowsAsync(act.Id)).ToDictionary(r => r.Key);
        Assert.Equal((BulkRowEnd.PartlyUndone, BulkRowEnd.Kept), (rows["1"].Outcome, rows["4"].Outcome));
        Assert.Contains("notes", rows["1"].Kept!.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Null(rows["3"].Outcome);
        Assert.Null((await host.Services.GetRequiredService<VerifyHistory>().RunAsync()).First);

        var again = await desk.ImportAsync(Csv("总登记号,藏品名称\n3,罐\n"));
        Assert.Equal((BulkState.Applied, 1), (again.State, again.Added));
    }

    [Fact]
    public async Task Two_imports_at_once_of_the_same_objects_lose_nothing()
    {
        var desk = await DeskAsync();
        var rows = MadeWorkbook.Rows(3000).ToList();
        var (one, other) = (await desk.CompareAsync(Csv(MadeWorkbook.Csv(rows))), await desk.CompareAsync(Csv(MadeWorkbook.Csv(rows.Skip(1500).Concat(MadeWorkbook.Rows(10, prefix: "另"))))));
        await desk.AskAsync(one);
        await desk.AskAsync(other);
        await Task.WhenAll(desk.StepAsync(one.Id), desk.StepAsync(other.Id));
        var (first, second) = (await desk.ActAsync(one.Id), await desk.ActAsync(other.Id));
        var (applied, back) = first.State == BulkState.Applied ? (first, second) : (second, first);
        Assert.Equal(BulkState.Applied, applied.State);
        back = back.State == BulkState.Comparing ? await desk.StepAsync(back.Id) : back;
        Assert.Equal(BulkState.Ready, back.State);
        Assert.Equal(applied.Written, await desk.CountAsync());
        if (back.Added > 0)
        {
            back = await desk.ApplyAsync(back);
            Assert.Equal(BulkState.Applied, back.State);
        }

        Assert.Equal(3010, await desk.CountAsync());
    }

    [Fact]
    public async Task Hostile_cells_harm_nothing_and_are_named()
    {
        var desk = await DeskAsync();
        var rows = new List<string?[]>
        {
            new[] { "=1+1", "公式碗", "瓷器" }, new[] { "H2", "控\u0001制\u200b碗", "瓷器" }, new[] { "H3", new string('长', 1 << 20), "瓷器" },
            new[] { "H4", "'; drop table catalogue.object; --", "<script>alert(1)</script>" }, new[] { "H2", "重号碗", "瓷器" }, new[] { "H6", "好碗", "瓷器" },
        };
        var act = await desk.CompareAsync(Csv(MadeWorkbook.Csv(rows, ["总登记号", "藏品名称", "类别"])), shown: "Public");
        Assert.Equal((BulkState.Ready, 4, 2), (act.State, act.Added, act.Problems));
        var found = await desk.RowsAsync(act.Id);
        Assert.Contains("cell.too-long", found[2].Findings!.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("key-twice", found[4].Findings!.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("stripped", found[1].Findings!.RootElement.GetRawText(), StringComparison.Ordinal);
        act = await desk.ApplyAsync(act);
        Assert.Equal(4, act.Written);
        Assert.Equal(["=1+1", "H2", "H4", "H6"], (await desk.ObjectsAsync()).Select(o => o.Number!).Order(StringComparer.Ordinal));
        Assert.Equal("控制碗", ObjectRecord.Read(ProfileBook.Shipped["census"], (await desk.ObjectsAsync()).Single(o => o.Number == "H2").Record).Title("zh"));
    }

    [Fact]
    public async Task A_keeper_who_may_not_publish_imports_drafts_only()
    {
        var desk = await DeskAsync(Roles.Staff);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => desk.CompareAsync(Csv("总登记号,藏品名称\n1,碗\n"), shown: "Public"));
        Assert.Equal(ImportWords.MayNotPublish, refused.Message);
        await desk.ImportAsync(Csv("总登记号,藏品名称\n1,碗\n"));
        Assert.Equal(ObjectState.Draft, (await desk.ObjectsAsync()).Single().State);
    }

    [Theory]
    [InlineData("mplus", "mplus-200.jsonl")]
    [InlineData("cmoa", "cmoa-200.jsonl")]
    public async Task Foreign_records_go_in_with_their_own_profile_and_again_without_a_difference(string layout, string file)
    {
        var desk = await DeskAsync();
        if (layout == "mplus")
        {
            await using var people = CollectionSamples.Open("mplus-people.csv");
            Assert.Equal(172, (await desk.AsAsync<PeopleFile.Handler, Guanlian.Platform.Outcomes.Outcome<int>>(h => h.HandleAsync(new("mplus", people), default))).Value);
        }

        var bytes = CollectionSamples.Read(file);
        var act = await desk.ImportAsync(bytes, layout, "Public");
        Assert.Equal((BulkState.Applied, 200, 0), (act.State, act.Written, act.Problems));
        Assert.All(await desk.ObjectsAsync(), o => Assert.Equal("art", o.Profile));
        Assert.Equal((0, 0, 200), await desk.CompareAsync(bytes, layout) is var again ? (again.Added, again.Changed, again.Same) : default);
    }

    [Fact]
    public async Task What_goes_out_in_the_census_layout_comes_back_without_a_difference_and_changed_cells_are_marked()
    {
        var desk = await DeskAsync();
        await desk.ImportAsync(await MadeWorkbook.XlsxAsync(200));
        await desk.ImportAsync(Csv("总登记号,藏品名称,类别,年代,通高,页码\n乙1,瓶,瓷气,清代,残高三寸,9\n乙2,碗,瓷器,清·乾隆,12mm,\n"));
        var file = await ExportAsync(desk, null);
        var again = await desk.CompareAsync(file);
        Assert.Equal((0, 0, 202), (again.Added, again.Changed, again.Same));

        host.Clock.Advance(TimeSpan.FromDays(2));
        await desk.ImportAsync(Csv("总登记号,藏品名称,通高\n乙2,大碗,15mm\n乙3,新罐,3\n"));
        using var workbook = new System.IO.Compression.ZipArchive(new MemoryStream(await ExportAsync(desk, host.Clock.Now.AddDays(-1))));
        using var comments = workbook.GetEntry("xl/comments1.xml")!.Open();
        var notes = System.Xml.Linq.XDocument.Load(comments).Descendants().Where(e => e.Name.LocalName == "comment").Select(e => e.Value).ToList();
        Assert.Equal(5, notes.Count);
        Assert.Contains("原值：碗", notes);
        Assert.Contains("原值：12mm", notes);
        Assert.Equal(3, notes.Count(n => n == "新增"));

        async Task<byte[]> ExportAsync(ImportDesk of, DateTimeOffset? since) => await world.UseAsync<ExportCensus.Handler, byte[]>(Actor.Program, async (handler, services) =>
        {
            var layout = Mappings.Shipped[Mappings.Census];
            var columns = await handler.ColumnsAsync(of.Institution, layout, default);
            using var stream = new MemoryStream();
            await Guanlian.Platform.Tables.XlsxTableWriter.WriteAsync(stream, [new("登录表", [.. columns.Select(c => new Guanlian.Platform.Tables.TableHeading(c.Heading))],
                handler.RowsAsync(of.Institution, columns, since, services.GetRequiredService<Guanlian.Platform.Words.Wording>(), default))], default);
            return stream.ToArray();
        });
    }
}
