using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Listings;

/// <summary>An institution says that a need or offer still holds, has been met, or is taken back.</summary>
internal static class ChangeListingState
{
    internal enum Step
    {
        /// <summary>仍然有效: counts for another term.</summary>
        Confirm,

        /// <summary>已满足</summary>
        Fulfil,

        /// <summary>撤回</summary>
        Withdraw,

        /// <summary>重新开放: reserved no longer.</summary>
        Release,
    }

    internal sealed record Command(Guid Id, Step Step, int Version, string? Reason);

    internal sealed class Handler(ExchangeDb db, CurrentActor current, ConfirmationRule confirmation, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var listing = await db.Listings.SingleOrDefaultAsync(l => l.Id == cmd.Id, ct);
            if (ListingAccess.CheckEdit(current.Value, listing) is { } refusal)
            {
                return refusal;
            }

            if (listing!.Version != cmd.Version)
            {
                return new Refusal.Stale("exchange.listing.stale");
            }

            if (Next(listing.State, cmd.Step) is not { } next)
            {
                return new Refusal.Stale("exchange.listing.step-not-now");
            }

            if (cmd.Step == Step.Confirm && Communities.Withheld(listing) is { } withheld)
            {
                return withheld;
            }

            var before = listing.State;
            listing.State = next;
            listing.Version++;
            listing.ConfirmedAt ??= clock.GetUtcNow();
            if (cmd.Step == Step.Confirm)
            {
                listing.ConfirmedAt = clock.GetUtcNow();
                listing.ConfirmBy = await confirmation.LastDayAsync(listing.PartyId, ct);
            }

            db.Record(new Change(ActionOf(cmd.Step), "exchange.listing", listing.Id)
            {
                OwnerId = listing.PartyId,
                Reason = string.IsNullOrWhiteSpace(cmd.Reason) ? null : cmd.Reason.Trim(),
                Before = new { State = before },
                After = new { State = next, listing.ConfirmBy },
            });
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Refusal.Stale("exchange.listing.stale");
            }

            return Done.It;
        }
    }

    /// <summary>The state after a step; null where the step is not possible.</summary>
    internal static ListingState? Next(ListingState from, Step step) => (from, step) switch
    {
        (ListingState.Draft or ListingState.Published or ListingState.Expired, Step.Confirm) => ListingState.Published,
        (ListingState.Reserved, Step.Confirm) => ListingState.Reserved,
        (ListingState.Published or ListingState.Reserved or ListingState.Expired, Step.Fulfil) => ListingState.Fulfilled,
        (ListingState.Draft or ListingState.Published or ListingState.Reserved or ListingState.Expired, Step.Withdraw) => ListingState.Withdrawn,
        (ListingState.Reserved, Step.Release) => ListingState.Published,
        _ => null,
    };

    private static string ActionOf(Step step) => step switch
    {
        Step.Confirm => "exchange.listing.confirmed",
        Step.Fulfil => "exchange.listing.fulfilled",
        Step.Withdraw => "exchange.listing.withdrawn",
        _ => "exchange.listing.released",
    };
}
