using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Opinions;
using Guanlian.Platform.Events;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cases;

/// <summary>When a case is closed, what can be learnt from it stays for others, without names and numbers.</summary>
internal sealed class RememberCase(CooperationDb db, IPartyDirectory directory, TimeProvider clock)
{
    /// <summary>Adds it to the memory; nothing where no case sheet was kept. The caller saves.</summary>
    public async Task RunAsync(CooperationRecord record, CancellationToken ct)
    {
        if (await db.Set<CaseSheet>().AsNoTracking().SingleOrDefaultAsync(s => s.CooperationId == record.Id, ct) is not { } sheet
            || await db.Set<CaseMemory>().AnyAsync(m => m.CooperationId == record.Id, ct))
        {
            return;
        }

        var opinions = (await db.Set<OpinionRecord>().AsNoTracking().Where(o => o.CooperationId == record.Id && o.State == OpinionState.Issued).OrderBy(o => o.IssuedAt).ToListAsync(ct))
            .ConvertAll(o => CanonicalJson.Read<OpinionText>(o.Body!));
        var outcome = await db.Set<CaseOutcome>().AsNoTracking().SingleOrDefaultAsync(o => o.CooperationId == record.Id, ct);
        var names = await NamesAsync(record, ct);
        var memory = new CaseMemory
        {
            CooperationId = record.Id,
            Material = sheet.Material,
            Damages = sheet.Damages,
            Urgency = sheet.Urgency,
            Result = outcome?.Result,
            Description = names.Clean(string.Join('\n', new[] { sheet.Description, sheet.Environment }.Where(t => t.Length > 0))),
            Question = names.Clean(sheet.Question),
            Findings = names.Clean(string.Join('\n', opinions.SelectMany(o => new[] { o.Findings, o.Causes }).Where(t => t.Length > 0))),
            Advice = names.Clean(string.Join('\n', opinions.SelectMany(o => o.Advice))),
            Outcome = names.Clean(outcome?.Words ?? ""),
            ClosedOn = Dates.InChina(clock.GetUtcNow()),
            Sample = record.Sample,
        };
        Index(memory);
        db.Add(memory);
        db.Record(new Change("cooperation.case.remembered", "cooperation.case", record.Id) { OwnerId = record.LeadPartyId });
    }

    /// <summary>What it is found by follows its words.</summary>
    public static void Index(CaseMemory memory) => memory.Terms = [.. CaseTerms.Of(memory.Description, memory.Question, memory.Findings, memory.Advice)];

    /// <summary>All names that could tell whose case it is: of everybody whom the parties know, and of all who wrote in it.</summary>
    public async Task<NamesOut> NamesAsync(CooperationRecord record, CancellationToken ct)
    {
        var parties = await db.Participants.Where(p => p.CooperationId == record.Id).Select(p => p.PartyId).Distinct().ToListAsync(ct);
        var allies = new Dictionary<Guid, PartyCard>();
        foreach (var party in parties)
        {
            foreach (var ally in await directory.AlliesOfAsync(party, ct))
            {
                allies[ally.Id] = ally;
            }
        }

        var tasks = await db.Tasks.Where(t => t.CooperationId == record.Id).Select(t => t.Id).ToListAsync(ct);
        var opinions = await db.Set<OpinionRecord>().Where(o => o.CooperationId == record.Id).Select(o => o.Id).ToListAsync(ct);
        Guid[] subjects = [record.Id, .. tasks, .. opinions];
        var persons = await db.Set<HistoryEvent>().Where(e => subjects.Contains(e.SubjectId)).Select(e => e.ActorName).Distinct().ToListAsync(ct);
        persons.AddRange(await db.Set<OpinionSignature>().Where(s => opinions.Contains(s.OpinionId)).Select(s => s.Name).Distinct().ToListAsync(ct));
        var own = allies.Values.Where(a => parties.Contains(a.Id)).ToList();
        return new(
            allies.Values.SelectMany(a => new[] { a.Name, a.NameEn ?? "" }),
            own.Select(a => a.Place),
            persons.Where(p => p.Length > 1 && p != "guanlian"));
    }
}
