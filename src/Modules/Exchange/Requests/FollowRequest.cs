using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Requests;

/// <summary>The asked side of a request accepts or declines it, the asking side can take it back, each with a word if it likes.</summary>
internal static class FollowRequest
{
    internal enum Step
    {
        /// <summary>同意: the listing is reserved.</summary>
        Accept,

        /// <summary>婉拒: with a coded reason.</summary>
        Decline,

        /// <summary>撤回</summary>
        Withdraw,
    }

    internal sealed record Command(Guid Id, Step Step, string? Message, string? ReasonCode, int Version);

    internal sealed class Handler(ExchangeDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var request = await db.Requests.SingleOrDefaultAsync(r => r.Id == cmd.Id, ct);
            if (request is null || !MayFollow(actor, request))
            {
                return new Refusal.Missing("exchange.request.missing");
            }

            if (Check(actor, request, cmd) is { } refusal)
            {
                return refusal;
            }

            if (!string.IsNullOrWhiteSpace(cmd.Message))
            {
                db.Add(Message(request.Id, actor, cmd.Message, clock));
            }

            await EndAsync(request, cmd, ct);
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Refusal.Stale("exchange.request.stale");
            }

            return Done.It;
        }

        private static Refusal? Check(Actor actor, CooperationRequest request, Command cmd)
        {
            var asked = ListingAccess.MayEdit(actor, request.ToPartyId);
            var asking = ListingAccess.MayEdit(actor, request.FromPartyId);
            return cmd switch
            {
                { Message.Length: > 4000 } => new Refusal.Invalid("exchange.request.message-length", nameof(cmd.Message)),
                { Step: Step.Accept or Step.Decline } when !asked => new Refusal.Denied("exchange.request.not-yours-to-answer"),
                { Step: Step.Withdraw } when !asking => new Refusal.Denied("exchange.request.not-yours-to-withdraw"),
                _ when cmd.Version != request.Version => new Refusal.Stale("exchange.request.stale"),
                _ when request.State != RequestState.Sent && !(cmd.Step == Step.Withdraw && request.State == RequestState.Accepted) =>
                    new Refusal.Stale("exchange.request.ended"),
                { Step: Step.Decline } when !DeclineReasons.All.Contains(cmd.ReasonCode) =>
                    new Refusal.Invalid("exchange.request.reason-missing", nameof(cmd.ReasonCode)),
                _ => null,
            };
        }

        private async Task EndAsync(CooperationRequest request, Command cmd, CancellationToken ct)
        {
            var before = request.State;
            request.State = cmd.Step switch
            {
                Step.Accept => RequestState.Accepted,
                Step.Decline => RequestState.Declined,
                _ => RequestState.Withdrawn,
            };
            request.ReasonCode = cmd.Step == Step.Decline ? cmd.ReasonCode : null;
            request.EndedAt = cmd.Step == Step.Accept ? null : clock.GetUtcNow();
            request.Version++;
            var listing = await db.Listings.SingleAsync(l => l.Id == request.ListingId, ct);
            var (from, to) = before == RequestState.Accepted
                ? (ListingState.Reserved, ListingState.Published)
                : cmd.Step == Step.Accept ? (ListingState.Published, ListingState.Reserved) : (listing.State, listing.State);
            if (listing.State == from && from != to)
            {
                listing.State = to;
                listing.Version++;
            }

            db.Record(new Change($"exchange.request.{request.State.ToString().ToLowerInvariant()}", "exchange.request", request.Id)
            {
                OwnerId = request.ToPartyId,
                ReasonCode = request.ReasonCode,
                Reason = cmd.Message,
                Before = new { State = before },
                After = new { request.State },
            });
        }
    }

    internal static bool MayFollow(Actor actor, CooperationRequest request) =>
        ListingAccess.MayEdit(actor, request.FromPartyId) || ListingAccess.MayEdit(actor, request.ToPartyId);

    internal static RequestMessage Message(Guid requestId, Actor actor, string text, TimeProvider clock) => new()
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow()),
        RequestId = requestId,
        PartyId = actor.PartyId!.Value,
        Author = actor.Name,
        At = clock.GetUtcNow(),
        Text = text.Trim().ReplaceLineEndings("\n"),
    };
}
