using Guanlian.Hosting;
using Guanlian.Hosting.Resources;
using Guanlian.Platform.Events;
using Guanlian.Platform.Storage;
using Guanlian.Resources.Handovers;
using Guanlian.Resources.Loans;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Resources;

public sealed class LifeOfLoan(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];

    [Fact]
    [Trait("Requirement", "E05")]
    public async Task An_object_is_lent_with_condition_looked_at_both_ways_a_difference_is_settled_and_it_comes_home()
    {
        var world = await HandoverWorld.CreateAsync(host);
        await world.ObjectAsync("示例0101", "示例青花瓶", grade: "2", preservation: "1");
        await world.ObjectAsync("示例0102", "示例绿釉灯", grade: "3");
        var id = await world.PlannedAsync("示例0101\n示例 0102 | | 1 | 20000\n | 说明牌 | 4");
        var items = await world.ItemsAsync(id);
        Assert.Equal(["示例青花瓶", "示例绿釉灯", "说明牌"], items.Select(i => i.Name));
        Assert.Equal([true, true, false], items.Select(i => i.ObjectId is not null));

        // Second and third grade: the filing number is asked for, not demanded.
        var seen = await world.SeeAsync(id, world.Borrower);
        Assert.Equal(["resources.loan.filing-asked"], seen.Findings.Where(f => !f.Refuses).Select(f => f.Code));

        Held(await world.WriteAsync(id, Stage.Out, (f, all) => (f[$"Condition-{all[0].Id}"], f[$"Note-{all[0].Id}"]) = ("largely-good", "口沿旧磕一处"), filing: "示例文备〔2026〕1号",
            pictures: [(items[0].Id, new SentFile("口沿.jpg", Jpeg))]));
        Held(await world.MoveAsync(id, HandoverMove.Send, world.Lender));

        // On arrival one thing is worse: it needs words, and then the sender's answer.
        Assert.Equal("resources.handover.difference-words", (await world.WriteAsync(id, Stage.In, (f, all) => f[$"Condition-{all[0].Id}"] = "damaged")).Refusal?.Code);
        Held(await world.WriteAsync(id, Stage.In, (f, all) => (f[$"Condition-{all[0].Id}"], f[$"Note-{all[0].Id}"]) = ("damaged", "足部新裂一道")));
        Assert.Equal(HandoverState.ConditionIn, (await world.RecordAsync(id)).State);
        Held(await world.MoveAsync(id, HandoverMove.Dispute, world.Lender, "damage", "示例：出库时没有"));
        Held(await world.MoveAsync(id, HandoverMove.Settle, world.Borrower, words: "示例：运输中所致，借方承担修复"));
        Assert.Equal(HandoverState.Disputed, (await world.RecordAsync(id)).State);
        Assert.Equal("resources.handover.said-already", (await world.MoveAsync(id, HandoverMove.Settle, world.Borrower, words: "再写")).Refusal?.Code);
        Held(await world.MoveAsync(id, HandoverMove.Settle, world.Lender, words: "示例：同意"));
        Assert.Equal(HandoverState.Settled, (await world.RecordAsync(id)).State);

        // The way back in one act: the list copied, the sides changed; afterwards the clock stands still.
        host.Clock.Now = host.Clock.Now.AddDays(30);
        Assert.Equal(30, Assert.Single(await ClockAsync(world), r => r.Last.Item.Name == "示例青花瓶").Days);
        var back = Held(await world.GoOnAsync(id, world.Borrower));
        Assert.Equal("resources.handover.goes-on-already", (await world.GoOnAsync(id, world.Lender)).Refusal?.Code);
        Assert.Equal((HandoverKind.Return, world.Borrower.Id, world.Lender.Id), await ReturnAsync(world, back));
        await world.PassAsync(back);
        host.Clock.Now = host.Clock.Now.AddDays(100);
        var rows = await ClockAsync(world);
        Assert.Equal([(30, false), (30, false)], rows.Select(r => (r.Days, r.Out)));
        Assert.DoesNotContain(rows, r => r.Last.Item.Name == "说明牌");
        await HistoryAsync(world, id);
    }

    private static async Task HistoryAsync(HandoverWorld world, Guid id)
    {
        var events = await world.DbAsync(db => db.Set<HistoryEvent>().AsNoTracking().Where(e => e.SubjectId == id).ToListAsync());
        Assert.Superset(
            new[] { "planned", "signed-out", "sent", "signed-in", "disputed", "settling", "settled", "went-on" }.Select(a => $"resources.handover.{a}").ToHashSet(), events.Select(e => e.Action).ToHashSet());
        Assert.All(events, e => Assert.True(e.PersonId is not null && e.MandateId is not null, e.Action));
    }

    private static async Task<(HandoverKind, Guid, Guid)> ReturnAsync(HandoverWorld world, Guid id)
    {
        var record = await world.RecordAsync(id);
        return (record.Kind, record.FromPartyId, record.ToPartyId);
    }

    private static Task<IReadOnlyList<ReadClock.Row>> ClockAsync(HandoverWorld world) =>
        world.Alliance.AsAsync(world.Alliance.For(world.Lender.Id), (ReadClock.Handler h) => h.HandleAsync(new(null, null), default));
}
