using Guanlian.Funds.Applications;
using Guanlian.Funds.Data;
using Guanlian.Funds.Donations;
using Guanlian.Funds.Keeping;
using Guanlian.Funds.Ledger;
using Guanlian.Hosting.Cooperation;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Hosting.Funds;

/// <summary>An alliance with a fund: its secretariat, its council, museums that ask and donors that give.</summary>
internal sealed class FundWorld(CooperationWorld parties)
{
    public static SentFile Paper { get; } = new("回单.pdf", "%PDF-1.4 示例回单"u8.ToArray());

    public CooperationWorld Alliance => parties;

    public DateOnly Today => parties.Today;

    public Guid Fund { get; private set; }

    public Actor Secretariat => parties.Secretariat();

    public Actor Council => parties.As(Roles.Council, parties.Cluster);

    /// <summary>With the three uses of P15, budgets of this year, and money that came in.</summary>
    public static async Task<FundWorld> CreateAsync(GuanlianHost host, decimal budget = 100_000, decimal free = 50_000, decimal training = 50_000, CooperationWorld? alliance = null)
    {
        var world = new FundWorld(alliance ?? await CooperationWorld.CreateAsync(host));
        world.Fund = Held(await world.OpenAsync());
        foreach (var use in OpenFund.Named)
        {
            Held(await world.BudgetAsync(use.Code, $"{budget}"));
        }

        await world.GivenAsync(null, free);
        await world.GivenAsync("training", training);
        return world;
    }

    public Task<Outcome<Guid>> OpenAsync(string name = "示例专项帮扶基金", Actor? actor = null, string? others = null) => AsAsync(actor ?? Secretariat, (OpenFund.Handler h) => h.HandleAsync(
        new(name, "示例：帮扶小馆", "示例办法第 1 号", Today, [.. OpenFund.Named.Select(n => n.Code)], others), default));

    public async Task<Outcome<Done>> BudgetAsync(string use, string amount, bool cut = false, int? year = null, int? version = null, Actor? actor = null)
    {
        var now = await DbAsync(db => db.Funds.Where(f => f.Id == Fund).Select(f => f.Version).SingleAsync());
        return await AsAsync(actor ?? Secretariat, (SetBudget.Handler h) => h.HandleAsync(new(Fund, year ?? Today.Year, use, amount, cut, "示例纪要", version ?? now), default));
    }

    public Task<Outcome<Guid>> PledgeAsync(string donor, string amount, string? use = null, bool anonymous = false, DateOnly? due = null, Guid? once = null, Actor? actor = null) =>
        AsAsync(actor ?? Secretariat, (PledgeDonation.Handler h) => h.HandleAsync(new(Fund, once ?? Guid.CreateVersion7(), donor, anonymous, use, amount, Today, due, "示例备注"), default));

    public async Task<Outcome<Done>> ReceiveAsync(Guid id, string amount, DateOnly? on = null, SentFile? file = null, int? version = null, Actor? actor = null)
    {
        var now = await DbAsync(db => db.Donations.Where(d => d.Id == id).Select(d => d.Version).SingleAsync());
        return await AsAsync(actor ?? Secretariat, (ReceiveDonation.Handler h) => h.HandleAsync(new(id, amount, on ?? Today, "示例票据", [file ?? Paper], version ?? now), default));
    }

    public async Task<Outcome<Done>> CancelAsync(Guid id, string? code = "donor-withdrew", string? reason = null, Actor? actor = null, int? version = null)
    {
        var seen = version ?? await DbAsync(db => db.Donations.Where(d => d.Id == id).Select(d => d.Version).SingleAsync());
        return await AsAsync(actor ?? Secretariat, (CancelPledge.Handler h) => h.HandleAsync(new(id, code, reason, seen), default));
    }

    public Task<Donation> DonationAsync(Guid id) => DbAsync(db => db.Donations.AsNoTracking().SingleAsync(d => d.Id == id));

    public async Task GivenAsync(string? use, decimal amount)
    {
        if (amount > 0)
        {
            Held(await ReceiveAsync(Held(await PledgeAsync("示例捐赠人", $"{amount}", use)), $"{amount}"));
        }
    }

