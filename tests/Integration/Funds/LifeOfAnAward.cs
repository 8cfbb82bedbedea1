using Guanlian.Agreements.Running;
using Guanlian.Funds.Data;
using Guanlian.Funds.Ledger;
using Guanlian.Funds.Statements;
using Guanlian.Hosting;
using Guanlian.Hosting.Agreements;
using Guanlian.Hosting.Funds;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Funds;

public sealed class LifeOfAnAward(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "P15")]
    public async Task Money_that_donors_give_for_three_uses_is_awarded_paid_accounted_for_and_settled()
    {
        var world = await FundWorld.CreateAsync(host, free: 0, training: 0);
        var (county, leader) = (world.Alliance.Museum(1), world.Alliance.Museum(0));

        // Donors from society: an outside foundation for any use, a company of the directory for training in two parts, an unnamed person for fees.
        var company = world.Alliance.Parties.First(p => p.Kind == Guanlian.Contracts.Members.PartyKind.Company);
        Held(await world.ReceiveAsync(Held(await world.PledgeAsync("示例基金会", "30000")), "30000"));
        var earmarked = Held(await world.PledgeAsync(company.Code, "20000", "training"));
        Held(await world.ReceiveAsync(earmarked, "12000"));
        Assert.Equal(DonationState.PartlyReceived, await world.DbAsync(db => db.Donations.Where(d => d.Id == earmarked).Select(d => d.State).SingleAsync()));
        Held(await world.ReceiveAsync(earmarked, "8000"));
        Held(await world.ReceiveAsync(Held(await world.PledgeAsync("示例热心人", "5000", "expert-fees", anonymous: true)), "5000"));
        var given = await world.DbAsync(db => db.Donations.AsNoTracking().SingleAsync(d => d.Id == earmarked));
        Assert.Equal((DonationState.Received, company.Id, company.Name), (given.State, given.DonorPartyId, given.DonorName));

        // Each of the three uses has an award; training takes its own money first.
        var (joint, training, fees) = (await world.AwardedAsync(leader, 10_000, "joint-project"), await world.AwardedAsync(county, 25_000), await world.AwardedAsync(county, 4_000, "expert-fees"));
        var standing = await world.StandingAsync();
        Assert.Equal((0m, 15_000m, 1_000m), (standing[AccountKind.Available, "training"], standing[AccountKind.Available, null], standing[AccountKind.Available, "expert-fees"]));
        Assert.Equal((25_000m, 75_000m), (standing[AccountKind.Committed, "training"], standing[AccountKind.Budget, "training", 2026]));

        // What is given for experts' fees serves nothing else.
        var beyond = Held(await world.AskAsync(county, "15500", "joint-project"));
        Assert.Equal("funds.application.beyond-available", (await world.DecideAsync(beyond)).Refusal?.Code);

        // Paid in two parts, accounted for after one return, the rest paid back, what was never paid released.
        Held(await world.PayAsync(training, "15000"));
        Held(await world.PayAsync(training, "8000"));
        Held(await world.ReportAsync(training, county, "22000"));
        Held(await world.CheckAsync(training, accept: false, code: "papers-lacking"));
        Assert.Equal(ApplicationState.Paid, await world.StateAsync(training));
        Held(await world.ReportAsync(training, county, "21000"));
        Held(await world.CheckAsync(training));
        Assert.Equal("funds.application.state", (await world.SettleAsync(training)).Refusal?.Code);
        Held(await world.PayBackAsync(training, "2000"));
        Assert.Equal(ApplicationState.Accepted, await world.StateAsync(training));
        Held(await world.SettleAsync(training));
        standing = await world.StandingAsync();
        Assert.Equal((21_000m, 0m, 0m), (standing[AccountKind.Settled, "training"], standing[AccountKind.Paid, "training"], standing[AccountKind.Committed, "training"]));

        // 2,000 came back and 2,000 was released: to what is not earmarked, and to the budget.
        Assert.Equal((19_000m, 79_000m), (standing[AccountKind.Available, null], standing[AccountKind.Budget, "training", 2026]));
        Assert.Equal(55_000m, standing.Received);

        // Never paid: released as a whole.
        Held(await world.SettleAsync(joint));
        Assert.Equal((ApplicationState.Settled, 29_000m), (await world.StateAsync(joint), (await world.StandingAsync())[AccountKind.Available, null]));
        await HistoryNamesEveryActAsync(world, training);
        await StatementAgreesWithTheLedgerAsync(world);
        Assert.Equal(ApplicationState.Committed, await world.StateAsync(fees));
    }

    [Fact]
    public async Task The_council_awards_in_part_or_refuses_with_a_reason_and_the_applicant_may_withdraw()
    {
        var world = await FundWorld.CreateAsync(host);
        var county = world.Alliance.Museum(1);
        var id = Held(await world.AskAsync(county, "9000"));
        Assert.Equal("funds.reason-code", (await world.DecideAsync(id, DecisionOutcome.Part, "5000")).Refusal?.Code);
        Assert.Equal("funds.application.part", (await world.DecideAsync(id, DecisionOutcome.Part, "9000", code: "too-dear")).Refusal?.Code);
        Assert.Equal("funds.reason-words", (await world.DecideAsync(id, DecisionOutcome.Refused, code: "other")).Refusal?.Code);
        Assert.Equal("funds.application.outcome", (await world.DecideAsync(id, null)).Refusal?.Code);
        Assert.Equal("funds.document", (await world.DecideAsync(id, document: " ")).Refusal?.Code);
        Assert.Equal("funds.day", (await world.DecideAsync(id, on: world.Today.AddDays(1))).Refusal?.Code);
        Assert.Equal("funds.day", (await world.DecideAsync(id, on: world.Today.AddDays(-1))).Refusal?.Code);
        Assert.Equal("funds.council-only", (await world.DecideAsync(id, actor: world.Secretariat)).Refusal?.Code);
        Held(await world.DecideAsync(id, DecisionOutcome.Part, "5000", code: "too-dear"));
        Assert.Equal("funds.application.state", (await world.DecideAsync(id)).Refusal?.Code);
        Assert.Equal("funds.stale", (await world.DecideAsync(id, version: 1)).Refusal?.Code);
        Assert.Equal(5000m, (await world.StandingAsync())[AccountKind.Committed, "training"]);

        var refused = Held(await world.AskAsync(county, "1"));
        Held(await world.DecideAsync(refused, DecisionOutcome.Refused, code: "not-within-use"));
        Assert.Equal("funds.application.state", (await world.PayAsync(refused, "1")).Refusal?.Code);
        var decision = await world.DbAsync(db => db.Decisions.AsNoTracking().SingleAsync(d => d.ApplicationId == refused));
        Assert.Equal((DecisionOutcome.Refused, 0m, "not-within-use", null), (decision.Outcome, decision.Amount, decision.ReasonCode, decision.EntryId));

        var taken = Held(await world.AskAsync(county, "1"));
        Assert.Equal("funds.application.not-yours", (await world.WithdrawAsync(taken, world.Secretariat)).Refusal?.Code);
        Held(await world.WithdrawAsync(taken, world.Alliance.For(county.Id)));
        Assert.Equal("funds.application.state", (await world.WithdrawAsync(taken, world.Alliance.For(county.Id))).Refusal?.Code);
    }

    [Fact]
    public async Task What_was_booked_wrongly_is_reversed_from_the_last_back_and_everything_stands_as_before()
    {
        var world = await FundWorld.CreateAsync(host);
        var county = world.Alliance.Museum(1);
        var id = await world.AwardedAsync(county, 10_000);
        var award = await world.EntryAsync(EntryKind.Awarded);
        Held(await world.PayAsync(id, "10000"));
        var paid = await world.EntryAsync(EntryKind.Paid);
        Assert.Equal("funds.reverse.later", (await world.ReverseAsync(award.Id, actor: world.Council)).Refusal?.Code);
        Assert.Equal("funds.council-only", (await world.ReverseAsync(award.Id)).Refusal?.Code);
        Assert.Equal("funds.association-only", (await world.ReverseAsync(paid.Id, actor: world.Alliance.For(county.Id))).Refusal?.Code);
        Assert.Equal("funds.reason-code", (await world.ReverseAsync(paid.Id, code: "forged")).Refusal?.Code);
        Assert.Equal("funds.missing", (await world.ReverseAsync(Guid.CreateVersion7())).Refusal?.Code);
        Held(await world.ReverseAsync(paid.Id));
        Assert.Equal(ApplicationState.Committed, await world.StateAsync(id));
        Assert.Equal("funds.reverse.done", (await world.ReverseAsync(paid.Id)).Refusal?.Code);
        Assert.Equal("funds.reverse.done", (await world.ReverseAsync((await world.EntryAsync(EntryKind.Reversal)).Id)).Refusal?.Code);
        Held(await world.PayAsync(id, "4000"));
        Held(await world.ReportAsync(id, county, "4000"));
        Assert.Equal("funds.reverse.report-in", (await world.ReverseAsync((await world.EntryAsync(EntryKind.Paid)).Id)).Refusal?.Code);
        Held(await world.CheckAsync(id));
        Held(await world.SettleAsync(id));

        // Settled, and opened again step by step.
        Held(await world.ReverseAsync((await world.EntryAsync(EntryKind.Settled)).Id));
        Assert.Equal(ApplicationState.Accepted, await world.StateAsync(id));
        Held(await world.ReverseAsync((await world.EntryAsync(EntryKind.Released)).Id));
        Held(await world.ReverseAsync((await world.EntryAsync(EntryKind.Accepted)).Id));
        Assert.Equal(ApplicationState.Paid, await world.StateAsync(id));
        Assert.Equal(ReportState.Returned, await world.DbAsync(db => db.Reports.Where(r => r.ApplicationId == id).Select(r => r.State).SingleAsync()));
        Held(await world.ReverseAsync((await world.EntryAsync(EntryKind.Paid)).Id));
        Held(await world.ReverseAsync(award.Id, actor: world.Council));
        Assert.Equal(ApplicationState.Submitted, await world.StateAsync(id));
        var standing = await world.StandingAsync();
        Assert.Equal((50_000m, 50_000m, 0m, 100_000m), (standing[AccountKind.Available, "training"], standing[AccountKind.Available, null], standing.Of(AccountKind.Committed), standing[AccountKind.Budget, "training", 2026]));
        Held(await world.DecideAsync(id));

        // A receipt that the bank took back opens the promise again; not while its money is given out.
        var receipt = await world.DbAsync(db => db.Entries.AsNoTracking().Where(e => e.FundId == world.Fund && e.Kind == EntryKind.Received).OrderByDescending(e => e.Number).FirstAsync());
        Assert.Equal("funds.overdrawn", (await world.ReverseAsync(receipt.Id, "bank-returned")).Refusal?.Code);
        Held(await world.ReverseAsync((await world.EntryAsync(EntryKind.Awarded)).Id, actor: world.Council));
        Held(await world.ReverseAsync(receipt.Id, "bank-returned"));
        Assert.Equal(DonationState.Pledged, await world.DbAsync(db => db.Donations.Where(d => d.Id == receipt.DonationId).Select(d => d.State).SingleAsync()));
        var reversed = await world.DbAsync(db => db.Set<HistoryEvent>().AsNoTracking().SingleAsync(e => e.SubjectId == receipt.DonationId && e.Action == "funds.entry.reversed"));
        Assert.Equal(("funds.reason.bank-returned", "示例：记错"), (reversed.ReasonCode, reversed.Reason));
    }

    [Fact]
    public async Task Wrong_input_is_refused_at_every_door_and_the_same_form_twice_is_one_act()
    {
        var world = await FundWorld.CreateAsync(host);
        var (county, leader) = (world.Alliance.Museum(1), world.Alliance.Museum(0));
        Assert.Equal("funds.fund.name-taken", (await world.OpenAsync()).Refusal?.Code);
        Assert.Equal("funds.fund.clusters-only", (await world.OpenAsync("别的", world.Alliance.As(Roles.Secretariat, county.Id))).Refusal?.Code);
        foreach (var amount in new[] { "0", "-1", "0.001", "10000000000", "abc", "" })
        {
            Assert.Equal("funds.amount", (await world.BudgetAsync("training", amount)).Refusal?.Code);
            Assert.Equal("funds.amount", (await world.PledgeAsync("示例", amount)).Refusal?.Code);
            Assert.Equal("funds.amount", (await world.AskAsync(county, amount)).Refusal?.Code);
        }

        Assert.Equal("funds.use", (await world.BudgetAsync("forged", "1")).Refusal?.Code);
        Assert.Equal("funds.budget.year", (await world.BudgetAsync("training", "1", year: 1999)).Refusal?.Code);
        Assert.Equal("funds.stale", (await world.BudgetAsync("training", "1", version: 1)).Refusal?.Code);
        Assert.Equal("funds.budget.drawn", (await world.BudgetAsync("training", "100001", cut: true)).Refusal?.Code);
        Assert.Equal("funds.association-only", (await world.BudgetAsync("training", "1", actor: world.Council)).Refusal?.Code);
        foreach (var use in new[] { "forged", "train\0ing", new string('x', 500) })
        {
            Assert.Equal("funds.use", (await world.AskAsync(county, "1", use + "!")).Refusal?.Code);
            Assert.Equal("funds.use", (await world.PledgeAsync("示例", "1", use + "!")).Refusal?.Code);
        }

        Assert.Equal("funds.application.for", (await world.AskAsync(leader, "1", helped: county.Code)).Refusal?.Code);
        Assert.Equal("funds.application.of", (await world.AskAsync(county, "1", of: $"cooperations/{Guid.CreateVersion7()}")).Refusal?.Code);
        Assert.Equal("funds.application.members-only", (await world.AskAsync(county, "1", actor: world.Alliance.As(Roles.Staff, county.Id))).Refusal?.Code);

        var once = Guid.CreateVersion7();
        var id = Held(await world.AskAsync(county, "100", once: once));
        Assert.Equal(id, Held(await world.AskAsync(county, "100", once: once)));
        Assert.Equal("funds.sent", (await world.AskAsync(county, "101", once: once)).Refusal?.Code);
        Assert.Equal("funds.sent", (await world.AskAsync(county, "100", "expert-fees", once: once)).Refusal?.Code);
        Assert.NotEqual(id, Held(await world.AskAsync(leader, "100", once: once)));
        Assert.Equal("funds.stale", (await world.AskAsync(county, "100", once: Guid.Empty)).Refusal?.Code);
        var gift = Held(await world.PledgeAsync("示例", "10", once: once));
        Assert.Equal(gift, Held(await world.PledgeAsync("示例", "10", once: once)));
        Assert.Equal("funds.sent", (await world.PledgeAsync("示例", "11", once: once)).Refusal?.Code);
        Assert.Equal("funds.sent", (await world.PledgeAsync("示例二", "10", once: once)).Refusal?.Code);
        Assert.Equal("funds.donation.more-than-open", (await world.ReceiveAsync(gift, "10.01")).Refusal?.Code);
        Assert.Equal("funds.day", (await world.ReceiveAsync(gift, "1", on: world.Today.AddDays(-1))).Refusal?.Code);
        Assert.Equal("funds.file.kind", (await world.ReceiveAsync(gift, "1", file: new("回单.pdf", "<html>"u8.ToArray()))).Refusal?.Code);
        Assert.Equal("funds.file.size", (await world.ReceiveAsync(gift, "1", file: new("回单.pdf", [.. "%PDF-"u8, .. new byte[Evidence.Largest]]))).Refusal?.Code);
        Held(await world.ReceiveAsync(gift, "10"));
        Assert.Equal("funds.stale", (await world.ReceiveAsync(gift, "10", version: 1)).Refusal?.Code);
        Assert.Equal("funds.donation.nothing-open", (await world.ReceiveAsync(gift, "10")).Refusal?.Code);

        Held(await world.DecideAsync(id));
        Assert.Equal("funds.application.more-than-committed", (await world.PayAsync(id, "100.01")).Refusal?.Code);
        Assert.Equal("funds.day", (await world.PayAsync(id, "100", on: world.Today.AddDays(-1))).Refusal?.Code);
        Assert.Equal("funds.application.evidence-due", (await world.PayAsync(id, "100", due: world.Today.AddDays(-1))).Refusal?.Code);
        Assert.Equal("funds.file.missing", (await world.PayAsync(id, "100", files: [])).Refusal?.Code);
        Assert.Equal("funds.file.many", (await world.PayAsync(id, "100", files: [.. Enumerable.Repeat(FundWorld.Paper, 6)])).Refusal?.Code);
        Held(await world.PayAsync(id, "60"));
        Assert.Equal("funds.stale", (await world.PayAsync(id, "40", version: 2)).Refusal?.Code);
        Assert.Equal("funds.application.more-than-paid", (await world.ReportAsync(id, county, "61")).Refusal?.Code);
        Assert.Equal("funds.application.not-yours", (await world.ReportAsync(id, leader, "60")).Refusal?.Code);
        Assert.Equal("funds.application.more-than-paid", (await world.PayBackAsync(id, "61")).Refusal?.Code);
    }

    [Fact]
    public async Task An_application_names_the_cooperation_that_it_belongs_to_and_a_leader_asks_for_its_pair()
    {
        var world = await FundWorld.CreateAsync(host);
        var (leader, museum) = await host.AdoptPairAsync(world.Alliance);
        var cooperation = await world.Alliance.RunningAsync("secondment");
        var record = await world.Alliance.RecordAsync(cooperation);
        var lead = world.Alliance.Parties.Single(p => p.Id == record.LeadPartyId);
        var id = Held(await world.AskAsync(lead, "100", of: $"http://example.org/en/cooperations/{cooperation}?x=1"));
        var of = await world.DbAsync(db => db.Applications.AsNoTracking().SingleAsync(a => a.Id == id));
        Assert.Equal((cooperation, record.Title), (of.OfId, of.OfTitle));

        // Its page leads to the form and shows the application to those whom that concerns, no more to its other parties.
        var other = await world.Alliance.AsAsync(world.Alliance.For(lead.Id), async (Guanlian.Contracts.Cooperation.ICooperationDesk desk) => (await desk.FindAsync(cooperation, default))!.Parties[1]);
        using var asker = host.ClientFor(await host.PersonAsAsync(Roles.Director, lead.Id));
        using var beside = host.ClientFor(await host.PersonAsAsync(Roles.Director, other));
        var page = new Uri($"cooperations/{cooperation}", UriKind.Relative);
        var (own, others) = (await asker.GetStringAsync(page), await beside.GetStringAsync(page));
        Assert.Contains($"funds/applications/{id}", own, StringComparison.Ordinal);
        Assert.DoesNotContain($"funds/applications/{id}", others, StringComparison.Ordinal);
        Assert.All([own, others], html => Assert.Contains($"funds/applications/new?of={cooperation}", html, StringComparison.Ordinal));

        // Whom it does not concern cannot name it either.
        Assert.Equal("funds.application.of", (await world.AskAsync(world.Alliance.Parties.Last(), "100", of: $"{cooperation}", actor: world.Alliance.For(world.Alliance.Parties.Last().Id))).Refusal?.Code);
        var helped = Held(await world.AskAsync(leader, "100", helped: museum.Code));
        Assert.Equal(museum.Id, await world.DbAsync(db => db.Applications.Where(a => a.Id == helped).Select(a => a.BeneficiaryId).SingleAsync()));

        // What is booked or offered is nobody else's business: only what parties do together is named.
        var booked = new BookedWorld(host, world.Alliance);
        var booking = Held(await booked.AskAsync(await booked.OpenedAsync(leader.Id, "示例仪器"), museum.Id, world.Today.AddDays(3), world.Today.AddDays(4)));
        Assert.Equal("funds.application.of", (await world.AskAsync(museum, "100", of: $"resources/bookings/{booking}")).Refusal?.Code);

        // A pair of another alliance's round gives no hand in this one's fund.
        var third = world.Alliance.Museum(2);
        await host.ExecuteAsync($"insert into agreements.pair (id, round_code, cluster_id, leader_id, museum_id, adopted_at) values ('{Guid.CreateVersion7()}', 'R-elsewhere', '{await host.NewClusterAsync("示例另一联盟")}', '{leader.Id}', '{third.Id}', now())");
        Assert.Equal("funds.application.for", (await world.AskAsync(leader, "100", helped: third.Code)).Refusal?.Code);
    }

    [Fact]
    public async Task A_leader_asks_no_more_for_a_museum_when_their_agreement_has_ended()
    {
        var paper = await AgreementWorld.CreateAsync(host);
        var world = await FundWorld.CreateAsync(host, alliance: paper.Alliance);
        var (leader, museum) = await host.AdoptPairAsync(paper.Alliance);
        var agreement = await paper.InForceAsync("pairing", leader, museum);
        Held(await world.AskAsync(leader, "100", helped: museum.Code));
        Held(await paper.EndAsync(agreement, leader, EndAgreement.Way.Early, "no-people", "示例：人员调离"));
        Assert.Equal("funds.application.for", (await world.AskAsync(leader, "100", helped: museum.Code)).Refusal?.Code);
    }

    private static async Task HistoryNamesEveryActAsync(FundWorld world, Guid id)
    {
        var events = await world.DbAsync(db => db.Set<HistoryEvent>().AsNoTracking().Where(e => e.SubjectId == id).ToListAsync());
        Assert.All(events, e => Assert.True(e.PersonId is not null && e.MandateId is not null && e.PartyId is not null, e.Action));
        Assert.Equal(
            ["awarded", "evidence-accepted", "evidence-in", "evidence-in", "evidence-returned", "paid", "paid", "paid-back", "settled", "submitted"],
            events.Select(e => e.Action["funds.application.".Length..]).Order(StringComparer.Ordinal));
        Assert.Equal("funds.reason.papers-lacking", events.Single(e => e.Action == "funds.application.evidence-returned").ReasonCode);
    }

    /// <summary>Every figure of the statement is the sum of the ledger at the address that it leads to.</summary>
    private static async Task StatementAgreesWithTheLedgerAsync(FundWorld world)
    {
        var reader = world.Alliance.As(Roles.Staff, world.Alliance.Museum(2).Id);
        var statement = Held(await world.AsAsync(reader, (YearStatement.Handler h) => h.HandleAsync(world.Fund, 2026, 2026, "未指定", default)));
        Assert.Equal((0m, 55_000m, 21_000m, 34_000m), (statement.Opening, statement.Received, statement.Settled, statement.Closing));
        Assert.Equal(statement.Closing, statement.Opening + statement.Received - statement.Settled);
        foreach (var use in statement.Uses)
        {
            var code = use.Code ?? FindEntries.AnyUse;
            Assert.Equal(use.Received, await SumAsync("available", "received", code));
            Assert.Equal(use.Available, await SumAsync("available", null, code));
            if (use.Code is not null)
            {
                Assert.Equal(use.Budget, await SumAsync("budget-total", null, code, 2026));
                Assert.Equal(use.Awarded, await SumAsync("committed", "awards-net", code));
                Assert.Equal(use.PaidOut, await SumAsync("paid", "payments-net", code));
                Assert.Equal(use.Accounted, await SumAsync("accounted", "accepted", code));
                Assert.Equal(use.Settled, await SumAsync("settled", null, code));
            }
        }

        Assert.Equal(statement.Closing, await SumAsync("held", null, null));
        Assert.Equal([23_000m, 4_000m], statement.Awards.Select(a => a.Amount));
        Assert.Equal(3, statement.Donors.Count);

        async Task<decimal> SumAsync(string account, string? act, string? use, int? year = null) => Held(await world.AsAsync(reader, (FindEntries.Handler h) =>
            h.HandleAsync(world.Fund, FindEntries.Query.Read(account, act, use, year, year is null ? "2026-01-01" : null, year is null ? "2026-12-31" : null, 1, 50), default))).Sum ?? 0;
    }
}
