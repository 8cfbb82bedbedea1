using Guanlian.Contracts.Catalogue;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Handovers;

/// <summary>
/// Loans of the sample province: one there and back, with a difference that was disputed and settled; one under way; and display boards that
/// the county museum is to hand over.
/// </summary>
internal sealed class SampleHandovers : ISampleStep
{
    private const int Lent = 2;

    public int Order => 480;

    public string Title => "resources.handover.sample.title";

    public async Task RunAsync(SampleWorld world, CancellationToken ct)
    {
        var members = await world.AskAsync((IPartyDirectory d) => d.MembersOfAsync(world.Ids["cluster"], ct));
        var (leader, county) = (members.Single(m => m.Id == world.Ids["sample.leader"]), members.Single(m => m.Id == world.Ids["sample.county"]));
        var other = members.First(m => m is { Kind: PartyKind.Museum, Level: PartyLevel.County } && m.Id != county.Id);
        var numbers = await NumbersAsync(world, leader.Id, ct);
        await ThereAndBackAsync(new(world, leader, county, ct), numbers.Take(Lent));
        await UnderWayAsync(new(world, leader, other, ct), numbers.Skip(Lent).Take(1));
        world.GoTo(world.Now.AddDays(-2));
        await new Lending(world, county, other, ct).PlanAsync(HandoverKind.Placement, ["| 示例：流动展板 | 20"], "示例：两馆流动展板互换展出", 3, 60);
        world.GoTo(world.Now);
    }

    private static async Task ThereAndBackAsync(Lending loan, IEnumerable<string> numbers)
    {
        loan.World.GoTo(loan.World.Now.AddDays(-110));
        var id = await loan.PlanAsync(HandoverKind.Loan, [.. numbers, "| 示例：说明牌 | 4"], "示例：县馆专题展借展", 5, 70);
        loan.World.GoTo(loan.World.Now.AddDays(-105));
        await loan.WriteAsync(id, Stage.Out, loan.From, "largely-good", "示例：口沿旧磕一处，已拍照");
        await loan.MoveAsync(id, HandoverMove.Send, loan.From, null, null);
        loan.World.GoTo(loan.World.Now.AddDays(-104));
        await loan.WriteAsync(id, Stage.In, loan.To, "damaged", "示例：底足新见短冲线一道");
        loan.World.GoTo(loan.World.Now.AddDays(-103));
        await loan.MoveAsync(id, HandoverMove.Dispute, loan.From, "damage", "示例：出库照片上没有这道冲线");
        loan.World.GoTo(loan.World.Now.AddDays(-99));
        await loan.MoveAsync(id, HandoverMove.Settle, loan.To, null, "示例：运输途中震动所致，由运输保险赔付检测与修复");
        await loan.MoveAsync(id, HandoverMove.Settle, loan.From, null, "示例：同意，归还后由省馆修复");
        loan.World.GoTo(loan.World.Now.AddDays(-36));
        var back = await loan.ByAsync(loan.To, (GoOn.Handler h) => h.HandleAsync(new(id, null, null, null), loan.Ct));
        loan.World.GoTo(loan.World.Now.AddDays(-35));
        await loan.WriteAsync(back, Stage.Out, loan.To, "damaged", "示例：底足冲线，同到馆时");
        await loan.MoveAsync(back, HandoverMove.Send, loan.To, null, null);
        loan.World.GoTo(loan.World.Now.AddDays(-34));
        await loan.WriteAsync(back, Stage.In, loan.From, null, null);
    }

    private static async Task UnderWayAsync(Lending loan, IEnumerable<string> numbers)
    {
        loan.World.GoTo(loan.World.Now.AddDays(-4));
        var id = await loan.PlanAsync(HandoverKind.Loan, [.. numbers, "| 示例：多媒体一体机 | 1"], "示例：春节生肖展借展", 3, 90);
        loan.World.GoTo(loan.World.Now.AddDays(-1));
        await loan.WriteAsync(id, Stage.Out, loan.From, null, null);
        await loan.MoveAsync(id, HandoverMove.Send, loan.From, null, null);
    }