    public Task<Outcome<Guid>> AskAsync(Party museum, string amount, string use = "training", string? helped = null, string? of = null, Guid? once = null, Actor? actor = null) => AsAsync(
        actor ?? parties.For(museum.Id), (ApplyForMoney.Handler h) => h.HandleAsync(new(Fund, once ?? Guid.CreateVersion7(), use, amount, "示例申请", "示例用途说明", helped, of), default));

    public async Task<Outcome<Done>> DecideAsync(Guid id, DecisionOutcome? outcome = DecisionOutcome.Whole, string? amount = null, DateOnly? on = null, string? document = "示例纪要", string? code = null, Actor? actor = null, int? version = null, string? reason = null) =>
        await ActAsync(id, actor ?? Council, version, (DecideApplication.Handler h, int v) => h.HandleAsync(new(id, outcome, amount, on ?? Today, document, code, reason, v), default));

    public async Task<Guid> AwardedAsync(Party museum, decimal amount, string use = "training")
    {
        var id = Held(await AskAsync(museum, $"{amount}", use));
        Held(await DecideAsync(id));
        return id;
    }

    public Task<Outcome<Done>> PayAsync(Guid id, string amount, DateOnly? on = null, DateOnly? due = null, IReadOnlyList<SentFile>? files = null, Actor? actor = null, int? version = null) =>
        ActAsync(id, actor ?? Secretariat, version, (PayAward.Handler h, int v) => h.HandleAsync(new(id, amount, on ?? Today, "示例付款", due ?? Today.AddDays(60), files ?? [Paper], v), default));

    public Task<Outcome<Done>> ReportAsync(Guid id, Party museum, string used, IReadOnlyList<SentFile>? files = null, int? version = null) =>
        ActAsync(id, parties.For(museum.Id), version, (HandInEvidence.Handler h, int v) => h.HandleAsync(new(id, used, "示例：使用情况", files ?? [Paper], v), default));

    public Task<Outcome<Done>> CheckAsync(Guid id, bool accept = true, string? code = null, Actor? actor = null) =>
        ActAsync(id, actor ?? Secretariat, null, (CheckEvidence.Handler h, int v) => h.HandleAsync(new(id, accept, code, null, v), default));

    public Task<Outcome<Done>> PayBackAsync(Guid id, string amount) =>
        ActAsync(id, Secretariat, null, (TakeBackRest.Handler h, int v) => h.HandleAsync(new(id, amount, Today, "示例退回", [Paper], v), default));

    public Task<Outcome<Done>> SettleAsync(Guid id, int? version = null) => ActAsync(id, Secretariat, version, (SettleAward.Handler h, int v) => h.HandleAsync(new(id, v), default));

    public Task<Outcome<Done>> WithdrawAsync(Guid id, Actor actor) => ActAsync(id, actor, null, (WithdrawApplication.Handler h, int v) => h.HandleAsync(new(id, "plan-changed", null, v), default));

    public Task<Outcome<Done>> ReverseAsync(Guid entry, string? code = "wrong-amount", Actor? actor = null, string? reason = "示例：记错") =>
        AsAsync(actor ?? Secretariat, (ReverseEntry.Handler h) => h.HandleAsync(new(entry, code, reason), default));

    /// <summary>The newest entry of that kind.</summary>
    public Task<Entry> EntryAsync(EntryKind kind) => DbAsync(db => db.Entries.AsNoTracking().Where(e => e.FundId == Fund && e.Kind == kind).OrderByDescending(e => e.Number).FirstAsync());

    public Task<Standing> StandingAsync() => DbAsync(db => db.StandingAsync(Fund, default));

    public Task<ApplicationState> StateAsync(Guid id) => DbAsync(db => db.Applications.Where(a => a.Id == id).Select(a => a.State).SingleAsync());

    public Task<T> AsAsync<THandler, T>(Actor actor, Func<THandler, Task<T>> use) where THandler : notnull => parties.AsAsync(actor, use);

    public Task<T> DbAsync<T>(Func<FundsDb, Task<T>> use) => parties.AsAsync(Actor.Program, use);

    private async Task<Outcome<Done>> ActAsync<THandler>(Guid id, Actor actor, int? version, Func<THandler, int, Task<Outcome<Done>>> act) where THandler : notnull
    {
        var seen = version ?? await DbAsync(db => db.Applications.Where(a => a.Id == id).Select(a => a.Version).SingleAsync());
        return await AsAsync(actor, (THandler h) => act(h, seen));
    }
}
