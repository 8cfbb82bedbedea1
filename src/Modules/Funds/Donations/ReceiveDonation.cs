using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Keeping;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Words;

namespace Guanlian.Funds.Donations;

/// <summary>Promised money has come in, all of it or a part; the bank's paper proves it.</summary>
internal static class ReceiveDonation
{
    /// <param name="Receipt">Number of the receipt given to the donor.</param>
    internal sealed record Command(Guid Id, string? Amount, DateOnly? On, string? Receipt, IReadOnlyList<SentFile> Files, int Version);

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

            var now = clock.GetUtcNow();
            var receipt = FundTexts.Line(cmd.Receipt, FundTexts.MostDocument);
            var (open, _) = await db.ProgressAsync(donation, ct);
            if (FundTexts.All(
                FundTexts.Amount(Money.TryRead(cmd.Amount, out var amount), nameof(cmd.Amount)),
                amount > open ? new Refusal.Invalid("funds.donation.more-than-open", nameof(cmd.Amount)).With(("open", Money.Say(open))) : null,
                FundTexts.Day(cmd.On, donation.PledgedOn, Dates.InChina(now), nameof(cmd.On)),
                FundTexts.Document(receipt, nameof(cmd.Receipt), "funds.receipt"),
                Evidence.Check(cmd.Files, nameof(cmd.Files))) is { } refusal)
            {
                return refusal;
            }

            donation.State = amount == open ? DonationState.Received : DonationState.PartlyReceived;
            donation.Version++;
            var entry = await db.EnterAsync(
                fund, new(EntryKind.Received, cmd.On!.Value) { Document = receipt, DonationId = donation.Id }, Bookings.Receive(donation.UseCode, amount), actor, now, ct);
            db.AddRange(Evidence.Rows(cmd.Files, fund.Id, actor, now, donation: donation.Id, entry: entry.Id));
            db.Record(new Change("funds.donation.received", "funds.donation", donation.Id)
            {
                OwnerId = fund.ClusterId,
                After = new { Amount = Money.Say(amount), On = cmd.On, Receipt = receipt, Files = cmd.Files.Select(f => f.Sha256).ToArray() },
            });
            return await db.SaveLedgerAsync(ct);
        }
    }
}
