using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Keeping;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;

namespace Guanlian.Funds.Donations;

/// <summary>What of a promise has not come in is not awaited any more.</summary>
internal static class CancelPledge
{
    internal sealed record Command(Guid Id, string? ReasonCode, string? Reason, int Version);

    internal sealed class Handler(FundsDb db, FundSight sight, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var loaded = await db.DonationAsync(sight, cmd.Id, cmd.Version, ct);
            if (loaded.Refused)
            {
                return loaded.Refusal;
            }

            var (fund, donation) = loaded.Value;
            if (!sight.Keeps(fund.ClusterId))
            {
                return new Refusal.Denied("funds.association-only");
            }

            if (donation.State is DonationState.Received or DonationState.Cancelled)
            {
                return new Refusal.Stale("funds.donation.nothing-open");
            }

            if (FundTexts.Reason(ReasonCodes.Pledge, cmd.ReasonCode, cmd.Reason) is { } refusal)
            {
                return refusal;
            }

            var now = clock.GetUtcNow();
            var (open, _) = await db.ProgressAsync(donation, ct);
            donation.State = DonationState.Cancelled;
            donation.Version++;
            var reason = FundTexts.Of(cmd.Reason, FundTexts.MostReason);
            var booking = new Booking(EntryKind.PledgeCancelled, Dates.InChina(now)) { DonationId = donation.Id, ReasonCode = cmd.ReasonCode, Reason = reason };
            await db.EnterAsync(fund, booking, Bookings.CancelPledge(donation.UseCode, open), actor, now, ct);
            db.Record(new Change("funds.donation.cancelled", "funds.donation", donation.Id)
            {
                OwnerId = fund.ClusterId,
                ReasonCode = $"funds.reason.{cmd.ReasonCode}",
                Reason = reason,
                After = new { Amount = Money.Say(open) },
            });
            return await db.SaveLedgerAsync(ct);
        }
    }
}
