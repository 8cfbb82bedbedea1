using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Exchange.Requests;

/// <summary>An institution asks the one behind a listing to cooperate: one step, and both sides can follow it (requirement W22).</summary>
internal static class AskToCooperate
{
    internal sealed record Command(Guid ListingId, string? Message);

    internal sealed class Handler(ExchangeDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var listing = await db.Listings.SingleOrDefaultAsync(l => l.Id == cmd.ListingId, ct);
            if (listing is null || !ListingAccess.MaySee(actor, listing))
            {
                return new Refusal.Missing("exchange.listing.missing");
            }

            if (actor.PartyId is not { } party || !ListingAccess.MayEdit(actor, party))
            {
                return new Refusal.Denied("exchange.listing.no-institution");
            }

            if (party == listing.PartyId)
            {
                return new Refusal.Invalid("exchange.request.to-oneself");
            }

            if (listing.State != ListingState.Published)
            {
                return new Refusal.Stale("exchange.request.listing-not-open");
            }

            if (string.IsNullOrWhiteSpace(cmd.Message) || cmd.Message.Trim().Length > 4000)
            {
                return new Refusal.Invalid("exchange.request.message-length", nameof(cmd.Message));
            }

            var request = new CooperationRequest
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                ListingId = listing.Id,
                FromPartyId = party,
                ToPartyId = listing.PartyId,
                CreatedAt = clock.GetUtcNow(),
            };
            db.Add(request);
            db.Add(FollowRequest.Message(request.Id, actor, cmd.Message, clock));
            db.Record(new Change("exchange.request.sent", "exchange.request", request.Id) { OwnerId = listing.PartyId });
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "request_once_while_open" })
            {
                return new Refusal.Stale("exchange.request.already-open");
            }

            return request.Id;
        }
    }
}
