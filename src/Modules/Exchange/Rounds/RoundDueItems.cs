using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Rounds;

/// <summary>What people should do about running rounds: enter, look and object; freeze, compute, show, answer; adopt, put in force.</summary>
internal sealed class RoundDueItems(ExchangeDb db, RoundAccess access, EligibleParties eligibleParties, TimeProvider clock) : IDueItems
{
    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.Mandate is null) return [];
        var running = await db.Rounds.AsNoTracking()
            .Where(r => r.State != RoundState.InForce && r.State != RoundState.Superseded && r.State != RoundState.Abandoned).ToListAsync(ct);
        var due = new List<DueItem>();
        foreach (var sight in await access.SeenOfAsync(running, ct))
        {
            if (sight.Runs) due.AddRange(await OfOfficeAsync(sight.Round, ct));
            if (sight.Adopts && sight.Round.State == RoundState.Shown && sight.Round.ObjectionsUntil < Today) due.Add(Item("exchange.due.adopt", sight.Round, ""));
            if (sight.Member is { } party) due.AddRange(await OfMemberAsync(actor, party, sight.Round, ct));
        }

        return due;
    }

    private DateOnly Today => Dates.InChina(clock.GetUtcNow());

    private async Task<IEnumerable<DueItem>> OfOfficeAsync(Round round, CancellationToken ct)
    {
        var unanswered = await db.Objections.CountAsync(o => o.RoundId == round.Id && o.Outcome == null, ct);
        var computed = await db.Computations.AnyAsync(c => c.Id == round.ComputationId && c.Result != null, ct);
        List<DueItem?> due =
        [
            unanswered > 0 ? Item("exchange.due.answer-objections", round, "/objections", round.ObjectionsUntil, ("count", unanswered)) : null,
            round.State switch
            {
                RoundState.Open when round.EntryUntil < Today => Item("exchange.due.freeze", round, "/entries", round.EntryUntil),
                RoundState.Frozen => Item("exchange.due.compute", round, ""),
                RoundState.Computed or RoundState.Adjusted when computed => Item("exchange.due.show", round, ""),
                RoundState.Adopted => Item("exchange.due.put-in-force", round, ""),
                _ => null,
            },
        ];
        return due.OfType<DueItem>();
    }

    private async Task<IEnumerable<DueItem>> OfMemberAsync(Actor actor, Guid party, Round round, CancellationToken ct)
    {
        if (round.State == RoundState.Shown && round.ObjectionsUntil >= Today && actor.May(RoundPermissions.Object, party))
        {
            return [Item("exchange.due.look", round, "/result", round.ObjectionsUntil)];
        }

        if (round.State != RoundState.Open || !actor.May(RoundPermissions.Enter, party)
            || await db.RoundEntries.AnyAsync(e => e.RoundId == round.Id && e.PartyId == party, ct))
        {
            return [];
        }

        // A museum whose needs are confirmed is in already; a leader is asked for its places in any case.
        var part = await eligibleParties.PartOfMemberAsync(round, party, ct);
        return part is null ? [] : [Item(part == Part.Leader ? "exchange.due.enter-leader" : "exchange.due.enter-receiver", round, "/entry", round.EntryUntil)];
    }

    private DueItem Item(string key, Round round, string page, DateOnly? by = null, params (string Name, object? Value)[] holes) => new(key, $"rounds/{round.Code}{page}")
    {
        Holes = [("round", round.Name), .. holes],
        By = by,
        Urgency = by is null ? Urgency.Soon : by < Today ? Urgency.Late : by < Today.AddDays(7) ? Urgency.Soon : Urgency.Calm,
    };
}
