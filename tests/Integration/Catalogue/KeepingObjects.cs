using System.Net;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Hosting;
using Guanlian.Platform.Access;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Catalogue;

public sealed class KeepingObjects(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private readonly Keepers keepers = new(host);

    [Fact]
    public async Task A_keeper_writes_a_record_as_she_would_on_paper_and_finds_it_read()
    {
        var keeper = await keepers.NewAsync();
        var saved = await keeper.SaveAsync(null, new()
        {
            ["number"] = "SX-0001",
            ["title"] = "青花缠枝莲纹瓶",
            ["title-en"] = "Vase with scrolling lotus",
            ["category"] = "瓷器",
            ["period"] = "清乾隆",
            ["material"] = "瓷；铜？",
            ["height"] = "约32.5",
            ["mass"] = "1.2公斤",
            ["actual"] = "1",
            ["otherNumbers"] = "索书号：甲12\n旧号7",
            ["author"] = "唐英（督造）",
        });

        var (row, record) = await keeper.ReadAsync(saved.Value.Serial);
        Assert.Equal((ObjectState.Draft, Level.Public, "SX0001"), (row.State, row.Level, row.NumberKey));
        Assert.Equal(new TimeValue("清乾隆", 1736, 1795, "3.19.04"), record["period"]);
        var materials = ((CodedValue)record["material"]!).Words;
        Assert.Equal([("1.2.02", false), ("1.2.08", true)], materials.Select(m => (m.Code!, m.Unsure)));
        Assert.Equal(new AmountValue(32.5m, "cm", "约32.5"), record["height"]);
        Assert.Equal(new AmountValue(1.2m, "kg"), record["mass"]);
        Assert.Equal(["03", null], ((IdentifiersValue)record["otherNumbers"]!).Numbers.Select(n => n.Type));
        Assert.Equal("督造", ((PeopleValue)record["author"]!).People.Single().Role!.In("zh").Text);
        Assert.Equal("Vase with scrolling lotus", record.Title("en"));
    }

    [Fact]
    public async Task Words_that_no_list_knows_are_kept_and_said()
    {
        var keeper = await keepers.NewAsync();
        var saved = await keeper.SaveAsync(null, new() { ["title"] = "罐", ["category"] = "陶噐", ["period"] = "某朝" });

        Assert.Equal(["陶噐", "某朝"], saved.Value.Unread.Select(u => u.Word.Word));
        Assert.Equal("陶器", saved.Value.Unread[0].Word.Candidates[0].Zh);
        var (_, record) = await keeper.ReadAsync(saved.Value.Serial);
        Assert.Equal(new CodedWord(null, null, "陶噐"), ((CodedValue)record["category"]!).Words.Single());
    }

    [Fact]
    public async Task What_cannot_be_read_as_a_number_is_said_at_its_box_and_nothing_is_written()
    {
        var keeper = await keepers.NewAsync();
        var refused = (Refusal.Invalid)(await keeper.SaveAsync(null, new() { ["title"] = "瓶", ["height"] = "很高", ["mass"] = "3 里" })).Refusal!;

        Assert.Equal([("catalogue.typed.not-a-number", "height"), ("catalogue.typed.no-such-unit", "mass")],
            refused.Also.Prepend(refused).Select(r => (r.Code, r.Field!)));
        Assert.Equal("catalogue.object.nameless", (await keeper.SaveAsync(null, new() { ["category"] = "瓷器" })).Refusal!.Code);
        Assert.Equal(0, (await keeper.ListAsync(new())).Total);
    }

    [Fact]
    public async Task Two_keepers_at_once_lose_nothing()
    {
        var anna = await keepers.NewAsync();
        var bert = await keepers.NewAsync(anna.Museum);
        var serial = (await anna.SaveAsync(null, new() { ["title"] = "碗", ["height"] = "5" })).Value.Serial;
        var seen = new Dictionary<string, string> { ["title"] = "碗", ["title-en"] = "", ["height"] = "5", ["width"] = "" };

        // Different boxes merge, two languages of one field too.
        Assert.Equal(["title"], (await anna.SaveAsync(serial, new(seen) { ["title"] = "青釉碗" }, seen)).Value.Changed);
        Assert.Equal(["title", "width"], (await bert.SaveAsync(serial, new(seen) { ["title-en"] = "Bowl", ["width"] = "12" }, seen)).Value.Changed.Order());

        // The same box clashes: nothing is written, both values and the other's name are told.
        var clash = Assert.Single((await bert.SaveAsync(serial, new(seen) { ["title"] = "白釉碗", ["height"] = "6" }, seen)).Value.Clashes);
        Assert.Equal(("title", "白釉碗", "青釉碗", anna.Name), (clash.Box.Name, clash.Ours, clash.Theirs, clash.By));
        var (_, record) = await anna.ReadAsync(serial);
        Assert.Equal(("青釉碗", "Bowl", 5m), (record.Title("zh"), record.Title("en"), ((AmountValue)record["height"]!).Number));

        // Saved again knowingly it stands.
        Assert.Equal(["title"], (await bert.SaveAsync(serial, new() { ["title"] = "白釉碗" }, new() { ["title"] = "青釉碗" })).Value.Changed);
    }

    [Fact]
    public async Task Eight_keepers_in_parallel_all_get_their_field_in()
    {
        var keeper = await keepers.NewAsync();
        var serial = (await keeper.SaveAsync(null, new() { ["title"] = "碗" })).Value.Serial;
        string[] boxes = ["length", "width", "height", "mass", "edition", "volumes", "formerTitle", "ledger"];

        var results = await Task.WhenAll(boxes.Select(async box => await (await keepers.NewAsync(keeper.Museum)).SaveAsync(serial, new() { [box] = "3" })));

        Assert.All(results, r => Assert.Null(r.Refusal));
        var (row, record) = await keeper.ReadAsync(serial);
        Assert.All(boxes, box => Assert.NotNull(record[box]));
        Assert.Equal(9, row.Version);
    }

    [Fact]
    public async Task A_register_number_is_given_once_and_the_bin_gives_it_back()
    {
        var keeper = await keepers.NewAsync(role: Roles.Director);
        var first = (await keeper.SaveAsync(null, new() { ["number"] = "总-0012.3", ["title"] = "甲" })).Value.Serial;
        Assert.Equal("catalogue.object.number-taken", (await keeper.SaveAsync(null, new() { ["number"] = "总0012-3", ["title"] = "乙" })).Refusal!.Code);

        Assert.Equal("catalogue.state.reason-missing", (await keeper.BinAsync(first, BinObject.Step.Bin, " ")).Refusal!.Code);
        Assert.False((await keeper.BinAsync(first, BinObject.Step.Bin, "重复登记")).Refused);
        var second = (await keeper.SaveAsync(null, new() { ["number"] = "总0012-3", ["title"] = "乙" })).Value.Serial;

        // Back from the bin it finds its number taken.
        Assert.Equal("catalogue.object.number-taken", (await keeper.BinAsync(first, BinObject.Step.Restore, null)).Refusal!.Code);
        Assert.False((await keeper.BinAsync(second, BinObject.Step.Bin, "误登")).Refused);
        Assert.False((await keeper.BinAsync(first, BinObject.Step.Restore, null)).Refused);
        Assert.Equal(ObjectState.Draft, (await keeper.ReadAsync(first)).Row.State);
        Assert.Equal("catalogue.object.not-editable", (await keeper.SaveAsync(second, new() { ["title"] = "丙" })).Refusal!.Code);
    }

    [Fact]
    public async Task What_is_removed_for_ever_leaves_a_tombstone_and_its_history()
    {
        var keeper = await keepers.NewAsync(role: Roles.Director);
        var serial = (await keeper.SaveAsync(null, new() { ["number"] = "9", ["title"] = "甲" })).Value.Serial;
        Assert.Equal("catalogue.state.no-such-step", (await keeper.BinAsync(serial, BinObject.Step.RemoveForEver, "注销")).Refusal!.Code);
        await keeper.BinAsync(serial, BinObject.Step.Bin, "拨交");
        Assert.False((await keeper.BinAsync(serial, BinObject.Step.RemoveForEver, "拨交某馆，批文某号")).Refused);

        var (row, record) = await keeper.ReadAsync(serial);
        Assert.Equal((ObjectState.Gone, null, 0), (row.State, row.Number, record.Values.Count));
        Assert.Equal("catalogue.state.no-such-step", (await keeper.BinAsync(serial, BinObject.Step.Restore, null)).Refusal!.Code);
        Assert.Equal(["catalogue.object.removed", "catalogue.object.binned", "catalogue.object.added"], (await keeper.HistoryAsync(row.Id)).Select(e => e.Action));
    }

    [Fact]
    public async Task A_draft_is_reviewed_returned_and_published_by_whoever_may()
    {
        var staff = await keepers.NewAsync();
        var director = await keepers.NewAsync(staff.Museum, Roles.Director);
        var serial = (await staff.SaveAsync(null, new() { ["title"] = "碗" })).Value.Serial;

        Assert.False((await staff.StepAsync(serial, ObjectState.Review)).Refused);
        Assert.Equal("catalogue.state.director-only", (await staff.StepAsync(serial, ObjectState.Published)).Refusal!.Code);
        Assert.Equal("catalogue.state.reason-missing", (await director.StepAsync(serial, ObjectState.Draft)).Refusal!.Code);
        Assert.False((await director.StepAsync(serial, ObjectState.Draft, "缺年代")).Refused);

        var refusal = (await director.StepAsync(serial, ObjectState.Published)).Refusal!;
        Assert.Equal("catalogue.publish.needed.refusal", refusal.Code);
        Assert.Equal("类别、年代、质地、实际数量", refusal.Holes.Single().Value);
        await staff.SaveAsync(serial, new() { ["category"] = "瓷器", ["period"] = "清", ["material"] = "瓷", ["actual"] = "1" });
        Assert.False((await director.StepAsync(serial, ObjectState.Published)).Refused);
        Assert.Contains((await staff.ReadAsync(serial)).Row.ShownTo, await staff.OpenToAsync(Reader.Visitor));

        // Published it stays fit; withdrawn it is its staff's again.
        Assert.Equal("catalogue.publish.needed.refusal", (await staff.SaveAsync(serial, new() { ["category"] = "" }, new() { ["category"] = "瓷器" })).Refusal!.Code);
        Assert.False((await director.StepAsync(serial, ObjectState.Draft, "有误")).Refused);
        Assert.DoesNotContain((await staff.ReadAsync(serial)).Row.ShownTo, await staff.OpenToAsync(Reader.Visitor));
    }

    [Fact]
    public async Task A_phone_or_identity_number_in_a_field_for_outsiders_blocks_publishing()
    {
        var director = await keepers.NewAsync(role: Roles.Director);
        var serial = (await director.SaveAsync(null, new()
        {
            ["title"] = "碗",
            ["category"] = "瓷器",
            ["period"] = "清",
            ["material"] = "瓷",
            ["actual"] = "1",
            ["description"] = "捐赠人电话 13812345678",
            ["sourceDetail"] = "张某 13812345678",
        })).Value.Serial;

        Assert.Equal("catalogue.publish.personal.refusal", (await director.StepAsync(serial, ObjectState.Published)).Refusal!.Code);
        await director.SaveAsync(serial, new() { ["description"] = "青花，敞口" }, new() { ["description"] = "捐赠人电话 13812345678" });
        Assert.False((await director.StepAsync(serial, ObjectState.Published)).Refused);
        // 具体来源 is its own staff's; opened to all it would show the number.
        Assert.Equal("catalogue.publish.personal.refusal", (await director.AudienceAsync(serial, Level.Public, fields: new() { ["sourceDetail"] = Level.Public })).Refusal!.Code);
    }

    [Fact]
    public async Task An_earlier_value_is_put_back_field_by_field_with_everything_it_had()
    {
        var keeper = await keepers.NewAsync();
        var serial = (await keeper.SaveAsync(null, new() { ["title"] = "瓶", ["period"] = "清康熙？", ["height"] = "约20" })).Value.Serial;
        await keeper.SaveAsync(serial, new() { ["title"] = "罐", ["period"] = "明", ["height"] = "" },
            new() { ["title"] = "瓶", ["period"] = "清康熙？", ["height"] = "约20" });
        var (row, _) = await keeper.ReadAsync(serial);
        var change = (await keeper.HistoryAsync(row.Id))[0];

        Assert.Equal(["period", "height"], (await keeper.RestoreAsync(serial, change.Id, "period", "height")).Value);
        var (_, record) = await keeper.ReadAsync(serial);
        Assert.Equal(("罐", new TimeValue("清康熙", 1662, 1722, "3.19.02", true), new AmountValue(20, "cm", "约20")),
            (record.Title("zh"), (TimeValue)record["period"]!, (AmountValue)record["height"]!));
        Assert.Equal("catalogue.object.nothing-to-restore", (await keeper.RestoreAsync(serial, change.Id, "period")).Refusal!.Code);
        Assert.IsType<Refusal.Missing>((await keeper.RestoreAsync(serial, Guid.CreateVersion7())).Refusal);
    }

    [Fact]
    public async Task An_audience_names_its_members_and_its_days()
    {
        var director = await keepers.NewAsync(role: Roles.Director);
        var (named, stranger) = (await keepers.NewAsync(), await keepers.NewAsync());
        var serial = await director.PublishedAsync("玉璧");

        Assert.Equal("catalogue.audience.unknown", (await director.AudienceAsync(serial, Level.Named, ["nobody"])).Refusal!.Code);
        Assert.False((await director.AudienceAsync(serial, Level.Named, [named.Code])).Refused);
        var shown = (await director.ReadAsync(serial)).Row.ShownTo;
        Assert.Contains(shown, await director.OpenToAsync(Reader.AsMember(named.Museum)));
        Assert.DoesNotContain(shown, await director.OpenToAsync(Reader.AsMember(stranger.Museum)));
        Assert.Equal("catalogue.state.director-only", (await (await keepers.NewAsync(director.Museum)).AudienceAsync(serial, Level.Public)).Refusal!.Code);
    }

    [Fact]
    [Trait("Requirement", "T02")]
    public async Task A_partners_staff_read_the_excavation_report_that_was_opened_to_them_for_a_term_and_nothing_else()
    {
        var director = await keepers.NewAsync(role: Roles.Director);
        var (partner, stranger) = (await keepers.NewAsync(), await keepers.NewAsync());
        var (report, other) = (await director.PublishedAsync("示例墓地发掘报告"), await director.PublishedAsync("示例馆藏善本目录"));
        var day = DateOnly.FromDateTime(host.Clock.Now.AddHours(8).DateTime);
        foreach (var (serial, opens) in new[] { (report, true), (other, false) })
        {
            var version = (await director.ReadAsync(serial)).Row.Version;
            Assert.False((await director.UseAsync((SetAudience.Handler h) => h.HandleAsync(
                opens ? new(director.Code, serial, version, Level.Named, [partner.Code], day.AddDays(1), day.AddDays(30), new Dictionary<string, Level>(), "示例：资源开放协议，按期限")
                    : new(director.Code, serial, version, Level.Staff, [], null, null, new Dictionary<string, Level>(), null), default))).Refused);
        }

        using var visitor = host.NewClient();
        var began = host.Clock.Now;
        foreach (var (days, open) in new[] { (0, false), (2, true), (29, true), (32, false) })
        {
            host.Clock.Now = began.AddDays(days);
            await OpenAndCloseAsync();
            var (reads, passer) = (await keepers.NewAsync(partner.Museum), await keepers.NewAsync(stranger.Museum));
            Assert.Equal(open ? HttpStatusCode.OK : HttpStatusCode.NotFound, await reads.StatusAsync($"objects/{director.Code}/{report}"));
            Assert.Equal(open, (await reads.PageAsync("catalogue?q=示例墓地发掘报告")).Contains($"objects/{director.Code}/{report}", StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.NotFound, await reads.StatusAsync($"objects/{director.Code}/{other}"));
            Assert.Equal(HttpStatusCode.NotFound, await passer.StatusAsync($"objects/{director.Code}/{report}"));
            using var seen = await visitor.GetAsync(new Uri($"objects/{director.Code}/{report}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, seen.StatusCode);
        }

        // Who opened it to whom, from when to when and why, stands in its history.
        var (row, _) = await director.ReadAsync(report);
        var told = Assert.Single(await director.HistoryAsync(row.Id), e => e.Action == "catalogue.object.audience-set");
        Assert.Equal("示例：资源开放协议，按期限", told.Reason);
        host.Clock.Now = began;

        async Task OpenAndCloseAsync()
        {
            await using var scope = host.Services.CreateAsyncScope();
            foreach (var work in scope.ServiceProvider.GetServices<IRegularWork>().Where(w => w.Name.StartsWith("catalogue.", StringComparison.Ordinal)))
            {
                await work.RunAsync(default);
            }
        }
    }

    [Fact]
    public async Task Related_objects_name_each_other_by_number()
    {
        var keeper = await keepers.NewAsync();
        var one = (await keeper.SaveAsync(null, new() { ["number"] = "101", ["title"] = "烛台之一" })).Value.Serial;
        var two = (await keeper.SaveAsync(null, new() { ["number"] = "102", ["title"] = "烛台之二" })).Value.Serial;

        Assert.False((await keeper.RelateAsync(one, "pair", "102")).Refused);
        Assert.False((await keeper.RelateAsync(one, "tomb", "某馆 某墓出土铜镜")).Refused);
        Assert.Equal("catalogue.relation.kind", (await keeper.RelateAsync(one, "friend", "102")).Refusal!.Code);

        var relations = ((RelationsValue)(await keeper.ReadAsync(one)).Record["relations"]!).Relations;
        Assert.Equal([new("pair", (await keeper.ReadAsync(two)).Row.Id, null), new Relation("tomb", null, "某馆 某墓出土铜镜")], relations);
        Assert.Contains("烛台之一", await keeper.PageAsync($"collections/{keeper.Code}/{two}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_counts_in_both_units_and_finds_by_part_of_a_number()
    {
        var keeper = await keepers.NewAsync(role: Roles.Director);
        await keeper.SaveAsync(null, new() { ["number"] = "总0101", ["title"] = "五铢钱", ["category"] = "钱币", ["pieces"] = "1", ["actual"] = "320枚", ["period"] = "西汉" });
        await keeper.SaveAsync(null, new() { ["number"] = "总0102", ["title"] = "半两钱", ["category"] = "钱币", ["period"] = "秦", ["otherNumbers"] = "索书号：K-77" });
        await keeper.SaveAsync(null, new() { ["number"] = "总0200", ["title"] = "铜镜", ["category"] = "铜器", ["period"] = "东汉" });

        var all = await keeper.ListAsync(new());
        Assert.Equal((3, 3m, 322m), (all.Total, all.Pieces, all.Actual));
        Assert.Equal(2, (await keeper.ListAsync(new() { Words = "0-10" })).Total);
        Assert.Equal(1, (await keeper.ListAsync(new() { Words = "k77" })).Total);
        Assert.Equal(1, (await keeper.ListAsync(new() { Words = "铜镜" })).Total);
        Assert.Equal(0, (await keeper.ListAsync(new() { Words = "%" })).Total);
        Assert.Equal(2, (await keeper.ListAsync(new() { Period = "3.05" })).Total);
        Assert.Equal(1, (await keeper.ListAsync(new() { Category = "04" })).Total);
        Assert.Equal(3, (await keeper.ListAsync(new() { Missing = "grade" })).Total);
    }

    [Fact]
    public async Task Nobody_else_sees_a_collection_from_inside()
    {
        var keeper = await keepers.NewAsync();
        var serial = (await keeper.SaveAsync(null, new() { ["title"] = "碗" })).Value.Serial;
        var other = await keepers.NewAsync();

        Assert.IsType<Refusal.Missing>((await other.SaveAsync(serial, new() { ["title"] = "盘" }, of: keeper.Code)).Refusal);
        foreach (var page in new[] { $"collections/{keeper.Code}", $"collections/{keeper.Code}/{serial}", $"collections/{keeper.Code}/{serial}/edit", $"collections/{keeper.Code}/objects.xlsx" })
        {
            Assert.Equal(HttpStatusCode.NotFound, await other.StatusAsync(page));
            Assert.Equal(HttpStatusCode.OK, await keeper.StatusAsync(page));
        }
    }

    [Fact]
    public async Task The_form_saves_without_scripts_and_says_what_it_read()
    {
        var keeper = await keepers.NewAsync();
        var form = await FormOnPage.OpenAsync(keeper.Client, $"collections/{keeper.Code}/new?profile=census", "edit");
        using (var check = await form.SendAsync(keeper.Client, new() { ["F.title"] = "瓶", ["F.period"] = "清乾隆", ["F.category"] = "瓷噐", ["Then"] = "check" }))
        {
            var page = await Keepers.TextAsync(check);
            Assert.Contains("读作：中国历史学年代 › 清 › 乾隆 · 1736—1795", page, StringComparison.Ordinal);
            Assert.Contains("最接近：瓷器", page, StringComparison.Ordinal);
        }

        using var saved = await form.SendAsync(keeper.Client, new() { ["F.title"] = "瓶", ["F.period"] = "清乾隆", ["F.category"] = "瓷器", ["Then"] = "stay" });
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        var record = await keeper.PageAsync(saved.Headers.Location!.ToString());
        Assert.Contains("中国历史学年代 › 清 › 乾隆 · 1736—1795", record, StringComparison.Ordinal);
        Assert.Contains("仅本馆", record, StringComparison.Ordinal);

        // Copied it has everything but its number; saved with "next" another empty form follows.
        var copy = await FormOnPage.OpenAsync(keeper.Client, $"collections/{keeper.Code}/new?like={saved.Headers.Location!.ToString().Split('/')[^1]}", "edit");
        Assert.Contains("value=\"清乾隆\"", WebUtility.HtmlDecode(copy.Page), StringComparison.Ordinal);
        using var next = await form.SendAsync(keeper.Client, new() { ["F.title"] = "罐", ["Then"] = "next" });
        Assert.EndsWith($"collections/{keeper.Code}/new?profile=census", next.Headers.Location!.ToString(), StringComparison.Ordinal);
    }
}
