using Guanlian.Contracts.Members;
using Guanlian.Funds.Applications;
using Guanlian.Funds.Data;
using Guanlian.Funds.Donations;
using Guanlian.Funds.Keeping;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Sample;

/// <summary>
/// The fund of the sample province: donations of which one is late and one unnamed, a budget, applications in every state, and a payment that
/// was entered wrongly and reversed.
/// </summary>
internal sealed class SampleFund : ISampleStep
{
    private const string Secretariat = "secretariat", Council = "council";

    // The smallest picture that there is: what a voucher looks like does not matter here.
    private static readonly SentFile Paper = new("示例凭证.png", Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+P+/HgAFhAJ/wlseKgAAAABJRU5ErkJggg=="));

    public int Order => 455;

    public string Title => "funds.sample.title";

    public async Task RunAsync(SampleWorld world, CancellationToken ct)
    {
        var members = (await world.AskAsync((IPartyDirectory d) => d.MembersOfAsync(world.Ids["cluster"], ct))).Where(m => m.Kind == PartyKind.Museum).ToList();
        var (leader, county) = (members.Find(m => m.Id == world.Ids["sample.leader"]), members.Find(m => m.Id == world.Ids["sample.county"]));
        var others = members.Where(m => m.Level == PartyLevel.County && m.Id != county?.Id).Take(4).ToList();
        if (leader is null || county is null || others.Count < 4)
        {
            return;
        }

        var fund = await OpenAsync(world, ct);
        await DonationsAsync(world, fund, ct);
        var play = new Play(world, fund, ct);
        await SettledAsync(play, county);
        await PaidAsync(play, leader);
        await OthersAsync(play, others);
        world.GoTo(world.Now);
    }

    private static async Task<Guid> OpenAsync(SampleWorld world, CancellationToken ct)
    {
        var opened = world.Now.AddDays(-170);
        world.GoTo(opened);
        var fund = await world.AsAsync(Secretariat, (OpenFund.Handler h) => h.HandleAsync(new(
            "大馆带小馆示例专项帮扶基金", "示例：资助县级博物馆与结对大馆的联合项目、业务人员培训，以及到馆专家的劳务。", "《示例专项帮扶基金管理办法》（示例〔2026〕1 号）",
            Dates.InChina(opened), [.. OpenFund.Named.Select(n => n.Code)], null), ct));

        // The story may run over the turn of the year: both years have a budget.
        foreach (var year in new[] { Dates.InChina(opened).Year, Dates.InChina(world.Now).Year }.Distinct())
        {
            foreach (var (use, amount) in new[] { ("joint-project", "200000"), ("training", "150000"), ("expert-fees", "60000") })
            {
                var version = await world.AskAsync((FundsDb db) => db.Funds.Where(f => f.Id == fund).Select(f => f.Version).SingleAsync(ct));
                await world.AsAsync(Secretariat, (SetBudget.Handler h) => h.HandleAsync(new(fund, year, use, amount, false, "示例理事会纪要第 1 号", version), ct));
            }
        }

        return fund;
    }

    private static async Task DonationsAsync(SampleWorld world, Guid fund, CancellationToken ct)
    {
        await GiveAsync(world, fund, -165, new("示例文化发展公司", false, "training", "120000", 30), "120000", ct);
        await GiveAsync(world, fund, -160, new("示例公益基金会", false, null, "300000", 120), "200000", ct);
        await GiveAsync(world, fund, -158, new("示例热心人士", true, "expert-fees", "50000", null), "50000", ct);
        await GiveAsync(world, fund, -20, new("示例银行", false, "joint-project", "80000", 60), null, ct);
    }

    private static async Task GiveAsync(SampleWorld world, Guid fund, int day, Gift gift, string? received, CancellationToken ct)
    {
        var at = world.Now.AddDays(day);
        world.GoTo(at);
        var on = Dates.InChina(at);
        var id = await world.AsAsync(Secretariat, (PledgeDonation.Handler h) => h.HandleAsync(
            new(fund, Guid.CreateVersion7(at), gift.Donor, gift.Anonymous, gift.Use, gift.Amount, on, gift.DueIn is { } days ? on.AddDays(days) : null, null), ct));
        if (received is not null)
        {
            world.GoTo(at.AddDays(5));
            await world.AsAsync(Secretariat, (ReceiveDonation.Handler h) => h.HandleAsync(new(id, received, on.AddDays(5), $"示例票据 {Math.Abs(day)}", [Paper], 1), ct));
        }
    }

    /// <summary>The whole way, with a rest that was paid back.</summary>
    private static async Task SettledAsync(Play play, PartyCard county)
    {
        var id = await play.AskAsync(-150, county, "training", "42000", "纺织品保护骨干到牵头馆跟班学习", "示例：两名业务人员跟班三个月的差旅与住宿。");
        await play.DecideAsync(-140, id, DecisionOutcome.Whole);
        await play.PayAsync(-135, id, "42000", 60);
        await play.ReportAsync(-90, id, county, "40000");
        await play.ActAsync(-85, id, (CheckEvidence.Handler h, int v) => h.HandleAsync(new(id, true, null, null, v), play.Ct));
        await play.ActAsync(-82, id, (TakeBackRest.Handler h, int v) => h.HandleAsync(new(id, "2000", play.Day(-82), "示例回单 3", [Paper], v), play.Ct));
        await play.ActAsync(-80, id, (SettleAward.Handler h, int v) => h.HandleAsync(new(id, v), play.Ct));
    }

    /// <summary>A payment entered wrongly and reversed; the evidence for the right one is late.</summary>
    private static async Task PaidAsync(Play play, PartyCard leader)
    {
        var id = await play.AskAsync(-120, leader, "joint-project", "80000", "与受援馆联合举办示例巡展", "示例：展陈设计、展品运输与点交。");
        await play.DecideAsync(-110, id, DecisionOutcome.Part, "60000");
        await play.PayAsync(-100, id, "60000", 90);
        var wrong = await play.World.AskAsync((FundsDb db) => db.Entries.Where(e => e.ApplicationId == id && e.Kind == EntryKind.Paid).Select(e => e.Id).SingleAsync(play.Ct));
        await play.World.AsAsync(Secretariat, (ReverseEntry.Handler h) => h.HandleAsync(new(wrong, "wrong-amount", "示例：应先付首期"), play.Ct));
        await play.PayAsync(-99, id, "36000", 90);
    }

    private static async Task OthersAsync(Play play, List<PartyCard> others)
    {
        var evidence = await play.AskAsync(-70, others[0], "expert-fees", "15000", "专家到馆指导库房整改", "示例：三位专家各两天。");
        await play.DecideAsync(-60, evidence, DecisionOutcome.Whole);
        await play.PayAsync(-55, evidence, "15000", 90);
        await play.ReportAsync(-6, evidence, others[0], "15000");

        var accepted = await play.AskAsync(-68, others[1], "training", "18000", "讲解员培训班", "示例：场地与讲师。");
        await play.DecideAsync(-60, accepted, DecisionOutcome.Whole);
        await play.PayAsync(-54, accepted, "18000", 60);
        await play.ReportAsync(-12, accepted, others[1], "18000");
        await play.ActAsync(-8, accepted, (CheckEvidence.Handler h, int v) => h.HandleAsync(new(accepted, true, null, null, v), play.Ct));

        var refused = await play.AskAsync(-66, others[2], "expert-fees", "90000", "聘请策展顾问", "示例：一年期顾问费。");
        await play.DecideAsync(-60, refused, DecisionOutcome.Refused);

        var withdrawn = await play.AskAsync(-50, others[3], "joint-project", "25000", "联合编印图录", "示例：印刷费。");
        await play.ByAsync(others[3], -45, withdrawn, (WithdrawApplication.Handler h, int v) => h.HandleAsync(new(withdrawn, "paid-elsewhere", null, v), play.Ct));

        var committed = await play.AskAsync(-30, others[2], "training", "30000", "藏品数字化采集培训", "示例：十人五天。");
        await play.DecideAsync(-15, committed, DecisionOutcome.Whole);
        await play.AskAsync(-9, others[3], "joint-project", "46000", "青铜器联合研究与小型展览", "示例：检测费与展陈费。");
    }

    private sealed record Gift(string Donor, bool Anonymous, string? Use, string Amount, int? DueIn);

    /// <summary>The acts of an application, each on its day.</summary>
    private sealed record Play(SampleWorld World, Guid Fund, CancellationToken Ct)
    {
        public DateOnly Day(int day) => Dates.InChina(World.Now.AddDays(day));

        public Task<Guid> AskAsync(int day, PartyCard museum, string use, string amount, string title, string purpose)
        {
            World.GoTo(World.Now.AddDays(day));
            return World.ForAsync(museum.Id, museum.Name, Roles.Director, (ApplyForMoney.Handler h) =>
                h.HandleAsync(new(Fund, Guid.CreateVersion7(World.Now.AddDays(day)), use, amount, title, purpose, null, null), Ct));
        }

        public Task DecideAsync(int day, Guid id, DecisionOutcome outcome, string? amount = null) => ActAsync(day, id, (DecideApplication.Handler h, int v) => h.HandleAsync(
            new(id, outcome, amount, Day(day), $"示例理事会纪要第 {-day} 号", outcome is DecisionOutcome.Whole ? null : "too-dear", outcome is DecisionOutcome.Whole ? null : "示例：超出劳务标准", v), Ct), Council);

        public Task PayAsync(int day, Guid id, string amount, int days) =>
            ActAsync(day, id, (PayAward.Handler h, int v) => h.HandleAsync(new(id, amount, Day(day), $"示例付款 {-day}", Day(day + days), [Paper], v), Ct));

        public Task ReportAsync(int day, Guid id, PartyCard museum, string used) =>
            ByAsync(museum, day, id, (HandInEvidence.Handler h, int v) => h.HandleAsync(new(id, used, "示例：费用清单与照片见附件。", [Paper], v), Ct));

        public async Task ActAsync<THandler>(int day, Guid id, Func<THandler, int, Task<Outcome<Done>>> act, string who = Secretariat) where THandler : notnull
        {
            World.GoTo(World.Now.AddDays(day));
            var version = await VersionAsync(id);
            await World.AsAsync(who, (THandler h) => act(h, version));
        }

        public async Task ByAsync<THandler>(PartyCard museum, int day, Guid id, Func<THandler, int, Task<Outcome<Done>>> act) where THandler : notnull
        {
            World.GoTo(World.Now.AddDays(day));
            var version = await VersionAsync(id);
            await World.ForAsync(museum.Id, museum.Name, Roles.Director, (THandler h) => act(h, version));
        }

        private Task<int> VersionAsync(Guid id) => World.AskAsync((FundsDb db) => db.Applications.Where(a => a.Id == id).Select(a => a.Version).SingleAsync(Ct));
    }
}
