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
        Assert.Equal(["示例申请", "示例专项帮扶基金", "人员培训", "1,000.00", "1,000.00", "已支付"], Assert.Single(lines).Cells);
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
