using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Results;

/// <summary>The association's office has the frozen input computed; asking again while that goes on gives the same job.</summary>
internal static class ComputeRound
{
    public const string JobKind = "exchange.compute-round";

    internal sealed record Command(string Code, int Version);

    internal sealed record Payload(Guid ComputationId);

    internal sealed class Handler(ExchangeDb db, RoundAccess access)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await access.FindToRunAsync(cmd.Code, ct);
            if (found.Refused) return found.Refusal;
            var round = found.Value.Round;
            var computation = await db.Computations.SingleOrDefaultAsync(c => c.Id == round.ComputationId, ct);
            if (computation is { Result: null, JobId: { } running }
                && await db.Set<Job>().AnyAsync(j => j.Id == running && (j.State == JobState.Waiting || j.State == JobState.Running), ct))
            {
                return running;
            }

            if (computation is null || computation.Result is not null) return new Refusal.Stale("exchange.round.step-not-now");
            if (round.Check(cmd.Version, RoundState.Frozen, RoundState.Adjusted) is { } refusal) return refusal;
            var job = Start(db, round, computation);
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Refusal.Stale("exchange.round.stale");
            }

            return job;
        }
    }

    /// <summary>Queues the work in the caller's transaction.</summary>
    public static Guid Start(ExchangeDb db, Round round, Computation computation)
    {
        computation.JobId = db.Enqueue(JobKind, new Payload(computation.Id), round.Id);
        computation.Version++;
        return computation.JobId.Value;
    }

    /// <summary>Does the work. Writes once at the end; after a crash it starts over and comes to the same bytes.</summary>
    internal sealed class Worker(ExchangeDb db, TimeProvider clock) : IJobKind
    {
        public string Kind => JobKind;

        public async Task<JobEnd> RunAsync(JobRun run, CancellationToken ct)
        {
            var id = run.Payload<Payload>().ComputationId;
            var computation = await db.Computations.SingleAsync(c => c.Id == id, ct);
            if (computation.Result is null)
            {
                var text = await Computing.RunAsync(computation.Input, (done, total, stage) => run.ReportAsync(done, total, stage), ct);
                await WriteAsync(computation, text, ct);
            }

            var round = await db.Rounds.AsNoTracking().SingleAsync(r => r.Id == computation.RoundId, ct);
            var modes = CanonicalJson.Read<RoundResult>(computation.Result!).Modes;
            return new(new { modes.Optimal.Totals.Paired, Unpaired = modes.Optimal.Unpaired.Count, Href = $"rounds/{round.Code}/result" });
        }

        private async Task WriteAsync(Computation computation, string text, CancellationToken ct)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            // The row lock makes a second copy of this job, or a coordinator's act, wait instead of fail.
            await db.Rounds.FromSql($"select * from exchange.round where id = {computation.RoundId} for update").AsNoTracking().LoadAsync(ct);
            await db.Entry(computation).ReloadAsync(ct);
            if (computation.Result is null)
            {
                (computation.Result, computation.ResultHash) = (text, CanonicalJson.Hash(text));
                (computation.Solver, computation.ComputedAt) = (RoundResult.CurrentSolver, clock.GetUtcNow());
                computation.Version++;
                var round = await db.Rounds.SingleAsync(r => r.Id == computation.RoundId, ct);
                // Who is looking at an adjusted round need not be told that it changed: only the result came.
                if (round.ComputationId == computation.Id && round.State == RoundState.Frozen) (round.State, round.Version) = (RoundState.Computed, round.Version + 1);
                db.Record(new Change("exchange.round.computed", "exchange.round", round.Id)
                {
                    OwnerId = round.ClusterId,
                    After = new { computation.Number, computation.InputHash, computation.ResultHash },
                });
                await db.SaveChangesAsync(ct);
            }

            await transaction.CommitAsync(ct);
        }
    }
}
