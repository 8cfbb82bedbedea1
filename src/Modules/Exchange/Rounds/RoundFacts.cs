using Guanlian.Contracts.Members;
using Guanlian.Exchange.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Rounds;

/// <summary>Gathers what is known on a day and puts it into the form that is frozen. The same facts give the same text.</summary>
internal sealed class RoundFacts(ExchangeDb db, IPartyDirectory parties, EligibleParties eligibleParties)
{
    public async Task<RoundInput> GatherAsync(Round round, DateOnly day, CancellationToken ct)
    {
        var cluster = await parties.FindAsync(round.ClusterId, ct) ?? throw new InvalidOperationException("the round's cluster is gone");
        var eligible = await eligibleParties.OfAsync(round, ct);
        var memberIds = eligible.Members.Select(m => m.Id).ToArray();
        var known = new Known(
            round, cluster, eligible, day,
            (await db.Listings.AsNoTracking().Where(l => memberIds.Contains(l.PartyId)).ToListAsync(ct)).Where(l => l.Stands(day)).ToList(),
            await db.RoundEntries.AsNoTracking().Where(e => e.RoundId == round.Id).ToDictionaryAsync(e => e.PartyId, ct),
            (await db.Adjustments.AsNoTracking().Where(a => a.ClusterId == round.ClusterId).ToListAsync(ct))
                .Where(a => a.Holds(round.Id, day)).OrderBy(a => a.MadeAt).ToList(),
            await OutcomesAsync(round, ct));
        var input = InputOfFacts.Build(known);
        return input with { Distances = await DistancesAsync(input, eligible, ct) };
    }

    /// <summary>Outcomes of the cluster's adopted rounds, newest round first.</summary>
    private async Task<IReadOnlyList<(Round Round, IReadOnlyList<RoundOutcome> Outcomes)>> OutcomesAsync(Round round, CancellationToken ct)
    {
        var earlier = await db.Rounds.AsNoTracking()
            .Where(r => r.ClusterId == round.ClusterId && r.Id != round.Id && r.AdoptedAt != null && r.OpenedAt < round.OpenedAt)
            .OrderByDescending(r => r.AdoptedAt).ToListAsync(ct);
        var ids = earlier.Select(r => r.Id).ToArray();
        var outcomes = await db.RoundOutcomes.AsNoTracking().Where(o => ids.Contains(o.RoundId)).ToListAsync(ct);
        return [.. earlier.Select(r => (r, (IReadOnlyList<RoundOutcome>)[.. outcomes.Where(o => o.RoundId == r.Id)]))];
    }

    private async Task<IReadOnlyList<InputDistance>> DistancesAsync(RoundInput input, Eligible eligible, CancellationToken ct)
    {
        var codes = eligible.Members.ToDictionary(m => m.Code, m => m.Id);
        var from = input.Leaders.Select(l => l.Code).Concat(input.Offerers.Select(o => o.Code)).ToList();
        var distances = await parties.DistancesAsync(
            [.. from.Select(c => codes[c])], [.. input.Museums.Select(m => codes[m.Code])], ct);
        return
        [
            .. from museum in input.Museums
               from code in @from
               where code != museum.Code && distances.ContainsKey((codes[code], codes[museum.Code]))
               orderby museum.Code, code
               select new InputDistance(
                   code, museum.Code, EntryRules.Measured(eligible.Rules.Distance, distances[(codes[code], codes[museum.Code])])),
        ];
    }
}

/// <summary>All that a round's input is made of, before it is put into form.</summary>
internal sealed record Known(
    Round Round, PartyCard Cluster, Eligible Eligible, DateOnly Day, IReadOnlyList<Listing> Listings,
    IReadOnlyDictionary<Guid, RoundEntry> Entries, IReadOnlyList<Adjustment> Adjustments,
    IReadOnlyList<(Round Round, IReadOnlyList<RoundOutcome> Outcomes)> Earlier);
