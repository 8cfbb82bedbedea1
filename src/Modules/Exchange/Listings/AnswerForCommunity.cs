using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Listings;

/// <summary>
/// A community consents to a need or offer that concerns it, which is shown from then on; or vetoes it with its reason, which takes it
/// down. It may change its mind as long as the listing lasts. Nobody else speaks for it (requirement G05).
/// </summary>
internal static class AnswerForCommunity
{
    internal sealed record Command(Guid ListingId, int Version, bool Give, string? Reason);

    internal sealed class Handler(ExchangeDb db, CurrentActor current, ConfirmationRule confirmation, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var listing = await db.Listings.SingleOrDefaultAsync(l => l.Id == cmd.ListingId, ct);
            if (listing is null || !ListingAccess.SpeaksForCommunity(current.Value, listing))
            {
                return new Refusal.Missing("exchange.listing.missing");
            }

            if (listing.Version != cmd.Version || listing.State is ListingState.Withdrawn or ListingState.Fulfilled)
            {
                return new Refusal.Stale("exchange.listing.stale");
            }

            var reason = string.IsNullOrWhiteSpace(cmd.Reason) ? null : cmd.Reason.Trim();
            if ((!cmd.Give && reason is null) || reason?.Length > 400)
            {
                return new Refusal.Invalid("exchange.community.reason-needed", nameof(cmd.Reason));
            }

            var before = listing.CommunityWord;
            (listing.CommunityWord, listing.CommunityReason) = (cmd.Give ? CommunityWord.Given : CommunityWord.Vetoed, reason);
            listing.Version++;
            if (cmd.Give && listing.State == ListingState.Draft)
            {
                listing.State = ListingState.Published;
                listing.ConfirmedAt = clock.GetUtcNow();
                listing.ConfirmBy = await confirmation.LastDayAsync(listing.PartyId, ct);
            }
            else if (!cmd.Give)
            {
                listing.State = ListingState.Draft;
            }

            db.Record(new Change(cmd.Give ? "exchange.listing.community-consented" : "exchange.listing.community-vetoed", "exchange.listing", listing.Id)
            {
                OwnerId = listing.PartyId,
                Reason = reason,
                Before = new { Word = before.ToString() },
                After = new { Word = listing.CommunityWord.ToString(), listing.State },
            });
            try
            {
                await db.SaveChangesAsync(ct);
                return Done.It;
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Refusal.Stale("exchange.listing.stale");
            }
        }
    }
}
