using Guanlian.Contracts.Members;
using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Keeping;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Donations;

/// <summary>The secretariat notes what a donor promises: a party of the directory, or anybody else by name; for one use or for any; named or not.</summary>
internal static class PledgeDonation
{
    public const int MostDonor = 80;
    private const int MostNote = 500;

    /// <param name="Once">Made with the form: the same form sent twice is one donation.</param>
    /// <param name="Donor">Code or whole name of a party of the directory, or the name of somebody outside.</param>
    /// <param name="DueOn">By when it should come in.</param>
    internal sealed record Command(Guid FundId, Guid Once, string? Donor, bool Anonymous, string? Use, string? Amount, DateOnly? PledgedOn, DateOnly? DueOn, string? Note);

    internal sealed class Handler(FundsDb db, FundSight sight, IPartyDirectory directory, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            if (await sight.FundAsync(cmd.FundId, ct) is not { } fund)
            {
                return FundSight.Missing;
            }

            if (!sight.Keeps(fund.ClusterId))
            {
                return new Refusal.Denied("funds.association-only");
            }

            await db.HoldAsync(fund.Id, ct);
            var now = clock.GetUtcNow();
            var (name, note) = (FundTexts.Line(cmd.Donor, MostDonor), Typed.Writable(Typed.Plain(cmd.Note)));
            var use = FundTexts.Code(cmd.Use);
            var known = string.IsNullOrWhiteSpace(cmd.Use) || await db.Uses.AnyAsync(u => u.FundId == fund.Id && u.Code == use, ct);
            if (FundTexts.All(
                cmd.Once == Guid.Empty ? new Refusal.Stale("funds.stale") : null,
                name is null ? new Refusal.Invalid("funds.donation.donor", nameof(cmd.Donor)).With(("most", MostDonor)) : null,
                known ? null : new Refusal.Invalid("funds.use", nameof(cmd.Use)),
                FundTexts.Amount(Money.TryRead(cmd.Amount, out var amount), nameof(cmd.Amount)),
                FundTexts.Day(cmd.PledgedOn, fund.OpenedOn, Dates.InChina(now), nameof(cmd.PledgedOn)),
                cmd.DueOn is { } due && (due < cmd.PledgedOn || due.Year > 2100) ? new Refusal.Invalid("funds.donation.due", nameof(cmd.DueOn)) : null,
                note.Length > MostNote ? new Refusal.Invalid("funds.donation.note", nameof(cmd.Note)).With(("most", MostNote)) : null) is { } refusal)
            {
                return refusal;
            }

            var party = TypedParty.Find(await directory.AlliesOfAsync(fund.ClusterId, ct), name!);
            var donor = party is null ? name! : party.Name.Length <= MostDonor ? party.Name : party.Name[..MostDonor].TrimEnd();
            if (await db.Donations.AsNoTracking().SingleOrDefaultAsync(d => d.FundId == fund.Id && d.Once == cmd.Once, ct) is { } sent)
            {
                return (sent.DonorPartyId, sent.DonorName, sent.Anonymous, sent.UseCode, sent.Amount, sent.PledgedOn, sent.DueOn) == (party?.Id, donor, cmd.Anonymous, use, amount, cmd.PledgedOn!.Value, cmd.DueOn)
                    ? sent.Id : new Refusal.Stale("funds.sent");
            }

            var donation = new Donation
            {
                Id = Guid.CreateVersion7(now),
                FundId = fund.Id,
                DonorPartyId = party?.Id,
                DonorName = donor,
                Anonymous = cmd.Anonymous,
                UseCode = use,
                Amount = amount,
                PledgedOn = cmd.PledgedOn!.Value,
                DueOn = cmd.DueOn,
                Note = note,
                Once = cmd.Once,
                Sample = actor.Sample,
                CreatedAt = now,
            };
            db.Add(donation);
            await db.EnterAsync(fund, new(EntryKind.Pledged, donation.PledgedOn) { DonationId = donation.Id }, Bookings.Pledge(use, amount), actor, now, ct);
            db.Record(new Change("funds.donation.pledged", "funds.donation", donation.Id)
            {
                // Never the name of who wants none: the history of a cluster has other readers than this page.
                OwnerId = fund.ClusterId,
                After = new { Fund = fund.Name, Donor = donation.Anonymous ? null : donation.DonorName, donation.Anonymous, Amount = Money.Say(amount), donation.PledgedOn, donation.DueOn },
            });
            var saved = await db.SaveLedgerAsync(ct);
            return saved.Refused ? saved.Refusal : donation.Id;
        }
    }
}
