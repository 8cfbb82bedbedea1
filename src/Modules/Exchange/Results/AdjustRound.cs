using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Rounds;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Exchange.Results;

/// <summary>
/// The association's office decides over the computation: locks, exclusions, places, each with a reason and the first two until a day. In a
/// frozen round that makes a new input (the same facts, other decisions) and computes it; the predecessor stays.
/// </summary>
internal static class AdjustRound
{
    /// <param name="Leader">Code.</param>
    /// <param name="Museum">Code; null for places.</param>
    /// <param name="Places">The leader's places; for places alone.</param>
    internal sealed record Decision(AdjustmentKind Kind, string Leader, string? Museum = null, int? Places = null);

    /// <param name="Decisions">At least one; or none with <paramref name="Withdraw"/>.</param>
    /// <param name="Withdraw">Decisions taken back.</param>
    internal sealed record Command(
        string Code, IReadOnlyList<Decision> Decisions, IReadOnlyList<Guid> Withdraw, string? Reason, DateOnly? ExpiresOn, Guid? ObjectionId, int Version);

    internal sealed class Handler(
        ExchangeDb db, CurrentActor current, RoundAccess access, EligibleParties eligibleParties, Contracts.Members.IPartyDirectory parties, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await access.FindToRunAsync(cmd.Code, ct);
            if (found.Refused) return found.Refusal;
            var round = found.Value.Round;
            if (round.Check(cmd.Version, RoundState.Open, RoundState.Computed, RoundState.Shown, RoundState.Adjusted) is { } refusal) return refusal;
            var today = Dates.InChina(clock.GetUtcNow());
            if (cmd.Reason?.Trim() is not { Length: > 0 and <= 1000 } reason) return new Refusal.Invalid("exchange.adjustment.reason-missing", nameof(cmd.Reason));
            if (cmd.Decisions.Count + cmd.Withdraw.Count is 0 or > 50) return new Refusal.Invalid("exchange.adjustment.nothing");
            var pairs = cmd.Decisions.Any(d => d.Kind != AdjustmentKind.Places);
            if (pairs && !(cmd.ExpiresOn >= today)) return new Refusal.Invalid("exchange.adjustment.expiry-missing", nameof(cmd.ExpiresOn));
            if (cmd.ObjectionId is { } objection && !await db.Objections.AnyAsync(o => o.Id == objection && o.RoundId == round.Id, ct))
            {
                return new Refusal.Missing("exchange.objection.missing");
            }

            var all = await db.Adjustments.Where(a => a.ClusterId == round.ClusterId).ToListAsync(ct);
            var eligible = await eligibleParties.OfAsync(round, ct);
            var office = (await parties.FindAsync(round.ClusterId, ct))!.Name;
            if (Withdraw(cmd, round, all, eligible, reason) is { } wrong) return wrong;
            if (Decide(cmd, round, all, eligible, office, reason, today) is { } invalid) return invalid;

            var frozen = round.State != RoundState.Open;
            if (frozen && await RecomputeAsync(round, all, today, ct) is { } impossible) return impossible;
            if (!frozen) round.Version++;
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is PostgresException { ConstraintName: "computation_once" })
            {
                return new Refusal.Stale("exchange.round.stale");
            }

