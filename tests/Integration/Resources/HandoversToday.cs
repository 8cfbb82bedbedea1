using Guanlian.Contracts.Cooperation;
using Guanlian.Hosting;
using Guanlian.Hosting.Resources;
using Guanlian.Members.Data;
using Guanlian.Platform.Modules;
using Guanlian.Resources.Handovers;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Resources;

public sealed class HandoversToday(GuanlianHost host) : IClassFixture<GuanlianHost>
{
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
        Assert.Equal(["resources.handover.due.overdue"], await DueAsync(world, world.Lender));
        Held(await world.GoOnAsync(id, world.Borrower));
        Assert.Empty(await DueAsync(world, world.Lender));
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
