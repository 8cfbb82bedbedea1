using System.IO.Compression;
using System.Net;
using Guanlian.Contracts.Cooperation;
using Guanlian.Funds.Data;
using Guanlian.Funds.Following;
using Guanlian.Hosting;
using Guanlian.Hosting.Funds;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Funds;

public sealed class WhoSeesFunds(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task Members_read_every_figure_those_concerned_the_evidence_and_strangers_nothing()
    {
        var world = await FundWorld.CreateAsync(host);
        var (county, neighbour) = (world.Alliance.Museum(1), world.Alliance.Museum(2));
        var gift = Held(await world.PledgeAsync("示例匿名者甲", "77", anonymous: true));
        Held(await world.ReceiveAsync(gift, "77"));
        var id = await world.AwardedAsync(county, 1_000);
        Held(await world.PayAsync(id, "1000"));
        var entry = (await world.EntryAsync(EntryKind.Paid)).Id;
        var (voucher, receipt) = (await FileAsync(world, f => f.ApplicationId == id), await FileAsync(world, f => f.DonationId == gift));
        string[] open = ["funds", $"funds/{world.Fund}", $"funds/{world.Fund}/ledger", $"funds/{world.Fund}/ledger.xlsx", $"funds/{world.Fund}/statement", $"funds/entries/{entry}", $"funds/applications/{id}", $"funds/donations/{gift}", "funds/list.xlsx", "funds/applications.xlsx", "funds/donations.xlsx", "funds/applications", "funds/donations"];
        string[] ofThisFund = [.. open.Where(o => o.Contains('-', StringComparison.Ordinal))];

        using var secretariat = host.ClientFor(await host.PersonAsAsync(Roles.Secretariat, world.Alliance.Cluster));
        using var applicant = host.ClientFor(await host.PersonAsAsync(Roles.Director, county.Id));
        using var member = host.ClientFor(await host.PersonAsAsync(Roles.Staff, neighbour.Id));
        using var stranger = host.ClientFor(await host.PersonAsAsync(Roles.Director));
        foreach (var who in new[] { secretariat, applicant, member })
        {
            foreach (var door in open)
            {
                Assert.True(await StatusAsync(who, door) == HttpStatusCode.OK, door);
            }
        }

        foreach (var door in ofThisFund.Append($"funds/files/{voucher}").Append($"funds/files/{receipt}"))
        {
            Assert.True(await StatusAsync(stranger, door) == HttpStatusCode.NotFound, door);
        }

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync(secretariat, $"funds/files/{voucher}"), await StatusAsync(secretariat, $"funds/files/{receipt}")));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (await StatusAsync(applicant, $"funds/files/{voucher}"), await StatusAsync(applicant, $"funds/files/{receipt}")));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (await StatusAsync(member, $"funds/files/{voucher}"), await StatusAsync(member, $"funds/files/{Guid.CreateVersion7()}")));
        Assert.DoesNotContain("funds/files/", await PageAsync(member, $"funds/applications/{id}"), StringComparison.Ordinal);
        Assert.DoesNotContain(world.Fund.ToString(), await PageAsync(stranger, "funds"), StringComparison.Ordinal);
        Assert.DoesNotContain(id.ToString(), await PageAsync(stranger, "funds/applications"), StringComparison.Ordinal);

        // Who wants no name has none: on no page, in no search, in no workbook, in no history of the cluster.
        foreach (var page in new[] { $"funds/{world.Fund}", $"funds/{world.Fund}/statement", $"funds/{world.Fund}/ledger", "funds/donations", $"funds/donations/{gift}", $"funds/entries/{entry}", $"clusters/{await host.CodeOfAsync(world.Alliance.Cluster)}" })
        {
            Assert.DoesNotContain("示例匿名者甲", await PageAsync(member, page), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(gift.ToString(), await PageAsync(member, "funds/donations?q=%E5%8C%BF%E5%90%8D%E8%80%85%E7%94%B2"), StringComparison.Ordinal);
        Assert.DoesNotContain("示例匿名者甲", await SheetAsync(member, "funds/donations.xlsx"), StringComparison.Ordinal);
        Assert.Contains("示例匿名者甲", await SheetAsync(secretariat, "funds/donations.xlsx"), StringComparison.Ordinal);
        Assert.Equal(0, await host.ScalarAsync<int>("select count(*)::int from platform.event where after::text like '%匿名者甲%'"));
        Assert.Contains("示例匿名者甲", await PageAsync(secretariat, $"funds/donations/{gift}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_museum_that_left_accounts_for_what_it_was_paid_and_a_forged_mark_shows_nothing_of_others()
    {
        var world = await FundWorld.CreateAsync(host);
        var (county, neighbour) = (world.Alliance.Museum(1), world.Alliance.Museum(2));
        var id = await world.AwardedAsync(county, 1_000);
        Held(await world.PayAsync(id, "1000"));
        await host.ExecuteAsync($"update members.membership set state = 'Left', to_on = '2026-11-20' where party_id in ('{county.Id}', '{neighbour.Id}')");
        using var left = host.ClientFor(await host.PersonAsAsync(Roles.Director, county.Id));
        using var without = host.ClientFor(await host.PersonAsAsync(Roles.Director, neighbour.Id));
        foreach (var door in new[] { $"funds/applications/{id}", $"funds/entries/{(await world.EntryAsync(EntryKind.Paid)).Id}", $"funds/files/{await FileAsync(world, f => f.ApplicationId == id)}", $"funds/{world.Fund}" })
        {
            Assert.True(await StatusAsync(left, door) == HttpStatusCode.OK, door);
            Assert.True(await StatusAsync(without, door) == HttpStatusCode.NotFound, door);
        }

        Assert.Contains("提交报账", await PageAsync(left, $"funds/applications/{id}"), StringComparison.Ordinal);
        Assert.Equal("funds.application.members-only", (await world.AskAsync(county, "1")).Refusal?.Code);
        Assert.Equal("funds.missing", (await world.AskAsync(neighbour, "1")).Refusal?.Code);
        Held(await world.ReportAsync(id, county, "1000"));
        Held(await world.CheckAsync(id));
        Held(await world.SettleAsync(id));

        // The mark of a form is only a mark: an id of somebody else's thing in it opens no history.
        var leader = world.Alliance.Museum(0);
        var forged = Held(await world.AskAsync(leader, "1", once: id));
        Assert.NotEqual(id, forged);
        Assert.NotEqual(id, Held(await world.PledgeAsync("示例", "1", once: id)));
        using var asking = host.ClientFor(await host.PersonAsAsync(Roles.Director, leader.Id));
        var page = await PageAsync(asking, $"funds/applications/{forged}");
        Assert.Contains("提交申请", page, StringComparison.Ordinal);
        Assert.DoesNotContain("报账审核通过</", page[page.IndexOf("id=\"s-history", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Free_words_are_read_by_those_whom_they_concern_and_what_has_no_award_is_nobodys_else()
    {
        var world = await FundWorld.CreateAsync(host);
        var county = world.Alliance.Museum(1);
        var gift = Held(await world.PledgeAsync("示例匿名者乙", "77", anonymous: true));
        Held(await world.ReceiveAsync(gift, "77"));
        Held(await world.ReverseAsync((await world.EntryAsync(EntryKind.Received)).Id, "bank-returned", reason: "示例匿名者乙的账户已销"));
        var entry = (await world.EntryAsync(EntryKind.Reversal)).Id;
        Held(await world.CancelAsync(gift, "other", "示例匿名者乙来电"));
        var cooperation = await world.Alliance.RunningAsync("secondment");
        var record = await world.Alliance.RecordAsync(cooperation);
        var lead = world.Alliance.Parties.Single(p => p.Id == record.LeadPartyId);
        var refused = Held(await world.AskAsync(lead, "9", of: $"{cooperation}"));
        Held(await world.DecideAsync(refused, DecisionOutcome.Refused, code: "other", reason: "示例理事会私语"));
        using var secretariat = host.ClientFor(await host.PersonAsAsync(Roles.Secretariat, world.Alliance.Cluster));
        using var applicant = host.ClientFor(await host.PersonAsAsync(Roles.Director, lead.Id));
        using var member = host.ClientFor(await host.PersonAsAsync(Roles.Staff, world.Alliance.Parties.Last(p => p.Id != lead.Id && p.Kind == Guanlian.Contracts.Members.PartyKind.Museum).Id));
        foreach (var page in new[] { $"funds/entries/{entry}", $"funds/donations/{gift}", $"funds/{world.Fund}/ledger", $"funds/{world.Fund}" })
        {
            Assert.DoesNotContain("示例匿名者乙", await PageAsync(member, page), StringComparison.Ordinal);
        }

        Assert.Contains("银行退回", await PageAsync(member, $"funds/entries/{entry}"), StringComparison.Ordinal);
        Assert.Contains("示例匿名者乙的账户已销", await PageAsync(secretariat, $"funds/entries/{entry}"), StringComparison.Ordinal);
        Assert.DoesNotContain("示例匿名者乙", await SheetAsync(member, $"funds/{world.Fund}/ledger.xlsx"), StringComparison.Ordinal);
        Assert.Contains("示例匿名者乙来电", await SheetAsync(secretariat, $"funds/{world.Fund}/ledger.xlsx"), StringComparison.Ordinal);

        // The council's words, what it was for and what it belongs to.
        foreach (var words in new[] { "示例理事会私语", "示例用途说明", record.Title })
        {
            Assert.Contains(words, await PageAsync(applicant, $"funds/applications/{refused}"), StringComparison.Ordinal);
            Assert.DoesNotContain(words, await PageAsync(member, $"funds/applications/{refused}"), StringComparison.Ordinal);
        }

        Assert.Contains(record.Title, await SheetAsync(applicant, "funds/applications.xlsx"), StringComparison.Ordinal);
        Assert.DoesNotContain(record.Title, await SheetAsync(member, "funds/applications.xlsx"), StringComparison.Ordinal);

        // What an award was for, every member reads; that it was taken back, too.
        var awarded = await world.AwardedAsync(county, 10);
        Assert.Contains("示例用途说明", await PageAsync(member, $"funds/applications/{awarded}"), StringComparison.Ordinal);
        Held(await world.ReverseAsync((await world.EntryAsync(EntryKind.Awarded)).Id, "decision-changed", world.Council));
        var taken = await PageAsync(member, $"funds/applications/{awarded}");
        Assert.Contains("已冲销", taken[taken.IndexOf("id=\"s-decisions", StringComparison.Ordinal)..taken.IndexOf("id=\"s-entries", StringComparison.Ordinal)], StringComparison.Ordinal);

        // Released unpaid: no step is ticked that nobody took.
        var unpaid = await world.AwardedAsync(county, 10);
        Held(await world.SettleAsync(unpaid));
        var released = await PageAsync(member, $"funds/applications/{unpaid}");
        var steps = released[released.IndexOf("class=\"steps\"", StringComparison.Ordinal)..released.IndexOf("</ol>", released.IndexOf("class=\"steps\"", StringComparison.Ordinal), StringComparison.Ordinal)];
        Assert.DoesNotContain("已拨付", steps, StringComparison.Ordinal);
        Assert.Contains("已结清", steps, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_donor_from_outside_reads_the_fund_that_he_gave_to_and_nobody_writes_for_another_cluster()
    {
        var world = await FundWorld.CreateAsync(host);
        var outside = await host.NewPartyOfAsync(Guanlian.Contracts.Members.PartyKind.Company, "示例外地公司");
        using var donor = host.ClientFor(await host.PersonAsAsync(Roles.Partner, outside));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(donor, $"funds/{world.Fund}"));
        await host.ExecuteAsync($"insert into funds.donation (id, fund_id, donor_party_id, donor_name, anonymous, amount, pledged_on, state, created_at) values ('{Guid.CreateVersion7()}', '{world.Fund}', '{outside}', '示例外地公司', false, 1, '2026-11-20', 'Pledged', now())");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(donor, $"funds/{world.Fund}"));

        var other = world.Alliance.As(Roles.Secretariat, await host.NewClusterAsync("示例别的联盟"), [.. world.Alliance.Parties.Select(p => p.Id)]);
        Assert.Equal("funds.missing", (await world.BudgetAsync("training", "1", actor: other)).Refusal?.Code);
        Assert.Equal("funds.missing", (await world.PledgeAsync("示例", "1", actor: other)).Refusal?.Code);

        // An association above reads what its member clusters hold, and writes nothing there.
        var above = world.Alliance.As(Roles.Secretariat, await host.NewClusterAsync("示例上级联盟"), world.Alliance.Cluster);
        Assert.Equal("funds.association-only", (await world.BudgetAsync("training", "1", actor: above)).Refusal?.Code);
        var id = await world.AwardedAsync(world.Alliance.Museum(1), 10);
        Assert.Equal("funds.association-only", (await world.PayAsync(id, "10", actor: above)).Refusal?.Code);
        Assert.Equal("funds.association-only", (await world.ReverseAsync((await world.EntryAsync(EntryKind.Received)).Id, actor: above)).Refusal?.Code);
    }

    [Fact]
    public async Task What_is_due_stands_with_whose_turn_it_is_and_the_county_book_tells_what_came()
    {
        var world = await FundWorld.CreateAsync(host);
        var county = world.Alliance.Museum(1);
        Held(await world.PledgeAsync("示例迟到者", "5", due: world.Today));
        var waiting = Held(await world.AskAsync(county, "10"));
        var paid = await world.AwardedAsync(county, 1_000);
        Held(await world.PayAsync(paid, "1000", due: world.Today));
        Assert.Equal(["funds.due.decide"], await DueAsync(world, world.Council));
        Assert.Equal(["funds.due.account"], await DueAsync(world, world.Alliance.For(county.Id)));
        Assert.Empty(await DueAsync(world, world.Secretariat));
        Assert.Empty(await DueAsync(world, world.Alliance.For(world.Alliance.Museum(2).Id)));

        var before = host.Clock.Now;
        host.Clock.Now = before.AddDays(40);
        try
        {
            Assert.Equal(["funds.due.evidence-late", "funds.due.pledge"], await DueAsync(world, world.Secretariat));
            var council = world.Council;
            var decide = Assert.Single(await world.AsAsync(council, (IEnumerable<IDueItems> all) => all.OfType<FundDueItems>().Single().ForAsync(council, default)));
            Assert.Equal((Urgency.Late, world.Today.AddDays(30)), (decide.Urgency, decide.By));
        }
        finally
        {
            host.Clock.Now = before;
        }

        var lines = await world.AsAsync(world.Alliance.For(county.Id), (IEnumerable<IBookChapter> all) => all.OfType<BookOfAwards>().Single().OfAsync(county.Id, 2026, default));
        Assert.Equal(["示例申请", "示例专项帮扶基金", "人员培训", "1,000.00", "1,000.00", "已拨付"], Assert.Single(lines).Cells);
        Assert.Equal(ApplicationState.Submitted, await world.StateAsync(waiting));
        var stranger = world.Alliance.As(Roles.Director, await host.NewMuseumAsync());
        Assert.Empty(await world.AsAsync(stranger, (IEnumerable<IBookChapter> all) => all.OfType<BookOfAwards>().Single().OfAsync(county.Id, null, default)));
    }

    private static async Task<string[]> DueAsync(FundWorld world, Actor actor) =>
        [.. (await world.AsAsync(actor, (IEnumerable<IDueItems> all) => all.OfType<FundDueItems>().Single().ForAsync(actor, default))).Select(d => d.Key).Order(StringComparer.Ordinal)];

    private static Task<Guid> FileAsync(FundWorld world, System.Linq.Expressions.Expression<Func<FileRow, bool>> which) => world.DbAsync(db => db.Files.Where(which).Select(f => f.Id).SingleAsync());

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    private static Task<string> PageAsync(HttpClient client, string path) => client.GetStringAsync(new Uri(path, UriKind.Relative));

    private static async Task<string> SheetAsync(HttpClient client, string path)
    {
        await using var file = new MemoryStream(await client.GetByteArrayAsync(new Uri(path, UriKind.Relative)));
        await using var book = new ZipArchive(file);
        var text = "";
        foreach (var part in book.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(await part.OpenAsync());
            text += await reader.ReadToEndAsync();
        }

        return text;
    }
}
