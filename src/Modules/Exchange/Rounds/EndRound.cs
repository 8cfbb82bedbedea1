using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Rounds;

/// <summary>
/// The association's office opens a frozen round for entries again, or gives a round up; both before anything was shown or adopted, both with
/// a reason. What was computed stays.
/// </summary>
internal static class EndRound
{
    internal enum Step
    {
        Reopen,
        Abandon,
    }

    internal sealed record Command(string Code, Step Step, string? Reason, int Version);

    internal sealed class Handler(ExchangeDb db, RoundAccess access, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await access.FindToRunAsync(cmd.Code, ct);
            if (found.Refused) return found.Refusal;
            var round = found.Value.Round;
            var refusal = cmd.Step == Step.Reopen
                ? round.Check(cmd.Version, RoundState.Frozen, RoundState.Computed)
                : round.Check(cmd.Version, RoundState.Open, RoundState.Frozen, RoundState.Computed, RoundState.Shown, RoundState.Adjusted);
            if (refusal is not null) return refusal;
            if (cmd.Reason?.Trim() is not { Length: > 0 and <= 1000 } reason) return new Refusal.Invalid("exchange.round.reason-missing", nameof(cmd.Reason));

            var before = round.State;
            round.State = cmd.Step == Step.Reopen ? RoundState.Open : RoundState.Abandoned;
            round.Version++;
            if (cmd.Step == Step.Abandon) (round.EndedAt, round.EndReason) = (clock.GetUtcNow(), reason);
            db.Record(new Change(cmd.Step == Step.Reopen ? "exchange.round.reopened" : "exchange.round.abandoned", "exchange.round", round.Id)
            {
                OwnerId = round.ClusterId,
                Reason = reason,
                Before = new { State = before },
                After = new { round.State },
            });
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
    }
}