    /// <summary>Objects of the leader's sample collection that it may lend, by register number.</summary>
    private static async Task<IReadOnlyList<string>> NumbersAsync(SampleWorld world, Guid leader, CancellationToken ct)
    {
        var found = await world.AskAsync((IObjectBook b) => b.ByNumberAsync(leader, [.. Enumerable.Range(1, 60).Select(n => $"示例{n:0000}")], ct));
        var facts = await world.AskAsync((IObjectBook b) => b.LendingAsync(leader, [.. found.Values.Select(o => o.Key.ObjectId)], ct));
        return
        [
            .. found.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => o.Value)
                .Where(o => facts[o.Key.ObjectId] is { Grade: not (null or ObjectGrade.First), Preservation: not (ObjectPreservation.Urgent or ObjectPreservation.NeedsTreatment) })
                .Select(o => o.Number).Take(Lent + 1),
        ];
    }

    /// <summary>Two museums of whom one lends to the other, and what they do as anybody would on the pages.</summary>
    private sealed record Lending(SampleWorld World, PartyCard From, PartyCard To, CancellationToken Ct)
    {
        public async Task<Guid> PlanAsync(HandoverKind kind, IEnumerable<string> lines, string purpose, int inDays, int forDays)
        {
            var today = await World.AskAsync((TimeProvider clock) => Task.FromResult(Dates.InChina(clock.GetUtcNow())));
            return await ByAsync(From, (PlanHandover.Handler h) => h.HandleAsync(new(new()
            {
                Kind = CodeWords.Write(kind),
                From = From.Code,
                To = To.Code,
                PlannedOn = today.AddDays(inDays),
                DueBackOn = today.AddDays(inDays + forDays),
                Place = "示例：库房交接间",
                Purpose = purpose,
                FilingNumber = kind == HandoverKind.Loan ? "示例文备〔2026〕17号" : null,
                Items = string.Join('\n', lines),
            }, null, Guid.Empty), Ct));
        }

        /// <summary>Writes the condition of the first thing, all others being in order, and signs.</summary>
        public async Task WriteAsync(Guid id, Stage stage, PartyCard by, string? condition, string? note)
        {
            var (version, items) = await World.AskAsync(async (ResourcesDb db) => (
                await db.Handovers().Where(h => h.Id == id).Select(h => h.Version).SingleAsync(Ct),
                await db.HandoverItems().AsNoTracking().Where(i => i.HandoverId == id).OrderBy(i => i.Place).ToListAsync(Ct)));
            var fields = items.Where(i => i.ObjectId is null).ToDictionary(i => $"Grade-{i.Id}", _ => (string?)CodeWords.Write(ItemGrade.None));
            (fields[$"Condition-{items[0].Id}"], fields[$"Note-{items[0].Id}"]) = (condition, note);
            var filing = await World.AskAsync((ResourcesDb db) => db.Handovers().Where(h => h.Id == id).Select(h => h.FilingNumber).SingleAsync(Ct));
            await ByAsync(by, (WriteCondition.Handler h) => h.HandleAsync(
                new(id, stage, fields.GetValueOrDefault, [], Rest: true, filing, Sign: true, stage == Stage.Out ? "示例保管员" : "示例接收人", null, version), Ct));
        }

        public async Task MoveAsync(Guid id, HandoverMove move, PartyCard by, string? code, string? words)
        {
            var version = await World.AskAsync((ResourcesDb db) => db.Handovers().Where(h => h.Id == id).Select(h => h.Version).SingleAsync(Ct));
            await ByAsync(by, (MoveHandover.Handler h) => h.HandleAsync(new(id, move, by.Id, "示例负责人", code, words, null, version), Ct));
        }

        public Task<T> ByAsync<THandler, T>(PartyCard party, Func<THandler, Task<Outcome<T>>> act)
            where THandler : notnull => World.ForAsync(party.Id, party.Name, Roles.Director, act);
    }
}
