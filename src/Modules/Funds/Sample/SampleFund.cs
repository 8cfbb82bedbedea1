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

        var play = new Play(world, await OpenAsync(world, ct), ct);
        Donations(play);
        Settled(play, county);
        Paid(play, leader);
        Others(play, others);
        await play.RunAsync();
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

    private static void Donations(Play play)
    {
        play.Give(-165, new("示例文化发展公司", false, "training", "120000", 30), "120000");
        play.Give(-160, new("示例公益基金会", false, null, "300000", 120), "200000");
        play.Give(-158, new("示例热心人士", true, "expert-fees", "50000", null), "50000");
        play.Give(-20, new("示例银行", false, "joint-project", "80000", 60), null);
    }

    /// <summary>The whole way, with a rest that was paid back.</summary>
    private static void Settled(Play play, PartyCard county)
    {
        var id = play.Ask(-150, county, "training", "42000", "纺织品保护骨干到牵头馆跟班学习", "示例：两名业务人员跟班三个月的差旅与住宿。");
        play.Decide(-140, id, DecisionOutcome.Whole);
        play.Pay(-135, id, "42000", 60);
        play.Report(-90, id, county, "40000");
        play.Accept(-85, id);
        play.Act(-82, id, (TakeBackRest.Handler h, int v) => h.HandleAsync(new(id.Id, "2000", play.Day(-82), "示例回单 3", [Paper], v), play.Ct));
        play.Act(-80, id, (SettleAward.Handler h, int v) => h.HandleAsync(new(id.Id, v), play.Ct));
    }

    /// <summary>A payment entered wrongly and reversed; the evidence for the right one is late.</summary>
    private static void Paid(Play play, PartyCard leader)
    {
        var id = play.Ask(-120, leader, "joint-project", "80000", "与受援馆联合举办示例巡展", "示例：展陈设计、展品运输与点交。");
        play.Decide(-110, id, DecisionOutcome.Part, "60000");
        play.Pay(-101, id, "60000", 90);
        play.At(-100, async () =>
        {
            var wrong = await play.World.AskAsync((FundsDb db) => db.Entries.Where(e => e.ApplicationId == id.Id && e.Kind == EntryKind.Paid).Select(e => e.Id).SingleAsync(play.Ct));
            await play.World.AsAsync(Secretariat, (ReverseEntry.Handler h) => h.HandleAsync(new(wrong, "wrong-amount", "示例：应先付首期"), play.Ct));
        });
        play.Pay(-99, id, "36000", 90);
    }

    private static void Others(Play play, List<PartyCard> others)
    {
        var evidence = play.Ask(-70, others[0], "expert-fees", "15000", "专家到馆指导库房整改", "示例：三位专家各两天。");
        play.Decide(-60, evidence, DecisionOutcome.Whole);
        play.Pay(-55, evidence, "15000", 90);
        play.Report(-6, evidence, others[0], "15000");

        var accepted = play.Ask(-68, others[1], "training", "18000", "讲解员培训班", "示例：场地与讲师。");
        play.Decide(-59, accepted, DecisionOutcome.Whole);
        play.Pay(-54, accepted, "18000", 60);
        play.Report(-12, accepted, others[1], "18000");
        play.Accept(-8, accepted);

        var refused = play.Ask(-66, others[2], "expert-fees", "90000", "聘请策展顾问", "示例：一年期顾问费。");
        play.Decide(-58, refused, DecisionOutcome.Refused);

        var withdrawn = play.Ask(-50, others[3], "joint-project", "25000", "联合编印图录", "示例：印刷费。");
        play.By(others[3], -45, withdrawn, (WithdrawApplication.Handler h, int v) => h.HandleAsync(new(withdrawn.Id, "paid-elsewhere", null, v), play.Ct));

        var committed = play.Ask(-30, others[2], "training", "30000", "藏品数字化采集培训", "示例：十人五天。");
        play.Decide(-15, committed, DecisionOutcome.Whole);
        play.Ask(-9, others[3], "joint-project", "46000", "青铜器联合研究与小型展览", "示例：检测费与展陈费。");
    }

    /// <summary>What an act makes; the acts after it ask for its id when their day has come.</summary>
    private sealed class Made
    {
        public Guid Id { get; set; }
    }

    private sealed record Gift(string Donor, bool Anonymous, string? Use, string Amount, int? DueIn);

    /// <summary>Acts, each on its day; told in any order, played in that of their days, so that the ledger reads like one.</summary>
    private sealed record Play(SampleWorld World, Guid Fund, CancellationToken Ct)
    {
        private readonly List<(int Day, Func<Task> Act)> acts = [];

        public DateOnly Day(int day) => Dates.InChina(World.Now.AddDays(day));

        public void At(int day, Func<Task> act) => acts.Add((day, act));

        public async Task RunAsync()
        {
            foreach (var (day, act) in acts.OrderBy(a => a.Day))
            {
                World.GoTo(World.Now.AddDays(day));
                await act();
            }
        }

        public void Give(int day, Gift gift, string? received)
        {
            var made = new Made();
            At(day, async () => made.Id = await World.AsAsync(Secretariat, (PledgeDonation.Handler h) =>
                h.HandleAsync(new(Fund, Guid.CreateVersion7(), gift.Donor, gift.Anonymous, gift.Use, gift.Amount, Day(day), gift.DueIn is { } days ? Day(day + days) : null, null), Ct)));
            if (received is not null)
            {
                At(day + 5, () => World.AsAsync(Secretariat, (ReceiveDonation.Handler h) => h.HandleAsync(new(made.Id, received, Day(day + 5), $"示例票据 {-day}", [Paper], 1), Ct)));
            }
        }

        public Made Ask(int day, PartyCard museum, string use, string amount, string title, string purpose)
        {
            var made = new Made();
            At(day, async () => made.Id = await World.ForAsync(museum.Id, museum.Name, Roles.Director, (ApplyForMoney.Handler h) => h.HandleAsync(new(Fund, Guid.CreateVersion7(), use, amount, title, purpose, null, null), Ct)));
            return made;
        }

        public void Decide(int day, Made id, DecisionOutcome outcome, string? amount = null) => Act(day, id, (DecideApplication.Handler h, int v) => h.HandleAsync(
            new(id.Id, outcome, amount, Day(day), $"示例理事会纪要第 {-day} 号", outcome is DecisionOutcome.Whole ? null : "too-dear", outcome is DecisionOutcome.Whole ? null : "示例：单价高于管理办法", v), Ct), Council);

        public void Pay(int day, Made id, string amount, int days) =>
            Act(day, id, (PayAward.Handler h, int v) => h.HandleAsync(new(id.Id, amount, Day(day), $"示例付款 {-day}", Day(day + days), [Paper], v), Ct));

        public void Report(int day, Made id, PartyCard museum, string used) =>
            By(museum, day, id, (HandInEvidence.Handler h, int v) => h.HandleAsync(new(id.Id, used, "示例：费用清单与照片见附件。", [Paper], v), Ct));

        public void Accept(int day, Made id) => Act(day, id, (CheckEvidence.Handler h, int v) => h.HandleAsync(new(id.Id, true, null, null, v), Ct));

        public void Act<THandler>(int day, Made id, Func<THandler, int, Task<Outcome<Done>>> act, string who = Secretariat) where THandler : notnull => At(day, async () =>
        {
            var version = await VersionAsync(id.Id);
            await World.AsAsync(who, (THandler h) => act(h, version));
        });

        public void By<THandler>(PartyCard museum, int day, Made id, Func<THandler, int, Task<Outcome<Done>>> act) where THandler : notnull => At(day, async () =>
        {
            var version = await VersionAsync(id.Id);
            await World.ForAsync(museum.Id, museum.Name, Roles.Director, (THandler h) => act(h, version));
        });

        private Task<int> VersionAsync(Guid id) => World.AskAsync((FundsDb db) => db.Applications.Where(a => a.Id == id).Select(a => a.Version).SingleAsync(Ct));
    }
}
