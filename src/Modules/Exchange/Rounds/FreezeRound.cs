using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Rounds;

/// <summary>The association's office ends the entries: what is known now is written down once, with its hash.</summary>
internal static class FreezeRound
{
    internal sealed record Command(string Code, int Version);

    /// <param name="Hash">SHA-256 of the frozen input.</param>
    internal sealed record Frozen(string Hash, int Leaders, int Museums);

    internal sealed class Handler(ExchangeDb db, CurrentActor current, RoundAccess access, RoundFacts facts, TimeProvider clock)
    {
        public async Task<Outcome<Frozen>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await access.FindToRunAsync(cmd.Code, ct);
            if (found.Refused) return found.Refusal;
            var round = found.Value.Round;
            if (round.Check(cmd.Version, RoundState.Open) is { } refusal) return refusal;

            // Entries hold the row's share lock while they are written: after this line all that were accepted are to be seen.
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Rounds.FromSql($"select * from exchange.round where id = {round.Id} for update").AsNoTracking().LoadAsync(ct);
            var input = await facts.GatherAsync(round, Dates.InChina(clock.GetUtcNow()), ct);
            if (FreezeCheck.Join(FreezeCheck.Of(input)) is { } invalid) return invalid;

            var computation = await FreezeAsync(db, round, input, current.Value, clock, ct);
            round.State = RoundState.Frozen;
            db.Record(new Change("exchange.round.frozen", "exchange.round", round.Id)
            {
                OwnerId = round.ClusterId,
                After = new { computation.Number, computation.InputHash, Leaders = input.Leaders.Count, Museums = input.Museums.Count },
            });
            try
            {
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Refusal.Stale("exchange.round.stale");
            }

            return new Frozen(computation.InputHash, input.Leaders.Count, input.Museums.Count);
        }
    }

    /// <summary>Adds the next computation of a round with this input and makes it the one that counts.</summary>
    internal static async Task<Computation> FreezeAsync(
        ExchangeDb db, Round round, RoundInput input, Actor actor, TimeProvider clock, CancellationToken ct)
    {
        var text = CanonicalJson.Write(input);
        var number = await db.Computations.Where(c => c.RoundId == round.Id).MaxAsync(c => (int?)c.Number, ct) ?? 0;
        var computation = new Computation
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            RoundId = round.Id,
            Number = number + 1,
            PredecessorId = round.ComputationId,
            Input = text,
            InputHash = CanonicalJson.Hash(text),
            Author = actor.Name,
            PersonId = actor.PersonId,
            FrozenAt = clock.GetUtcNow(),
        };
        db.Add(computation);
        round.ComputationId = computation.Id;
        round.Version++;
        return computation;
    }
}
