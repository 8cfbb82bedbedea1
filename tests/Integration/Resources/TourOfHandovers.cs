using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Members;
using Guanlian.Hosting;
using Guanlian.Hosting.Resources;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Resources.Handovers;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Resources;

public sealed class TourOfHandovers(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task One_exhibition_goes_over_three_venues_and_the_chain_tells_what_differed_where()
    {
        var world = await HandoverWorld.CreateAsync(host);
        var alliance = world.Alliance;
        var tour = await alliance.RunningAsync("touring-exhibition");
        var record = await alliance.RecordAsync(tour);
        var parts = (await alliance.ParticipantsAsync(tour)).Select(p => p.PartyId).Where(p => p != record.LeadPartyId).Distinct().ToList();
        var lead = Party(record.LeadPartyId);
        var venues = parts.Select(Party).Where(p => p.Kind == PartyKind.Museum).Concat(alliance.Parties.Where(p => p.Kind == PartyKind.Museum && p.Id != lead.Id)).DistinctBy(p => p.Id).Take(2).ToList();
        var first = venues[0];

        var form = world.Form("| 展品（复制件） | 60\n| 展板 | 30\n| 展柜 | 8", HandoverKind.TourStop, lead, first);
        form.CooperationId = tour;
        var one = Held(await world.PlanAsync(form, lead));
        await world.PassAsync(one);
        host.Clock.Now = host.Clock.Now.AddDays(60);
        var two = Held(await world.GoOnAsync(one, first, venues[1]));
        await world.SendAsync(two);
        Held(await world.WriteAsync(two, Stage.In, (f, all) => (f[$"Count-{all[1].Id}"], f[$"Note-{all[1].Id}"]) = ("28", "示例：两块受潮，留在前站")));
        Held(await world.MoveAsync(two, HandoverMove.Accept, first));
        host.Clock.Now = host.Clock.Now.AddDays(60);

        // Home: what did not arrive at the last stop is not on the list of the way back.
        var back = Held(await world.GoOnAsync(two, venues[1]));
        Assert.Equal([60, 28, 8], (await world.ItemsAsync(back)).Select(i => i.Count));
        Assert.Equal((HandoverKind.Return, lead.Id), ((await world.RecordAsync(back)).Kind, (await world.RecordAsync(back)).ToPartyId));
        await world.PassAsync(back);

        var seen = await world.SeeAsync(two, lead);
        Assert.Equal([one, two, back], seen.Chain.Select(l => l.Record.Id));
        Assert.Equal([0, 1, 0], seen.Chain.Select(l => l.Differing.Count));
        var listed = await alliance.AsAsync(alliance.For(lead.Id), (FindHandovers.Handler h) => h.HandleAsync(new(null, null, null, null, tour, 1, 25), default));
        Assert.Equal([one, two, back], listed.Items.Select(i => i.Record.Id));

        using var client = host.ClientFor(await host.PersonAsAsync(Roles.Director, lead.Id));
        var page = await client.GetStringAsync(new Uri($"cooperations/{tour}", UriKind.Relative));
        Assert.All(new[] { one, two, back }, id => Assert.Contains($"handovers/{id}", page, StringComparison.Ordinal));
        Assert.Contains("展板：数量少", page, StringComparison.Ordinal);
        Assert.Contains("tour-stop", await client.GetStringAsync(new Uri($"handovers/new?cooperation={tour}", UriKind.Relative)), StringComparison.Ordinal);

        Party Party(Guid id) => alliance.Parties.Single(p => p.Id == id);
    }

    [Fact]
    public async Task Today_says_whose_turn_it_is_and_what_should_be_on_its_way_back()
    {
        var world = await HandoverWorld.CreateAsync(host);
        var id = await world.PlannedAsync("| 展柜 | 2", HandoverKind.Placement, days: 30);
        Assert.Equal(["resources.handover.due.sign-out"], await DueAsync(world, world.Lender));
        Held(await world.WriteAsync(id, Stage.Out));
        Assert.Equal(["resources.handover.due.send"], await DueAsync(world, world.Lender));
        Held(await world.MoveAsync(id, HandoverMove.Send, world.Lender));
        Assert.Equal(["resources.handover.due.receive"], await DueAsync(world, world.Borrower));
        Assert.Empty(await DueAsync(world, world.Lender));
        Held(await world.WriteAsync(id, Stage.In, (f, all) => (f[$"Differs-{all[0].Id}"], f[$"Note-{all[0].Id}"]) = ("true", "门锁坏")));
        Assert.Equal(["resources.handover.due.answer"], await DueAsync(world, world.Lender));
        Held(await world.MoveAsync(id, HandoverMove.Dispute, world.Borrower, "damage", "示例"));
        Assert.Equal(["resources.handover.due.settle"], await DueAsync(world, world.Lender));
        Held(await world.MoveAsync(id, HandoverMove.Settle, world.Lender, words: "示例"));
        Assert.Empty(await DueAsync(world, world.Lender));
        Held(await world.MoveAsync(id, HandoverMove.Settle, world.Borrower, words: "示例"));
        host.Clock.Now = host.Clock.Now.AddDays(31);
        Assert.Equal(["resources.handover.due.back"], await DueAsync(world, world.Borrower));
        Held(await world.GoOnAsync(id, world.Borrower));
        Assert.Equal(["resources.handover.due.sign-out"], await DueAsync(world, world.Borrower));

        // The county book has it too.
        var lines = await world.Alliance.AsAsync(world.Alliance.For(world.Borrower.Id), async (IEnumerable<IBookChapter> chapters) =>
            await chapters.Single(c => c.Title == "resources.handover.list.title").OfAsync(world.Borrower.Id, null, default));
        Assert.Equal(2, lines.Count);
    }

    private static Task<List<string>> DueAsync(HandoverWorld world, Party party) => world.Alliance.AsAsync(world.Alliance.For(party.Id), async (IEnumerable<IDueItems> all) =>
    {
        var due = new List<DueItem>();
        foreach (var source in all)
        {
            due.AddRange(await source.ForAsync(world.Alliance.For(party.Id), default));
        }

        return due.Where(d => d.Key.StartsWith("resources.handover", StringComparison.Ordinal)).Select(d => d.Key).ToList();
    });
}