            return Done.It;
        }

        private Refusal? Withdraw(Command cmd, Round round, List<Adjustment> all, Eligible eligible, string reason)
        {
            foreach (var id in cmd.Withdraw.Distinct())
            {
                if (all.Find(a => a.Id == id) is not { } adjustment) return new Refusal.Missing("exchange.adjustment.missing");
                if (adjustment.WithdrawnAt is not null) return new Refusal.Stale("exchange.adjustment.withdrawn-already");
                (adjustment.WithdrawnAt, adjustment.WithdrawalReason) = (clock.GetUtcNow(), reason);
                adjustment.Version++;
                db.Record(new Change("exchange.adjustment.withdrawn", "exchange.round", round.Id)
                {
                    OwnerId = round.ClusterId,
                    Reason = reason,
                    Before = Seen(adjustment, eligible),
                });
            }

            return null;
        }

        private Refusal? Decide(
            Command cmd, Round round, List<Adjustment> all, Eligible eligible, string office, string reason, DateOnly today)
        {
            foreach (var decision in cmd.Decisions)
            {
                if (Check(decision, eligible) is { } invalid) return invalid;
                var leader = eligible.Leaders.First(l => l.Code == decision.Leader).Id;
                var museum = decision.Museum is null ? (Guid?)null : eligible.Receivers.First(m => m.Code == decision.Museum).Id;
                if (all.Exists(a => a.Holds(round.Id, today) && a.Kind == decision.Kind && a.LeaderId == leader && a.MuseumId == museum && a.Places == decision.Places))
                {
                    return new Refusal.Stale("exchange.adjustment.holds-already");
                }

                var actor = current.Value;
                var made = new Adjustment
                {
                    Id = Guid.CreateVersion7(clock.GetUtcNow()),
                    ClusterId = round.ClusterId,
                    RoundId = round.Id,
                    Kind = decision.Kind,
                    LeaderId = leader,
                    MuseumId = museum,
                    Places = decision.Places,
                    Reason = reason,
                    ExpiresOn = decision.Kind == AdjustmentKind.Places ? null : cmd.ExpiresOn,
                    ObjectionId = cmd.ObjectionId,
                    Author = actor.Name,
                    Office = office,
                    PersonId = actor.PersonId,
                    MandateId = actor.Mandate?.Id,
                    MadeAt = clock.GetUtcNow(),
                };
                all.Add(made);
                db.Add(made);
                db.Record(new Change("exchange.adjustment.made", "exchange.round", round.Id) { OwnerId = round.ClusterId, Reason = reason, After = Seen(made, eligible) });
            }

            return null;
        }

        /// <summary>The facts of the present input under the decisions that hold now, frozen as the next computation and queued.</summary>
        private async Task<Refusal?> RecomputeAsync(Round round, List<Adjustment> all, DateOnly today, CancellationToken ct)
        {
            var computation = await db.Computations.AsNoTracking().SingleAsync(c => c.Id == round.ComputationId, ct);
            var members = (await parties.FindAsync([.. all.SelectMany(a => new[] { a.LeaderId, a.MuseumId ?? a.LeaderId })], ct)).ToDictionary(p => p.Key, p => p.Value.Code);
            var input = AdjustedInput.Of(
                CanonicalJson.Read<RoundInput>(computation.Input), all.Where(a => a.Holds(round.Id, today)).OrderBy(a => a.MadeAt), id => members[id],
                await DeclaredPlacesAsync(round, all, members, ct));
            if (FreezeCheck.Join(FreezeCheck.Of(input)) is { } impossible) return impossible;
            var next = await FreezeRound.FreezeAsync(db, round, input, current.Value, clock, ct);
            round.State = RoundState.Adjusted;
            ComputeRound.Start(db, round, next);
            db.Record(new Change("exchange.round.adjusted", "exchange.round", round.Id)
            {
                OwnerId = round.ClusterId,
                Before = new { computation.Number, computation.InputHash },
                After = new { next.Number, next.InputHash },
            });
            return null;
        }

        /// <summary>What was stated by those leaders whose places were ever decided in this round; the others stay as they were frozen.</summary>
        private async Task<Dictionary<string, (int Places, string? Reason)>> DeclaredPlacesAsync(
            Round round, List<Adjustment> all, Dictionary<Guid, string> codes, CancellationToken ct)
        {
            var most = round.ReadRules().Capacity.Most;
            var decided = all.Where(a => a.RoundId == round.Id && a.Kind == AdjustmentKind.Places).Select(a => a.LeaderId).Distinct().ToArray();
            var entries = await db.RoundEntries.AsNoTracking().Where(e => e.RoundId == round.Id && decided.Contains(e.PartyId)).ToDictionaryAsync(e => e.PartyId, ct);
            return decided.ToDictionary(id => codes[id], id => entries.GetValueOrDefault(id) is { Places: { } places } entry
                ? (places, places < most ? entry.Reason : null)
                : (most, null));
        }
    }

    private static Refusal.Invalid? Check(Decision decision, Eligible eligible)
    {
        var most = eligible.Rules.Capacity.Most;
        return decision switch
        {
            _ when !Enum.IsDefined(decision.Kind) => new("exchange.adjustment.kind-unknown"),
            _ when eligible.Leaders.All(l => l.Code != decision.Leader) => new("exchange.adjustment.leader-unknown", nameof(decision.Leader)),
            { Kind: not AdjustmentKind.Places } when eligible.Receivers.All(m => m.Code != decision.Museum) =>
                new("exchange.adjustment.museum-unknown", nameof(decision.Museum)),
            { Kind: AdjustmentKind.Places } when decision.Places is not { } p || p < 0 || p > most =>
                (Refusal.Invalid)new Refusal.Invalid("exchange.adjustment.places-above-charter", nameof(decision.Places)).With(("most", most)),
            _ => null,
        };
    }

    private static object Seen(Adjustment a, Eligible eligible) => new
    {
        a.Kind,
        Leader = NameOf(eligible, a.LeaderId),
        Museum = a.MuseumId is { } museum ? NameOf(eligible, museum) : null,
        a.Places,
        a.ExpiresOn,
    };

    private static string NameOf(Eligible eligible, Guid party) => eligible.Members.FirstOrDefault(m => m.Id == party)?.Name ?? $"{party}";
}

