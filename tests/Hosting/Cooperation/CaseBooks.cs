using Guanlian.Cooperation.Cases;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Opinions;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Hosting.Cooperation;

/// <summary>What people write in the books of a case.</summary>
internal sealed class CaseBooks(CooperationWorld world)
{
    public Task<Outcome<Done>> SheetAsync(Guid id, Guid party, Func<WriteCaseSheet.Command, WriteCaseSheet.Command>? change = null)
    {
        var sheet = new WriteCaseSheet.Command(id, "stone", ["flaking", "powdering"], "soon", "示例病害", "库房，相对湿度65%", "示例问题", 0);
        return world.AsAsync(world.For(party), (WriteCaseSheet.Handler h) => h.HandleAsync(change is null ? sheet : change(sheet), default));
    }

    public async Task DraftAsync(CooperationTask issue, string findings, string advice) => Held(await DraftedAsync(issue, findings, advice));

    public async Task<Outcome<Done>> DraftedAsync(CooperationTask issue, string findings, string advice, string panel = "示例专家　研究馆员", Guid? besides = null)
    {
        var version = await world.DbAsync(db => db.Set<OpinionRecord>().Where(o => o.TaskId == issue.Id).Select(o => o.Version).SingleOrDefaultAsync());
        var experts = (await world.ParticipantsAsync(issue.CooperationId)).Where(p => p.Role != "museum" || p.PartyId == besides).Select(p => p.PartyId).Distinct();
        return await world.AsAsync(world.For(issue.DoesPartyId), (WriteOpinion.Handler h) => h.HandleAsync(
            new(issue.Id, findings, "潮湿", advice, experts.ToDictionary(e => e, _ => (string?)panel), version), default));
    }

    public async Task<Outcome<Done>> ActAsync(CooperationTask issue, SignOpinion.Act act, Guid party, Guid? place = null, string? why = null)
    {
        var version = await world.DbAsync(db => db.Set<OpinionRecord>().Where(o => o.TaskId == issue.Id).Select(o => o.Version).SingleAsync());
        return await world.AsAsync(world.For(party), (SignOpinion.Handler h) => h.HandleAsync(new(issue.Id, act, version, place, why), default));
    }

    public Task<List<OpinionSignature>> PlacesAsync(Guid issue) => world.DbAsync(db => db.Set<OpinionSignature>().AsNoTracking()
        .Where(s => s.VoidAt == null && db.Set<OpinionRecord>().Any(o => o.Id == s.OpinionId && o.TaskId == issue)).OrderBy(s => s.Sort).ToListAsync());

    public async Task<Outcome<Done>> AnswerAsync(Guid id, Guid party, params (string Answer, string? Note)[] answers)
    {
        var rows = await world.DbAsync(db => db.Set<AdviceRow>().AsNoTracking().Where(a => a.CooperationId == id).OrderBy(a => a.Sort).ToListAsync());
        return await world.AsAsync(world.For(party), (AnswerAdvice.Handler h) => h.HandleAsync(
            new(id, rows.Zip(answers).ToDictionary(p => p.First.Id, p => new AnswerAdvice.Given(p.Second.Answer, p.Second.Note))), default));
    }

    public Task<Outcome<Done>> OutcomeAsync(Guid id, Guid party, string result, string words) => world.AsAsync(world.For(party), (SayOutcome.Handler h) =>
        h.HandleAsync(new(id, result, words, world.Today, 0), default));

    public Task<Outcome<Done>> MendAsync(Guid id, Guid party, string question) => MemoryAsync(id, party, m => new(id, m.Version, m.Description, question, m.Findings, m.Advice, m.Outcome));

    public Task<Outcome<Done>> WithdrawAsync(Guid id, Guid party, string why) => MemoryAsync(id, party, m => new(id, m.Version, null, null, null, null, null, true, why));

    public async Task CloseAsync(Guid id)
    {
        Held(await world.MoveAsync(id, Move.Deliver));
        Held(await world.MoveAsync(id, Move.Evaluate, text: "示例评估"));
        Held(await world.MoveAsync(id, Move.Close));
    }

    private async Task<Outcome<Done>> MemoryAsync(Guid id, Guid party, Func<CaseMemory, MendMemory.Command> command)
    {
        var memory = await world.DbAsync(db => db.Set<CaseMemory>().AsNoTracking().SingleAsync(m => m.CooperationId == id));
        return await world.AsAsync(world.For(party), (MendMemory.Handler h) => h.HandleAsync(command(memory), default));
    }
}
