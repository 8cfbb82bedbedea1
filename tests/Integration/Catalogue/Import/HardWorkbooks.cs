using System.Text;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;

namespace Guanlian.Integration.Catalogue.Import;

/// <summary>Census workbooks as they come from offices: several sheets, merged headings, formulas, numbers twice, text that would harm.</summary>
public sealed class HardWorkbooks(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private static readonly Profile Census = ProfileBook.Shipped["census"];
    private readonly CatalogueWorld world = new(host);

    private async Task<ImportDesk> DeskAsync() => new(world, world.Actor(await world.MuseumAsync(), Roles.Coordinator));

    [Theory]
    [InlineData("census-hard.xls")]
    [InlineData("census-hard.xlsx")]
    [Trait("Requirement", "W01")]
    public async Task Both_sheets_are_read_under_their_own_headings_with_formulas_and_numbers_twice_named(string name)
    {
        var desk = await DeskAsync();
        var act = await desk.CompareAsync(CollectionSamples.Read(name));
        Assert.Equal((BulkState.Ready, 5, 2), (act.State, act.Added, act.Problems));
        var rows = await desk.RowsAsync(act.Id);
        Assert.Equal(["馆藏一", "馆藏一", "馆藏一", "馆藏一", "馆藏二", "馆藏二", "馆藏二"], rows.Select(r => r.Sheet));
        Assert.Equal([4, 5, 6, 7, 2, 3, 4], rows.Select(r => r.FileRow!.Value));
        var broken = Assert.Single(rows, r => r.Label == "坏公式");
        Assert.Contains("\"I7\"", Findings(broken), StringComparison.Ordinal);
        Assert.Contains("#DIV/0!", Findings(broken), StringComparison.Ordinal);
        Assert.Contains(BulkWords.KeyTwice, Findings(Assert.Single(rows, r => r.Label == "重号瓶")), StringComparison.Ordinal);
        Assert.Contains("formula", Findings(rows[0]), StringComparison.Ordinal);
        Assert.Contains("填写说明", act.Findings!.RootElement.GetRawText(), StringComparison.Ordinal);

        act = await desk.ApplyAsync(act);
        Assert.Equal((BulkState.Applied, 5), (act.State, act.Written));
        var objects = (await desk.ObjectsAsync()).ToDictionary(o => o.Number!, o => ObjectRecord.Read(Census, o.Record));
        Assert.Equal(["乙1", "乙2", "甲-001", "甲-002", "甲-003"], objects.Keys.Order(StringComparer.Ordinal));
        var bowl = objects["甲-001"];
        Assert.Equal((new AmountValue(2, "件"), new AmountValue(15.5m, "cm")), (bowl["actual"], bowl["length"]));
        Assert.Equal(new TextValue("3601212180000100000001"), bowl["censusNumber"]);
        Assert.Equal(("清", "清乾隆"), (Guanlian.Catalogue.Codes.CodeBook.Standard["period"].Find(((TimeValue)bowl["period"]!).Code)?.Zh, ((TextValue)bowl["exactPeriod"]!).Text));
        Assert.Equal("三彩马", objects["甲-003"].Title("zh"));
        Assert.Equal(new AmountValue(134, "mm"), objects["甲-002"]["length"]);
        Assert.Equal(new AmountValue(12, "件"), objects["乙1"]["actual"]);

        var again = await desk.CompareAsync(CollectionSamples.Read(name));
        Assert.Equal((0, 0, 5, 2), (again.Added, again.Changed, again.Same, again.Problems));
    }

    [Fact]
    public async Task A_number_of_the_catalogue_is_a_change_of_that_object_and_one_in_the_bin_is_free()
    {
        var desk = await DeskAsync();
        await desk.ImportAsync(Csv("总登记号,藏品名称\n甲-1,碗\n甲-2,瓶\n"));
        var bottle = (await desk.ObjectsAsync()).Single(o => o.Number == "甲-2");
        await world.WriteAsync(ObjectDraft.Of(bottle, ObjectRecord.Read(Census, bottle.Record)) with { State = ObjectState.Binned });
        var act = await desk.CompareAsync(Csv("总登记号,藏品名称\n甲１,大碗\n甲 2,新瓶\n甲—1,又一个\n"));
        Assert.Equal((1, 1, 1), (act.Added, act.Changed, act.Problems));
        var rows = await desk.RowsAsync(act.Id);
        Assert.Equal([BulkRowState.Changed, BulkRowState.Added, BulkRowState.Problem], rows.Select(r => r.State));
        Assert.Contains(BulkWords.KeyTwice, Findings(rows[2]), StringComparison.Ordinal);
        await desk.ApplyAsync(act);
        Assert.Equal(["大碗", "新瓶"], (await desk.ObjectsAsync()).Select(o => ObjectRecord.Read(Census, o.Record).Title("zh")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Text_that_a_spreadsheet_would_run_comes_in_as_text_and_goes_out_so_that_none_runs_it()
    {
        string[] hostile = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "＝HYPERLINK(\"http://x\")"];
        var desk = await DeskAsync();
        var rows = MadeWorkbook.Rows(hostile.Length).ToList();
        for (var i = 0; i < hostile.Length; i++)
        {
            (rows[i][0], rows[i][7], rows[i][9]) = ($"敌{i}", hostile[i], "瓷器");
        }

        await desk.ImportAsync(Csv(MadeWorkbook.Csv(rows)), shown: "Public");
        var objects = await desk.ObjectsAsync();
        Assert.All(objects, o => Assert.Equal(ObjectState.Published, o.State));
        Assert.Equal(hostile.Select(h => h.Trim()), objects.Select(o => ObjectRecord.Read(Census, o.Record).Title("zh")));

        using var client = host.NewClient();
        var csv = await client.GetStringAsync("catalogue/objects.csv?category=category%3A03");
        var lines = csv.Split('\n').Where(l => l.StartsWith('敌')).ToList();
        Assert.True(hostile.Length == lines.Count, csv);
        Assert.All(lines, l => Assert.Matches("^敌[0-9],\"?'[=+@＝-]", l));
        var xlsx = await client.GetByteArrayAsync("catalogue/objects.xlsx?category=category%3A03");
        using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(xlsx));
        foreach (var sheet in archive.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)))
        {
            using var text = new StreamReader(sheet.Open());
            var xml = await text.ReadToEndAsync();
            Assert.DoesNotContain("<f>", xml, StringComparison.Ordinal);
            Assert.Contains("=cmd|", xml, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Undoing_names_the_objects_that_were_edited_since()
    {
        var desk = await DeskAsync();
        var act = await desk.ImportAsync(await MadeWorkbook.XlsxAsync(60), shown: "Public");
        var edited = (await desk.ObjectsAsync()).Where((_, i) => i % 20 == 0).ToList();
        foreach (var row in edited)
        {
            await world.WriteAsync(ObjectDraft.Of(row, ObjectRecord.Read(Census, row.Record).With("notes", new TextValue("库房核对过"))));
        }

        act = await desk.UndoAsync(act);
        Assert.Equal((BulkState.Undone, edited.Count), (act.State, act.Kept));
        var kept = (await desk.RowsAsync(act.Id)).Where(r => r.Outcome == BulkRowEnd.Kept).ToList();
        Assert.Equal(edited.Select(o => o.Number).Order(StringComparer.Ordinal), kept.Select(r => System.Text.Json.JsonSerializer.Deserialize<string>(r.Fields.RootElement.GetProperty("number").GetString()!)).Order(StringComparer.Ordinal));
        Assert.All(kept, r => Assert.Contains("notes", r.Kept!.RootElement.GetRawText(), StringComparison.Ordinal));
        Assert.Equal(edited.Count, await desk.CountAsync());
        var page = await PageAsync(desk, act.Id);
        Assert.All(edited, o => Assert.Contains(o.Number!, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_imports_at_once_of_one_file_write_every_object_once()
    {
        var desk = await DeskAsync();
        var file = await MadeWorkbook.XlsxAsync(1200);
        var (one, other) = (await desk.CompareAsync(file), await desk.CompareAsync(file));
        await desk.AskAsync(one);
        await desk.AskAsync(other);
        await Task.WhenAll(desk.StepAsync(one.Id), desk.StepAsync(other.Id));
        var (first, second) = (await desk.ActAsync(one.Id), await desk.ActAsync(other.Id));
        var back = Assert.Single(new[] { first, second }, a => a.State != BulkState.Applied);
        back = back.State == BulkState.Comparing ? await desk.StepAsync(back.Id) : back;
        Assert.Equal((BulkState.Ready, 0, 0, 1200), (back.State, back.Added, back.Changed, back.Same));
        Assert.Equal(1200, await desk.CountAsync());
    }

    private static byte[] Csv(string text) => Encoding.UTF8.GetBytes(text);

    private static string Findings(BulkRow row) => row.Findings?.RootElement.GetRawText() ?? "";

    private async Task<string> PageAsync(ImportDesk desk, Guid act)
    {
        using var client = await host.SignInAsAsync(Roles.Coordinator, desk.Institution);
        return await client.GetStringAsync($"bulk/{act}?show=Kept");
    }
}
