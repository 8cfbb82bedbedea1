using Guanlian.Funds.Data;
using Guanlian.Funds.Following;
using Guanlian.Funds.Keeping;
using Guanlian.Funds.Statements;
using Guanlian.Hosting;
using Guanlian.Hosting.Funds;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Funds;

public sealed class AwardsThroughTheYears(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task A_past_year_never_gives_out_what_it_did_not_have_and_its_statement_says_what_was_written_later()
    {
        var world = await FundWorld.CreateAsync(host, free: 1_000, training: 0);
        var county = world.Alliance.Museum(1);
        var id = Held(await world.AskAsync(county, "2000"));
        var (promised, late) = (Held(await world.PledgeAsync("示例捐赠人", "5000")), Held(await world.PledgeAsync("示例捐赠人", "300")));
        var before = host.Clock.Now;
        host.Clock.Now = before.AddDays(80);
        try
        {
            var now = world.Today.AddDays(80);
            Held(await world.BudgetAsync("training", "9000", year: 2027));
            Held(await world.ReceiveAsync(promised, "5000", on: now));

            // Today there is enough; on the day of the minutes there was not.
            var refused = (await world.DecideAsync(id, on: new(2026, 12, 30))).Refusal;
            Assert.Equal(("funds.application.beyond-day", "1,000.00"), (refused?.Code, refused?.Holes.Single(h => h.Name == "left").Value));
            var small = Held(await world.AskAsync(county, "900"));
            Assert.Equal("funds.day", (await world.DecideAsync(small, on: new(2026, 12, 30))).Refusal?.Code);
            Held(await world.DecideAsync(id, on: now));
            Assert.Equal((1_000m, 0L), await ClosingAsync(world, 2026));

            // What the bank booked in the old year is noted in the new one: the old statement changes, and says so.
            Held(await world.ReceiveAsync(late, "300", on: new(2026, 12, 31)));
            Assert.Equal((1_300m, 1L), await ClosingAsync(world, 2026));
            Assert.Equal((6_300m, 0L), await ClosingAsync(world, 2027));
            using var member = host.ClientFor(await host.PersonAsAsync(Roles.Staff, world.Alliance.Museum(2).Id));
            Assert.Contains("以后补记的凭证 1 张", await member.GetStringAsync(new Uri($"funds/{world.Fund}/statement?year=2026", UriKind.Relative)), StringComparison.Ordinal);
            Assert.DoesNotContain("以后补记", await member.GetStringAsync(new Uri($"funds/{world.Fund}/statement?year=2027", UriKind.Relative)), StringComparison.Ordinal);
        }
        finally
        {
            host.Clock.Now = before;
        }
    }

    [Fact]
    public async Task After_a_first_part_is_accounted_for_the_rest_is_paid_or_released_and_what_came_back_can_be_reversed()
    {
        var world = await FundWorld.CreateAsync(host);
        var county = world.Alliance.Museum(1);
        var id = await world.AwardedAsync(county, 10_000);
        Held(await world.PayAsync(id, "6000"));
        Held(await world.ReportAsync(id, county, "6000"));
        Held(await world.CheckAsync(id));
        Assert.Equal(ApplicationState.Accepted, await world.StateAsync(id));
        Assert.Equal(["funds.due.pay-rest"], await DueAsync(world, world.Secretariat));
        using var office = host.ClientFor(await host.PersonAsAsync(Roles.Secretariat, world.Alliance.Cluster));
        var page = await office.GetStringAsync(new Uri($"funds/applications/{id}", UriKind.Relative));
        Assert.Contains("不再拨付余款并结清", page, StringComparison.Ordinal);
        Assert.Matches("button main\">\\s*登记拨付", page);
        Held(await world.PayAsync(id, "4000"));
        Assert.Equal(ApplicationState.Paid, await world.StateAsync(id));
        Held(await world.ReportAsync(id, county, "3000"));
        Held(await world.CheckAsync(id));
        Held(await world.PayBackAsync(id, "1000"));
        Assert.Equal(["funds.due.settle"], await DueAsync(world, world.Secretariat));

        // Not the rest came back but another's money: the museum has it to account for again.
        Held(await world.ReverseAsync((await world.EntryAsync(EntryKind.PaidBack)).Id, "wrong-account"));
        Assert.Equal(ApplicationState.Paid, await world.StateAsync(id));
        var standing = await world.StandingAsync();
        Assert.Equal((1_000m, 10_000m), (standing[AccountKind.Paid, "training"], standing[AccountKind.Drawn, "training", 2026]));
        Held(await world.PayBackAsync(id, "1000"));
        Held(await world.SettleAsync(id));

        // A budget is reversed as long as nothing of it is drawn.
        var budgets = await world.DbAsync(db => db.Entries.AsNoTracking().Where(e => e.FundId == world.Fund && e.Kind == EntryKind.Budgeted).OrderBy(e => e.Number).Select(e => e.Id).ToListAsync());
        Assert.Equal(["funds.budget-overdrawn"], new[] { await world.ReverseAsync(budgets[1]) }.Select(r => r.Refusal?.Code));
        Held(await world.ReverseAsync(budgets[2]));
        Assert.Equal(0m, (await world.StandingAsync())[AccountKind.Budget, "expert-fees", 2026]);
    }

    [Fact]
    public async Task A_payment_that_is_taken_back_leaves_no_day_for_its_evidence()
    {
        var world = await FundWorld.CreateAsync(host);
        var county = world.Alliance.Museum(1);
        var id = await world.AwardedAsync(county, 1_000);
        Held(await world.PayAsync(id, "1000", due: world.Today));
        Held(await world.ReverseAsync((await world.EntryAsync(EntryKind.Paid)).Id));
        Assert.Null(await world.DbAsync(db => db.Applications.Where(a => a.Id == id).Select(a => a.EvidenceDue).SingleAsync()));
        Assert.Equal(["funds.due.pay"], await DueAsync(world, world.Secretariat));

        // Returned once and accepted later: nothing more is asked of the museum before its day.
        Held(await world.PayAsync(id, "1000"));
        Held(await world.ReportAsync(id, county, "600"));
        Held(await world.CheckAsync(id, accept: false, code: "papers-lacking"));
        Assert.Equal(["funds.due.account"], await DueAsync(world, world.Alliance.For(county.Id)));
        Held(await world.ReportAsync(id, county, "600"));
        Held(await world.CheckAsync(id));
        Assert.Equal(ApplicationState.Paid, await world.StateAsync(id));
        Assert.Empty(await DueAsync(world, world.Alliance.For(county.Id)));
    }

    [Fact]
    public async Task A_donor_stays_with_what_he_gave_when_the_rest_of_his_promise_is_cancelled()
    {
        var world = await FundWorld.CreateAsync(host, free: 0, training: 0);
        var (part, none) = (Held(await world.PledgeAsync("示例大额捐赠人", "300000")), Held(await world.PledgeAsync("示例落空捐赠人", "10")));
        Held(await world.ReceiveAsync(part, "200000"));
        Assert.Equal("funds.association-only", (await world.CancelAsync(part, actor: world.Council)).Refusal?.Code);
        Assert.Equal("funds.reason-code", (await world.CancelAsync(part, "forged")).Refusal?.Code);
        Assert.Equal("funds.reason-words", (await world.CancelAsync(part, "other")).Refusal?.Code);
        Assert.Equal("funds.stale", (await world.CancelAsync(part, version: 1)).Refusal?.Code);
        Held(await world.CancelAsync(part));
        Held(await world.CancelAsync(none));
        Assert.Equal("funds.donation.nothing-open", (await world.CancelAsync(part)).Refusal?.Code);
        var seen = Held(await world.AsAsync(world.Secretariat, (SeeFund.Handler h) => h.HandleAsync(world.Fund, default)));
        Assert.Equal([(part, 300_000m, 200_000m)], seen.Donations.Select(d => (d.Donation.Id, d.Donation.Amount, d.Received)));
        using var member = host.ClientFor(await host.PersonAsAsync(Roles.Staff, world.Alliance.Museum(2).Id));
        var page = await member.GetStringAsync(new Uri($"funds/{world.Fund}", UriKind.Relative));
        Assert.Contains("示例大额捐赠人", page, StringComparison.Ordinal);
        Assert.DoesNotContain("示例落空捐赠人", page, StringComparison.Ordinal);

        // Cancelled by mistake: the rest is awaited again.
        var cancelled = await world.DbAsync(db => db.Entries.AsNoTracking().SingleAsync(e => e.DonationId == part && e.Kind == EntryKind.PledgeCancelled));
        Held(await world.ReverseAsync(cancelled.Id, "decision-changed"));
        Assert.Equal(DonationState.PartlyReceived, (await world.DonationAsync(part)).State);
        Held(await world.ReceiveAsync(part, "100000"));
        Assert.Equal(DonationState.Received, (await world.DonationAsync(part)).State);
    }

    private static async Task<(decimal Closing, long Late)> ClosingAsync(FundWorld world, int year)
    {
        var reader = world.Alliance.As(Roles.Staff, world.Alliance.Museum(2).Id);
        var statement = Held(await world.AsAsync(reader, (YearStatement.Handler h) => h.HandleAsync(world.Fund, year, 2027, "非限定", default)));
        Assert.Equal(statement.Closing, statement.Opening + statement.Received - statement.Settled);
        return (statement.Closing, statement.Late);
    }

    private static async Task<string[]> DueAsync(FundWorld world, Actor actor) =>
        [.. (await world.AsAsync(actor, (IEnumerable<IDueItems> all) => all.OfType<FundDueItems>().Single().ForAsync(actor, default))).Select(d => d.Key).Order(StringComparer.Ordinal)];
}