/// <summary>An input with other decisions over the same facts; pure.</summary>
internal static class AdjustedInput
{
    /// <param name="holding">Decisions that hold, oldest first: of two about the same the later one counts.</param>
    /// <param name="declared">What the leaders whose places are or were decided had stated themselves; counts where no decision holds any more.</param>
    public static RoundInput Of(
        RoundInput input, IEnumerable<Adjustment> holding, Func<Guid, string> code, IReadOnlyDictionary<string, (int Places, string? Reason)> declared)
    {
        var all = holding.ToList();
        var entered = input.Museums.Select(m => m.Code).ToHashSet();
        var leaders = input.Leaders.Select(l => l.Code).ToHashSet();
        return input with
        {
            Leaders = [.. input.Leaders.Select(l => LeaderOf(input, l, all.LastOrDefault(a => a.Kind == AdjustmentKind.Places && code(a.LeaderId) == l.Code), declared))],
            Locks = Decisions(AdjustmentKind.Lock),
            Exclusions = [.. Decisions(AdjustmentKind.Exclusion).Where(d => entered.Contains(d.Museum) && leaders.Contains(d.Leader))],
        };

        IReadOnlyList<InputDecision> Decisions(AdjustmentKind kind) =>
        [
            .. all.Where(a => a.Kind == kind).GroupBy(a => (Leader: code(a.LeaderId), Museum: code(a.MuseumId!.Value)))
                .OrderBy(g => g.Key.Museum, StringComparer.Ordinal).ThenBy(g => g.Key.Leader, StringComparer.Ordinal)
                .Select(g => new InputDecision(g.Key.Leader, g.Key.Museum, g.Last().Reason, g.Last().Office, g.Last().ExpiresOn!.Value)),
        ];
    }

    private static InputLeader LeaderOf(
        RoundInput input, InputLeader leader, Adjustment? places, IReadOnlyDictionary<string, (int Places, string? Reason)> declared)
    {
        if (!declared.TryGetValue(leader.Code, out var stated)) return leader;
        var now = places?.Places ?? stated.Places;
        return leader with
        {
            Places = now,
            Least = Math.Min(input.Charter.Rules.Capacity.Least, now),
            PlacesReason = places is null ? stated.Reason : places.Reason,
        };
    }
}
