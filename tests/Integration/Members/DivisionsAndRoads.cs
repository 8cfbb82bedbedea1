using System.Globalization;
using System.Text;
using Guanlian.Contracts.Members;
using Guanlian.Hosting;
using Guanlian.Members.Divisions;
using Guanlian.Members.Imports;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Outcomes;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Members;

/// <summary>Divisions and road times come in like everything else: compared row by row, applied in part, taken back.</summary>
public sealed class DivisionsAndRoads(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private const string Header = "code,name,short_name,pinyin,lng,lat\n";

    [Fact]
    public async Task A_newer_list_changes_what_was_accepted_keeps_what_it_does_not_name_and_is_taken_back()
    {
        var museum = await host.NewMuseumAsync("示例长子馆");
        await host.ExecuteAsync($"update members.party set division_code = '140428' where id = '{museum}'");
        var all = DivisionBook.Published.All.Where(d => d.Code is not ("140428" or "140426")).Select(d => d.Code == "140429" ? d with { Name = "示例新县" } : d)
            .Append(new Division("140299", "示例新区", "示例", "shi li", 113, 40)).ToList();

        var dry = (await SendAsync(DivisionImport.KindName, Csv(all), because: null)).Value;
        Assert.Equal((1, 3, all.Count - 2, 0), (dry.Act.Added, dry.Act.Changed, dry.Act.Same, dry.Act.Problems));
        Assert.Contains(dry.Remarks, r => r is { Code: "members.division.stranded", IsProblem: false } && r.Label.StartsWith("140428", StringComparison.Ordinal));
        Assert.Contains(dry.Remarks, r => r.Code == "members.division.not-named" && r.Label.StartsWith("140426", StringComparison.Ordinal));
        Assert.Equal("长治市武乡县", (await BookAsync()).Place("140429"));

        var applied = (await SendAsync(DivisionImport.KindName, Csv(all), "示例导入")).Value;
        Assert.Equal(2, applied.Act.Written); // the two that are not named stay
        await UntilAsync(b => b.Place("140429") == "长治市示例新县" && b.Find("140299") is not null && b.Find("140428") is not null);
        Assert.Equal(1L, await host.ScalarAsync<long>($"select count(*) from platform.event where action = 'members.division.added-in-bulk' and subject_id = '{DivisionImport.IdOf("140299")}'"));
        Assert.Equal((0, 2), (await SendAsync(DivisionImport.KindName, Csv(all), null)).Value is var again ? (again.Act.Added, again.Act.Changed) : default);

        // Ticked, 黎城 is abolished; both acts are taken back, the later one first.
        var keeper = await host.PersonAsAsync("administrator");
        var second = await StartAsync(keeper, Csv(all));
        var row = await host.ScalarAsync<int>($"select number from platform.bulk_row where act_id = '{second}' and key = '140426' and not accepted");
        Assert.False((await host.AsAsync(keeper, async (ChooseRows.Handler h) => await h.HandleAsync(new(second, await VersionAsync(second), [row], [row]), default))).Refused);
        Assert.False((await host.AsAsync(keeper, async (ApplyAct.Handler h) => await h.HandleAsync(new(second, await VersionAsync(second), "国务院批复"), default))).Refused);
        await UntilAsync(b => b.Find("140426") is null && b.Find("140428") is not null);
        await UndoAsync(keeper, second);
        await UntilAsync(b => b.Place("140426") == "长治市黎城县");
        await UndoAsync(keeper, applied.Act.Id);
        await UntilAsync(b => b.Place("140429") == "长治市武乡县" && b.Find("140299") is null);
    }

    [Fact]
    public async Task Bad_rows_are_named_and_a_county_without_its_prefecture_writes_nothing()
    {
        var bad = (await SendAsync(DivisionImport.KindName, Header + "14,山西省,山西,shan xi,,\n140429,武乡县,武乡,wu xiang,1000,36.8\n140430,沁县,沁县,qin xian,112.7,36.7\n", null)).Value;
        Assert.Equal(2, bad.Act.Problems);
        Assert.All(bad.Remarks.Where(r => r.IsProblem), r => Assert.Equal("members.divisions.row", r.Code));
        Assert.False((await SendAsync(DivisionImport.KindName, Header + "149901,示例县,示例,shi li,112.7,36.7\n", "孤立的县")) is { Refused: false });
        Assert.Equal("members.divisions.orphan", await host.ScalarAsync<string>("select findings->0->>'code' from platform.bulk_row where key = '149901' and state = 'Problem'"));
        Assert.Null((await BookAsync()).Find("149901"));
    }

    [Fact]
    public async Task Only_the_operator_changes_divisions_that_all_clusters_share()
    {
        var secretariat = await host.PersonAsAsync("secretariat");
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Header + "140299,示例新区,示例,shi li,113,40\n"));
        Assert.True((await host.AsAsync(secretariat, (StartAct.Handler h) =>
            h.HandleAsync(new(Guid.CreateVersion7(), DivisionImport.KindName, stream, "区划.csv", new Dictionary<string, string>()), default))).Refused);
    }

    [Fact]
    public async Task Road_times_come_in_row_by_row_count_for_distances_and_are_taken_back()
    {
        var (a, b) = (await PlacedAsync("140100", 112.5, 37.9), await PlacedAsync("140200", 113.3, 40.1));
        var first = (await SendAsync(RoadImport.KindName, "from,to,minutes\n140100,140200,180\n140100,140400,150\n140100,999999,5\n140100,140300,慢\n", "示例车程")).Value;
        Assert.Equal((2, 2, 2), (first.Act.Added, first.Act.Problems, first.Act.Written));
        Assert.Equal(["members.roads.row", "members.roads.unknown"], first.Remarks.Select(r => r.Code).Order());
        Assert.Equal(180, await MinutesAsync(a, b));
        Assert.Equal(180, await MinutesAsync(b, a));

        var second = (await SendAsync(RoadImport.KindName, "起点代码,终点代码,车程（分钟）\n140100,140200,170\n140100,140400,150\n", "高铁开通")).Value;
        Assert.Equal((0, 1, 1), (second.Act.Added, second.Act.Changed, second.Act.Same));
        Assert.Equal(170, await MinutesAsync(a, b));
        var keeper = await host.PersonAsAsync("administrator");
        await UndoAsync(keeper, second.Act.Id);
        Assert.Equal(180, await MinutesAsync(a, b));
        await UndoAsync(keeper, first.Act.Id);
        Assert.Null(await MinutesAsync(a, b));
    }

    private static string Csv(IEnumerable<Division> all) => Header
        + string.Concat(all.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Code},{d.Name},{d.ShortName},{d.Pinyin},{d.Longitude},{d.Latitude}\n")));

    private async Task<Outcome<ImportFile.Report>> SendAsync(string kind, string text, string? because)
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.Program;
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await scope.ServiceProvider.GetRequiredService<ImportFile.Handler>().HandleAsync(
            new(kind, stream, "表.csv", new Dictionary<string, string>(), because), null, default);
    }

    private async Task<Guid> StartAsync(SignedIn who, string text)
    {
        var id = Guid.CreateVersion7();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Assert.False((await host.AsAsync(who, (StartAct.Handler h) => h.HandleAsync(new(id, DivisionImport.KindName, stream, "区划.csv", new Dictionary<string, string>()), default))).Refused);
        await host.UntilAsync($"select 1 from platform.bulk_act where id = '{id}' and state = 'Ready'");
        return id;
    }

    private async Task UndoAsync(SignedIn who, Guid act)
    {
        Assert.False((await host.AsAsync(who, async (UndoAct.Handler h) => await h.HandleAsync(new(act, await VersionAsync(act), "示例撤销"), default))).Refused);
        await host.UntilAsync($"select 1 from platform.bulk_act where id = '{act}' and state = 'Undone' and kept = 0");
    }

    private Task<int> VersionAsync(Guid act) => host.ScalarAsync<int>($"select version from platform.bulk_act where id = '{act}'");

    private Task<DivisionBook> BookAsync() => host.WithAsync<DivisionBooks, DivisionBook>(b => b.NowAsync(default).AsTask());

    /// <summary>A copy of the program may go on with the list before for some seconds.</summary>
    private async Task UntilAsync(Func<DivisionBook, bool> holds)
    {
        for (var tries = 0; !holds(await BookAsync()); tries++)
        {
            Assert.True(tries < 100, "the new list is not in force");
            await Task.Delay(200);
        }
    }

    private async Task<Guid> PlacedAsync(string division, double longitude, double latitude)
    {
        var id = await host.NewMuseumAsync($"示例{division}");
        await host.ExecuteAsync(string.Create(CultureInfo.InvariantCulture,
            $"update members.party set division_code = '{division}', longitude = {longitude}, latitude = {latitude}, point_basis = 'Division' where id = '{id}'"));
        return id;
    }

    private async Task<int?> MinutesAsync(Guid from, Guid to) =>
        (await host.WithAsync((IPartyDirectory d) => d.DistancesAsync([from], [to], default)))[(from, to)].RoadMinutes;
}
