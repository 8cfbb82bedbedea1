using System.IO.Compression;
using System.Text;
using Guanlian.Contracts.Members;
using Guanlian.Hosting;
using Guanlian.Members.Data;
using Guanlian.Members.Imports;
using Guanlian.Members.Register;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Members;

public sealed class ImportingTheRegister(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private const string Header = "序号,省份,博物馆名称,性质,质量等级,是否免费开放,藏品数（件/套）,珍贵文物（件/套）,展览（个）,教育活动（次）,参观人数（万人次）\n";

    [Trait("Requirement", "N01")]
    [FullFilesFact]
    public async Task Both_provinces_come_in_with_correct_counts_and_a_second_import_shows_no_difference()
    {
        foreach (var (province, prefix, counts) in new[] { ("shanxi", "14", new[] { 177, 9, 19, 21 }), ("shanghai", "31", [106, 12, 13, 8]) })
        {
            var text = await File.ReadAllTextAsync(SharedData.Path($"museums-cn-register/register-{province}.csv"));
            var report = (await SendAsync(Encoding.UTF8.GetBytes(text), 2024)).Value;
            Assert.Equal((counts.Sum(), 0, 0, 0), (report.Act.Added, report.Act.Changed, report.Act.Same, report.Act.Problems));

            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            var again = (await SendAsync(Encoding.GetEncoding("GB18030").GetBytes(text), 2024)).Value;
            Assert.Equal((0, 0, counts.Sum(), 0), (again.Act.Added, again.Act.Changed, again.Act.Same, again.Act.Problems));

            var workbook = (await SendAsync(await WorkbookAsync(text), 2024)).Value;
            Assert.Equal((0, 0, counts.Sum(), 0), (workbook.Act.Added, workbook.Act.Changed, workbook.Act.Same, workbook.Act.Problems));

            var grades = await host.WithAsync<MembersDb, List<int>>(db => db.Institutions.Where(i => i.DivisionCode!.StartsWith(prefix) && !i.Name.StartsWith("示例"))
                .GroupBy(i => i.Grade == Grade.None ? 0 : i.Grade == Grade.First ? 1 : i.Grade == Grade.Second ? 2 : 3)
                .OrderBy(g => g.Key).Select(g => g.Count()).ToListAsync());
            Assert.Equal(counts, grades);
        }

        await host.WithAsync<MembersDb, int>(async db =>
        {
            Assert.Equal(26, await db.Figures.CountAsync(f => f.Flags.Contains("no-visits")));
            var head = await db.Parties.SingleAsync(p => p.Name == "大同市博物馆");
            Assert.Equal(9, await db.Parties.CountAsync(p => p.ParentId == head.Id));
            return 0;
        });
    }

    [Fact]
    public async Task A_new_edition_keeps_last_years_values_and_can_be_undone()
    {
        var first = Header + Row(910001, "示例县甲馆", "未定级", 100, 20) + Row(910002, "示例县乙馆", "未定级", 100, 3);
        var second = Header + Row(910002, "示例县甲馆", "三级", 100, 700) + Row(910003, "示例县乙博物馆", "未定级", 90, 3) + Row(910004, "示例县丙馆", "未定级", 5, 3);
        Assert.Equal(2, (await SendAsync(Encoding.UTF8.GetBytes(first), 2022)).Value.Act.Added);

        // 乙 is renamed and its old serial is 甲's now: the name decides, and 乙博物馆 is new until somebody says that it is 乙馆 renamed.
        var report = (await SendAsync(Encoding.UTF8.GetBytes(second), 2023)).Value;
        // … and 乙馆, which the new edition no longer names, is asked about and kept.
        Assert.Equal((2, 2, 3), (report.Act.Added, report.Act.Changed, report.Act.Written));
        Assert.Contains(report.Remarks, r => r is { Label: "示例县乙馆", Code: "members.register.absent", IsProblem: false });
        Assert.Contains(report.Remarks, r => r is { Label: "示例县甲馆", Code: "members.figure.flag.visits-jump", IsProblem: false });
        await host.WithAsync<MembersDb, int>(async db =>
        {
            var party = await db.Parties.SingleAsync(p => p.Name == "示例县甲馆");
            Assert.Equal(("910001", Grade.Third), (party.Code, party.Grade));
            var grades = await db.Periods.Where(p => p.PartyId == party.Id && p.Field == "grade").OrderBy(p => p.ValidFrom).ToListAsync();
            Assert.Equal([("none", "2022-01-01", "2023-01-01"), ("third", "2023-01-01", "")],
                grades.Select(g => (g.Value, $"{g.ValidFrom:yyyy-MM-dd}", $"{g.ValidTo:yyyy-MM-dd}")));
            Assert.Equal([20m, 700m], await db.Figures.Where(f => f.PartyId == party.Id).OrderBy(f => f.Edition).Select(f => f.VisitsTenThousand!.Value).ToListAsync());
            return 0;
        });

        var undone = await UndoAsync(report.Act.Id);
        Assert.Equal((BulkState.Undone, 0), (undone.State, undone.Kept));
        await host.WithAsync<MembersDb, int>(async db =>
        {
            Assert.Equal(Grade.None, (await db.Parties.SingleAsync(p => p.Name == "示例县甲馆")).Grade);
            Assert.False(await db.Parties.AnyAsync(p => p.Name == "示例县丙馆"));
            Assert.Equal(2, await db.Figures.CountAsync(f => f.Name.StartsWith("示例县")));
            return 0;
        });
    }

    [Fact]
    public async Task A_renamed_museum_keeps_its_identity_and_its_former_name()
    {
        await SendAsync(Encoding.UTF8.GetBytes(Header + Row(920001, "示例市自然馆", "未定级", 100, 20, "吉林省")), 2022);
        var report = (await SendAsync(Encoding.UTF8.GetBytes(Header + Row(920001, "示例市自然博物馆", "未定级", 100, 20, "吉林省")), 2023)).Value;
        Assert.Equal((0, 1), (report.Act.Added, report.Act.Changed));
        Assert.Contains(report.Remarks, r => r.Code == "members.register.renamed");

        // The old name still finds it, in the directory and in a register that goes on using it.
        var back = (await SendAsync(Encoding.UTF8.GetBytes(Header + Row(930001, "示例市自然馆", "未定级", 100, 20, "吉林省")), 2024)).Value;
        Assert.Contains(back.Remarks, r => r.Code == "members.register.by-former-name");
        Assert.Equal(0, back.Act.Added);
    }

    [Fact]
    public async Task A_museum_that_a_newer_edition_does_not_name_is_proposed_as_closed_kept_unless_ticked_and_taken_back()
    {
        string Line(int serial, string name, string grade = "未定级") => Row(serial, name, grade, 100, 20, "黑龙江省");
        await SendAsync(Encoding.UTF8.GetBytes(Header + Line(960001, "示例甲") + Line(960002, "示例乙") + Line(960003, "示例丙")), 2022);

        // 丙 stands in the new edition, in a row that cannot be read: it is not absent.
        var second = Encoding.UTF8.GetBytes(Header + Line(960001, "示例甲") + Line(960003, "示例丙", "特级"));
        var report = (await SendAsync(second, 2023)).Value;
        Assert.Equal(["示例乙"], report.Remarks.Where(r => r.Code == "members.register.absent").Select(r => r.Label));
        Assert.Equal(1, report.Act.Written);
        Assert.Null(await host.ScalarAsync<string>("select closed_on::text from members.party where name = '示例乙'"));
        Assert.Equal(0, (await SendAsync(Encoding.UTF8.GetBytes(Header + Line(960001, "示例甲") + Line(960003, "示例丙")), 2021)).Value
            .Remarks.Count(r => r.Code == "members.register.absent")); // an older edition says nothing about today

        var keeper = await host.PersonAsAsync("administrator");
        var act = Guid.CreateVersion7();
        using (var stream = new MemoryStream(second))
        {
            await host.AsAsync(keeper, (StartAct.Handler h) => h.HandleAsync(new(act, RegisterImport.KindName, stream, "名录.csv", RegisterImport.OfEdition(2023)), default));
        }

        await host.UntilAsync($"select 1 from platform.bulk_act where id = '{act}' and state = 'Ready'");
        var row = await host.ScalarAsync<int>($"select number from platform.bulk_row where act_id = '{act}' and label = '示例乙' and state = 'Changed' and not accepted");
        Assert.False((await host.AsAsync(keeper, async (ChooseRows.Handler h) => await h.HandleAsync(new(act, await VersionAsync(act), [row], [row]), default))).Refused);
        Assert.False((await host.AsAsync(keeper, async (ApplyAct.Handler h) => await h.HandleAsync(new(act, await VersionAsync(act), "已核实停办"), default))).Refused);
        await host.UntilAsync($"select 1 from platform.bulk_act where id = '{act}' and state = 'Applied'");
        Assert.Equal("2023-01-01", await host.ScalarAsync<string>("select closed_on::text from members.party where name = '示例乙'"));
        Assert.Equal(1L, await host.ScalarAsync<long>("select count(*) from members.register_figure where name = '示例乙'")); // no figures are made up

        Assert.Equal((BulkState.Undone, 0), await UndoAsync(act) is var undone ? (undone.State, undone.Kept) : default);
        Assert.Null(await host.ScalarAsync<string>("select closed_on::text from members.party where name = '示例乙'"));
    }

    [Fact]
    public async Task A_table_with_a_header_of_two_rows_is_read_like_any_other()
    {
        var text = "全国博物馆名录（2024年度）,,,,,,,,,,\n序号,省份,博物馆名称,性质,质量等级,是否免费开放,馆藏与业务,,,,\n,,,,,,藏品数（件/套）,珍贵文物（件/套）,展览（个）,教育活动（次）,参观人数（万人次）\n"
            + Row(970001, "示例癸馆", "三级", 12, 3, "安徽省") + Row(970002, "示例子馆", "未定级", 7, 1, "安徽省");
        var report = (await SendAsync(Encoding.UTF8.GetBytes(text), 2024)).Value;
        Assert.Equal((2, 0), (report.Act.Added, report.Act.Problems));
        Assert.Equal((12, 3m), await host.WithAsync<MembersDb, (int, decimal)>(async db =>
            await db.Figures.Where(f => f.Name == "示例癸馆").Select(f => new { f.Objects, f.VisitsTenThousand }).SingleAsync() is var f ? (f.Objects!.Value, f.VisitsTenThousand!.Value) : default));
    }

    [Theory]
    [InlineData("序号,省份,博物馆名称,性质,质量等级,是否免费开放,藏品数（件/套）,珍贵文物（件/套）,展览（个）,参观人数（万人次）\n1,山西省,甲,非国有博物馆,一级,是,1,0,1,1", "platform.tables.header.columns-missing")]
    [InlineData("一二三四\n五六七八\n", "platform.tables.header.none")]
    [InlineData("", "platform.tables.file.empty")]
    public async Task A_damaged_file_is_refused_with_its_reason(string text, string code)
    {
        var before = await PartiesAsync();
        Assert.Equal(code, (await SendAsync(Encoding.UTF8.GetBytes(text), 2024)).Refusal?.Code);
        Assert.Equal(before, await PartiesAsync());
    }

    [Fact]
    public async Task Wrong_encodings_and_files_of_another_size_are_refused()
    {
        var before = await PartiesAsync();
        var mixed = Encoding.UTF8.GetBytes(Header + Row(1, "示例馆", "一级", 1, 1) + Row(2, "示例馆二", "一级", 1, 1));
        mixed[^30] = 0xff;
        Assert.StartsWith("platform.tables.file.encoding", (await SendAsync(mixed, 2024)).Refusal?.Code, StringComparison.Ordinal);

        var many = new StringBuilder(Header);
        for (var i = 1; i <= 200_000; i++)
        {
            many.Append(Row(i, $"示例馆{i}", "未定级", 1, 1));
        }

        Assert.Equal("platform.tables.rows.too-many", (await SendAsync(Encoding.UTF8.GetBytes(many.ToString()), 2024)).Refusal?.Code);
        Assert.Equal(before, await PartiesAsync());
    }

    [Fact]
    public async Task Two_header_rows_are_read_and_bad_rows_are_named_one_by_one()
    {
        var text = "全国博物馆名录,,,,,,,,,,\n" + Header + Row(940001, "示例丁馆", "未定级", 1, 1, "辽宁省") + Header
            + Row(940002, "示例戊馆", "特级", 1, 1, "辽宁省") + Row(940001, "示例己馆", "未定级", 1, 1, "辽宁省") + Row(940003, "示例庚馆", "未定级", -1, 1, "辽宁省");
        var report = (await SendAsync(Encoding.UTF8.GetBytes(text), 2024)).Value;
        Assert.Equal((0, 4), (report.Act.Added, report.Act.Problems));
        Assert.Equal(
            [("示例丁馆", "members.register.double"), ("示例戊馆", "members.register.cell.not-in-list"), ("示例庚馆", "members.register.cell.not-whole")],
            report.Remarks.Where(r => r.IsProblem && r.Label != "示例己馆").Select(r => (r.Label, r.Code)));
    }

    [Fact]
    public async Task A_formula_counts_with_the_result_it_shows_and_is_named_where_it_shows_none()
    {
        var workbook = await WorkbookAsync(Header + Row(950001, "示例辛馆", "未定级", 777777, 1, "山东省") + Row(950002, "示例壬馆", "未定级", 888888, 1, "山东省"));
        using var stream = new MemoryStream();
        await stream.WriteAsync(workbook);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var sheet = zip.Entries.Single(e => e.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal));
            using var content = sheet.Open();
            var xml = await new StreamReader(content).ReadToEndAsync();
            content.SetLength(0);
            await content.WriteAsync(Encoding.UTF8.GetBytes(xml
                .Replace("<v>777777</v>", "<f>A1</f><v>777777</v>", StringComparison.Ordinal).Replace("<v>888888</v>", "<f>A1</f>", StringComparison.Ordinal)));
        }

        var report = (await SendAsync(stream.ToArray(), 2024)).Value;
        Assert.Equal((1, 1), (report.Act.Added, report.Act.Problems));
        Assert.Contains(report.Remarks, r => r is { Label: "示例辛馆", Code: "platform.tables.cell.formula", IsProblem: false });
        Assert.Contains(report.Remarks, r => r is { Label: "示例壬馆", Code: "platform.tables.cell.formula-without-value", IsProblem: true });
    }

    internal Task<Outcome<ImportFile.Report>> SendAsync(byte[] file, int edition) => SendAsync(host, file, edition);

    internal static async Task<Outcome<ImportFile.Report>> SendAsync(GuanlianHost host, byte[] file, int edition)
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.Program;
        using var stream = new MemoryStream(file);
        return await scope.ServiceProvider.GetRequiredService<ImportFile.Handler>().HandleAsync(
            new(RegisterImport.KindName, stream, "名录.csv", RegisterImport.OfEdition(edition), "示例导入"), null, default);
    }

    // Each test has a province of its own, for a newer edition asks about every museum of its province that it does not name.
    private static string Row(int serial, string name, string grade, int objects, int visits, string province = "河北省") =>
        FormattableString.Invariant($"{serial},{province},{name},文化文物系统国有博物馆,{grade},是,{objects},0,1,1,{visits}\n");

    private static async Task<byte[]> WorkbookAsync(string csv)
    {
        var lines = csv.TrimEnd().Split('\n').Select(l => l.TrimEnd('\r').Split(',')).ToList();
        using var stream = new MemoryStream();
        await XlsxTableWriter.WriteAsync(stream, [new TableSheet("名录", [.. lines[0].Select(h => new TableHeading(h))], Rows())], default);
        return stream.ToArray();

        async IAsyncEnumerable<IReadOnlyList<TableCell>> Rows()
        {
            foreach (var line in lines.Skip(1))
            {
                yield return [.. line.Select((c, i) => i is 0 or > 5 ? decimal.Parse(c, System.Globalization.CultureInfo.InvariantCulture) : TableCell.From(c))];
            }

            await Task.CompletedTask;
        }
    }

    private Task<int> VersionAsync(Guid act) => host.ScalarAsync<int>($"select version from platform.bulk_act where id = '{act}'");

    private Task<int> PartiesAsync() => host.WithAsync<MembersDb, int>(db => db.Parties.CountAsync());

    private async Task<BulkAct> UndoAsync(Guid id)
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.Program;
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var act = await db.Set<BulkAct>().AsNoTracking().SingleAsync(a => a.Id == id);
        Assert.False((await scope.ServiceProvider.GetRequiredService<UndoAct.Handler>().HandleAsync(new(id, act.Version, "示例撤销"), default)).Refused);
        for (var tries = 0; act.State != BulkState.Undone && tries < 100; tries++)
        {
            await Task.Delay(100);
            act = await db.Set<BulkAct>().AsNoTracking().SingleAsync(a => a.Id == id);
        }

        return act;
    }
}
