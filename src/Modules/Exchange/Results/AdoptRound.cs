using Guanlian.Contracts.Exchange;
using Guanlian.Contracts.Members;
using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Exchange.Results;

/// <summary>
/// The council adopts a shown result with a reason, once the time for objections is over and each is answered; from then on it is public.
/// The office then puts it in force, and the round before it is superseded.
/// </summary>
internal static class AdoptRound
{
    internal sealed record Command(string Code, string? Reason, int Version);

    internal sealed record ForceCommand(string Code, int Version);

    internal sealed class Handler(ExchangeDb db, RoundAccess access, ReadRound read, IPartyDirectory parties, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await access.FindAsync(cmd.Code, ct);
            if (found.Refused) return found.Refusal;
            var round = found.Value.Round;
            if (!found.Value.Adopts) return new Refusal.Denied("exchange.round.council-only");
            if (round.Check(cmd.Version, RoundState.Shown) is { } refusal) return refusal;
            if (round.ObjectionsUntil >= Dates.InChina(clock.GetUtcNow()))
            {
                return new Refusal.Stale("exchange.round.objections-open").With(("until", round.ObjectionsUntil));
            }

            var open = await db.Objections.CountAsync(o => o.RoundId == round.Id && o.Outcome == null, ct);
            if (open > 0) return new Refusal.Stale("exchange.round.objections-unanswered").With(("count", open));
            if (cmd.Reason?.Trim() is not { Length: > 0 and <= 1000 } reason) return new Refusal.Invalid("exchange.round.reason-missing", nameof(cmd.Reason));
            var book = (await read.BookAsync(round.ComputationId!.Value, ct))!;

            (round.State, round.AdoptedAt, round.AdoptionReason) = (RoundState.Adopted, clock.GetUtcNow(), reason);
            round.Version++;
            var pairs = await WriteOutcomesAsync(round, book, ct);
            db.Record(new Change("exchange.round.adopted", "exchange.round", round.Id)
            {
                OwnerId = round.ClusterId,
                Reason = reason,
                After = new { round.State, round.Mode, book.InputHash, book.ResultHash },
            });
            db.Announce(new RoundAdopted(round.Id, round.Code, round.ClusterId, pairs));
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Refusal.Stale("exchange.round.stale");
            }

            return Done.It;
        }

        public async Task<Outcome<Done>> PutInForceAsync(ForceCommand cmd, CancellationToken ct)
        {
            var found = await access.FindToRunAsync(cmd.Code, ct);
            if (found.Refused) return found.Refusal;
            var round = found.Value.Round;
            if (round.Check(cmd.Version, RoundState.Adopted) is { } refusal) return refusal;
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (await db.Rounds.SingleOrDefaultAsync(r => r.ClusterId == round.ClusterId && r.State == RoundState.InForce, ct) is { } before)
            {
                (before.State, before.EndedAt) = (RoundState.Superseded, clock.GetUtcNow());
                before.Version++;
                db.Record(new Change("exchange.round.superseded", "exchange.round", before.Id) { OwnerId = round.ClusterId, After = new { By = round.Code } });
                // First, so that there is never a moment with two in force, which the database refuses.
                await db.SaveChangesAsync(ct);
            }

            (round.State, round.InForceAt) = (RoundState.InForce, clock.GetUtcNow());
            round.Version++;
            db.Record(new Change("exchange.round.put-in-force", "exchange.round", round.Id) { OwnerId = round.ClusterId, After = new { round.State } });
            db.Announce(new RoundPutInForce(round.Id, round.Code, round.ClusterId, round.ReadRules().TermYears));
            try
            {
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
            }
            catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is PostgresException { ConstraintName: "round_one_in_force" })
            {
                return new Refusal.Stale("exchange.round.stale");
            }

            return Done.It;
        }

        private async Task<IReadOnlyList<AdoptedPair>> WriteOutcomesAsync(Round round, RoundBook book, CancellationToken ct)
        {
            var ids = (await parties.MembersOfAsync(round.ClusterId, ct)).ToDictionary(p => p.Code, p => p.Id);
            var pairs = book.Result.Modes[round.Mode!.Value].Pairs.ToDictionary(p => p.Museum);
            var adopted = new List<AdoptedPair>();
            foreach (var museum in book.Input.Museums.Where(m => ids.ContainsKey(m.Code)))
            {
                var pair = pairs.GetValueOrDefault(museum.Code);
                // Who has left the cluster since the freeze is neither helped nor helps.
                Guid? leader = pair is not null && ids.TryGetValue(pair.Leader, out var id) ? id : null;
                db.Add(new RoundOutcome { RoundId = round.Id, MuseumId = ids[museum.Code], LeaderId = leader, Tier = museum.Tier, Score = leader is null ? null : pair!.Score });
                if (leader is not null) adopted.Add(new(leader.Value, ids[museum.Code]));
            }

            return adopted;
        }
    }
}
