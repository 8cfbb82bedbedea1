using Guanlian.Contracts.Exchange;
using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Rounds;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Results;

/// <summary>
/// The association's office shows a result to the members for objection, in the mode that the charter asks for or, with a reason, in
/// another. The time for objections starts anew each time.
/// </summary>
internal static class ShowResult
{
    internal sealed record Command(string Code, Mode Mode, string? ModeReason, int Version);

    internal sealed class Handler(ExchangeDb db, RoundAccess access, TimeProvider clock)
    {
        public async Task<Outcome<DateOnly>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await access.FindToRunAsync(cmd.Code, ct);
            if (found.Refused) return found.Refusal;
            var round = found.Value.Round;
            if (round.Check(cmd.Version, RoundState.Computed, RoundState.Adjusted) is { } refusal) return refusal;
            if (!await db.Computations.AnyAsync(c => c.Id == round.ComputationId && c.Result != null, ct)) return new Refusal.Stale("exchange.round.not-computed");
            var rules = round.ReadRules();
            var reason = string.IsNullOrWhiteSpace(cmd.ModeReason) ? null : cmd.ModeReason.Trim();
            if (!Enum.IsDefined(cmd.Mode)) return new Refusal.Invalid("exchange.round.mode-unknown", nameof(cmd.Mode));
            if (cmd.Mode != PairingOfInput.ModeOf(rules) && reason is null) return new Refusal.Invalid("exchange.round.mode-needs-reason", nameof(cmd.ModeReason));

            var before = round.State;
            (round.State, round.Mode, round.ModeReason) = (RoundState.Shown, cmd.Mode, reason);
            round.ObjectionsUntil = Dates.InChina(clock.GetUtcNow()).AddDays(rules.ObjectionDays);
            round.Version++;
            db.Record(new Change("exchange.round.shown", "exchange.round", round.Id)
            {
                OwnerId = round.ClusterId,
                Reason = reason,
                Before = new { State = before },
                After = new { round.State, round.Mode, round.ObjectionsUntil },
            });
            db.Announce(new RoundShown(round.Id, round.Code, round.ClusterId, round.ObjectionsUntil.Value));
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Refusal.Stale("exchange.round.stale");
            }

            return round.ObjectionsUntil.Value;
        }
    }
}
