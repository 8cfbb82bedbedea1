using System.Net;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects.Delegated;
using Guanlian.Hosting;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Integration.Catalogue;

public sealed class HelpingWithCataloguing(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private readonly Keepers keepers = new(host);

    [Fact]
    public async Task A_helper_proposes_the_owner_decides_and_the_credit_stays()
    {
        var (owner, helper, serial) = await HandedAsync("description", "period");
        Assert.Equal("catalogue.help.source-missing", (await ProposeAsync(helper, owner, serial, new() { ["description"] = "通体谷纹" }, "")).Refusal!.Code);
        Assert.Equal(2, (await ProposeAsync(helper, owner, serial, new() { ["description"] = "通体谷纹", ["period"] = "战国", ["title"] = "不许改" }, "看过原件")).Value);

        // Nothing has changed, and the owner's home says what waits.
        var (row, record) = await owner.ReadAsync(serial);
        Assert.Null(record["description"]);
        Assert.Contains("处理 2 条编目建议", await owner.PageAsync(""), StringComparison.Ordinal);

        var (description, period) = (await ProposalAsync(owner, "description"), await ProposalAsync(owner, "period"));
        Assert.Null((await DecideAsync(owner, description.Id, true)).Refusal);
        Assert.Equal("catalogue.state.reason-missing", (await DecideAsync(owner, period.Id, false)).Refusal!.Code);
        Assert.Null((await DecideAsync(owner, period.Id, false, "墓葬为西汉早期")).Refusal);
        Assert.Equal("catalogue.help.decided", (await DecideAsync(owner, period.Id, true)).Refusal!.Code);

        (row, record) = await owner.ReadAsync(serial);
        Assert.Equal(("通体谷纹", "西汉", "玉璧"), (((WordsValue)record["description"]!).In("zh").Text, ((TimeValue)record["period"]!).As, record.Title("zh")));
        var page = await owner.PageAsync($"collections/{owner.Code}/{serial}");
        Assert.Contains($"{helper.Name}，", page, StringComparison.Ordinal);
        Assert.Contains("依据：看过原件", page, StringComparison.Ordinal);
        Assert.Contains("墓葬为西汉早期", await helper.PageAsync($"helping/{owner.Code}/{serial}"), StringComparison.Ordinal);

        // The public reads who helped; the person and what it rests on are for those in the alliance.
        using var visitor = host.NewClient();
        var open = await Keepers.TextAsync(await visitor.GetAsync(new Uri($"objects/{owner.Code}/{serial}", UriKind.Relative)));
        var shown = await host.ScalarAsync<string>($"select name from members.party where id = '{helper.Museum}'");
        Assert.Contains($"{shown}协助著录：描述。", open, StringComparison.Ordinal);
        Assert.DoesNotContain("看过原件", open, StringComparison.Ordinal);
        Assert.DoesNotContain(helper.Name, open, StringComparison.Ordinal);
        Assert.Contains("看过原件", await helper.PageAsync($"objects/{owner.Code}/{serial}"), StringComparison.Ordinal);

        // Rewritten by the owner it is the owner's word again.
        await owner.SaveAsync(serial, new() { ["description"] = "谷纹，边有小缺" }, new() { ["description"] = "通体谷纹" });
        Assert.DoesNotContain("依据：看过原件", await owner.PageAsync($"collections/{owner.Code}/{serial}"), StringComparison.Ordinal);
        Assert.DoesNotContain("协助著录", await owner.PageAsync($"objects/{owner.Code}/{serial}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proposal_for_what_has_changed_since_overwrites_nothing()
    {
        var (owner, helper, serial) = await HandedAsync("description");
        await ProposeAsync(helper, owner, serial, new() { ["description"] = "甲" }, "图录");
        await owner.SaveAsync(serial, new() { ["description"] = "本馆自己写的" });

        Assert.Equal("catalogue.help.changed-since", (await DecideAsync(owner, (await ProposalAsync(owner, "description")).Id, true)).Refusal!.Code);
        Assert.Equal("本馆自己写的", ((WordsValue)(await owner.ReadAsync(serial)).Record["description"]!).In("zh").Text);
    }

    [Fact]
    public async Task A_second_proposal_takes_the_place_of_the_first()
    {
        var (owner, helper, serial) = await HandedAsync("description");
        await ProposeAsync(helper, owner, serial, new() { ["description"] = "甲" }, "图录");
        await ProposeAsync(helper, owner, serial, new() { ["description"] = "乙" }, "原件");
        Assert.Equal("原件", (await ProposalAsync(owner, "description")).Source);
        Assert.Equal(2, await host.ScalarAsync<long>($"select count(*) from catalogue.proposal where institution_id = '{owner.Museum}'"));
    }

    [Fact]
    public async Task The_helper_sees_nothing_but_what_was_handed_over_and_only_in_its_days()
    {
        var (owner, helper, serial) = await HandedAsync("description");
        var page = await helper.PageAsync($"helping/{owner.Code}/{serial}");
        Assert.DoesNotContain("一库A排", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await helper.StatusAsync($"collections/{owner.Code}/{serial}"));

        var other = await owner.PublishedAsync("别的", "Z-9");
        Assert.Equal(HttpStatusCode.NotFound, await helper.StatusAsync($"helping/{owner.Code}/{other}"));
        Assert.Equal(HttpStatusCode.NotFound, await (await keepers.NewAsync()).StatusAsync($"helping/{owner.Code}/{serial}"));

        var id = await owner.UseAsync((CatalogueDb db) => db.Delegations.Where(d => d.InstitutionId == owner.Museum).Select(d => d.Id).SingleAsync());
        Assert.False((await owner.UseAsync((HandObjects.Handler h) => h.HandleAsync(new HandObjects.End(owner.Code, id), default))).Refused);
        Assert.IsType<Refusal.Missing>((await ProposeAsync(helper, owner, serial, new() { ["description"] = "晚了" }, "图录")).Refusal);
    }

    private async Task<(Keepers.Keeper Owner, Keepers.Keeper Helper, int Serial)> HandedAsync(params string[] fields)
    {
        var (owner, helper) = (await keepers.NewAsync(role: Roles.Director), await keepers.NewAsync());
        var serial = await owner.PublishedAsync("玉璧", "Y-1");
        await owner.SaveAsync(serial, new() { ["storage"] = "一库A排" });
        var today = Guanlian.Platform.Words.Dates.InChina(host.Clock.Now);
        var staff = await keepers.NewAsync(owner.Museum);
        HandObjects.Command Command(string? helperCode, string numbers) => new(owner.Code, helperCode, numbers, null, today, today.AddDays(30), fields, null);
        Assert.Equal("catalogue.help.director-only", (await staff.UseAsync((HandObjects.Handler h) => h.HandleAsync(Command(helper.Code, "Y-1"), default))).Refusal!.Code);
        Assert.Equal("catalogue.help.no-such-helper", (await owner.UseAsync((HandObjects.Handler h) => h.HandleAsync(Command(owner.Code, "Y-1"), default))).Refusal!.Code);
        Assert.Equal("catalogue.help.no-objects", (await owner.UseAsync((HandObjects.Handler h) => h.HandleAsync(Command(helper.Code, "nothing"), default))).Refusal!.Code);
        Assert.Equal(1, (await owner.UseAsync((HandObjects.Handler h) => h.HandleAsync(Command(helper.Code, "Y-1\nnothing"), default))).Value);
        return (owner, helper, serial);
    }

    private static Task<Outcome<int>> ProposeAsync(Keepers.Keeper helper, Keepers.Keeper owner, int serial, Dictionary<string, string> given, string source) =>
        helper.UseAsync((ProposeFields.Handler h) => h.HandleAsync(new(owner.Code, serial, given, source), default));

    private static Task<Outcome<Done>> DecideAsync(Keepers.Keeper owner, Guid proposal, bool accept, string? reason = null) =>
        owner.UseAsync((DecideProposal.Handler h) => h.HandleAsync(new(owner.Code, proposal, accept, reason), default));

    private static Task<Proposal> ProposalAsync(Keepers.Keeper owner, string field) => owner.UseAsync((CatalogueDb db) =>
        db.Proposals.AsNoTracking().SingleAsync(p => p.InstitutionId == owner.Museum && p.Field == field && p.State == ProposalState.Open));
}
