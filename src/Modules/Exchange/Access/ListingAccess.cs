using Guanlian.Exchange.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Exchange.Access;

/// <summary>Who may see and change a listing. What one may not see is missing.</summary>
internal static class ListingAccess
{
    public static bool MaySee(Actor actor, Listing listing) =>
        MayEdit(actor, listing.PartyId)
        || SpeaksForCommunity(actor, listing)
        || (listing.State != ListingState.Draft
            && (listing.Visibility == Visibility.Public || actor.May(ExchangePermissions.ReadBoard)));

    /// <summary>The community that was asked, itself: not a head, not a cluster.</summary>
    public static bool SpeaksForCommunity(Actor actor, Listing listing) =>
        listing is { CommunityId: { } community, CommunityWord: not null } && actor.PartyId == community && actor.May(ExchangePermissions.AnswerForCommunity);

    public static bool MayEdit(Actor actor, Guid partyId) => actor.May(ExchangePermissions.EditListings, partyId);

    public static Refusal? CheckEdit(Actor actor, Listing? found) => found switch
    {
        null => new Refusal.Missing("exchange.listing.missing"),
        _ when !MaySee(actor, found) => new Refusal.Missing("exchange.listing.missing"),
        _ when !MayEdit(actor, found.PartyId) => new Refusal.Denied("exchange.listing.not-yours"),
        _ => null,
    };
}
