using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Listings;

/// <summary>An institution writes down a need or an offer, or changes one; publishing it is the confirmation that it holds.</summary>
internal static class SaveListing
{
    /// <param name="Id">Null for a new one.</param>
    /// <param name="Side">Of a new one.</param>
    /// <param name="Form">What was filled in.</param>
    /// <param name="Publish">Show it and count it, or keep it as a draft.</param>
    internal sealed record Command(Guid? Id, Side Side, ListingForm Form, bool Publish);

    internal sealed class Handler(ExchangeDb db, CurrentActor current, ConfirmationRule confirmation, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            if (actor.PartyId is not { } party || !ListingAccess.MayEdit(actor, party))
            {
                return new Refusal.Denied("exchange.listing.no-institution");
            }

            var listing = cmd.Id is { } id ? await db.Listings.SingleOrDefaultAsync(l => l.Id == id, ct) : New(cmd.Side, party);
            if (ListingAccess.CheckEdit(actor, listing) is { } refusal)
            {
                return refusal;
            }

            if (cmd.Id is not null && listing!.Version != cmd.Form.Version)
            {
                return new Refusal.Stale("exchange.listing.stale");
            }

            if (listing!.State is ListingState.Withdrawn or ListingState.Fulfilled)
            {
                return new Refusal.Stale("exchange.listing.ended");
            }

            if (cmd.Form.Check() is { } invalid)
            {
                return invalid;
            }

            if (cmd.Form.CommunityId is { } community && (await db.CommunitiesAsync(ct)).All(c => c.Id != community))
            {
                return new Refusal.Invalid("exchange.community.unknown", nameof(cmd.Form.CommunityId));
            }

            await WriteAsync(listing, cmd, ct);
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Refusal.Stale("exchange.listing.stale");
            }

            return listing.Id;
        }

        private Listing New(Side side, Guid party) => new()
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            PartyId = party,
            Side = side,
            Title = "",
            Sample = current.Value.Sample,
            CreatedAt = clock.GetUtcNow(),
            Version = 0,
        };

        private async Task WriteAsync(Listing listing, Command cmd, CancellationToken ct)
        {
            var before = cmd.Id is null ? null : ListingForm.Of(listing);
            cmd.Form.Fill(listing);
            listing.Version++;
            var shown = Communities.Ask(listing, before, cmd.Publish);
            if (cmd.Publish && shown)
            {
                listing.ConfirmedAt = clock.GetUtcNow();
                listing.ConfirmBy = await confirmation.LastDayAsync(listing.PartyId, ct);
                listing.State = listing.State == ListingState.Reserved ? ListingState.Reserved : ListingState.Published;
            }

            if (cmd.Id is null)
            {
                db.Add(listing);
            }

            var action = before is null ? "exchange.listing.written" : "exchange.listing.changed";
            db.Record(new Change(!cmd.Publish ? action : shown ? "exchange.listing.published" : "exchange.listing.community-asked", "exchange.listing", listing.Id)
            {
                OwnerId = listing.PartyId,
                Before = before,
                After = ListingForm.Of(listing),
            });
        }
    }
}
