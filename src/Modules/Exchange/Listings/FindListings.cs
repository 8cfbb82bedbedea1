using Guanlian.Contracts.Exchange;
using Guanlian.Contracts.Members;
using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Listings;

/// <summary>The board: standing needs and offers that the reader may see, filtered, newest confirmation first.</summary>
internal static class FindListings
{
    /// <param name="Text">Any part of the title or details.</param>
    /// <param name="Place">Part of a place's name, or the first digits of its division code.</param>
    /// <param name="UrgentOnly">Urgency 3 and above.</param>
    internal sealed record Query(
        Side? Side = null, Domain? Domain = null, ResourceKind? Resource = null, string? Text = null, string? Place = null,
        bool UrgentOnly = false, Guid? PartyId = null, int Page = 1, int Size = 20)
    {
        /// <summary>Reads what stands in an address; a value that nobody knows asks nothing.</summary>
        public static Query Read(string? text, string? side, string? domain, string? resource, string? place, bool urgent, int page, int size) =>
            new(Codes.Read<Side>(side), Codes.Read<Domain>(domain), Codes.Read<ResourceKind>(resource), text, place, urgent, null, page, size);
    }

    internal sealed record Item(Listing Listing, PartyCard? Party);

    internal sealed record Found(IReadOnlyList<Item> Items, int Total);

    internal sealed class Handler(ExchangeDb db, CurrentActor current, IPartyDirectory parties, TimeProvider clock)
    {
        public async Task<Found> HandleAsync(Query query, CancellationToken ct)
        {
            var rows = Standing(query);
            var places = await InPlaceAsync(rows, query.Place, ct);
            if (places is not null)
            {
                rows = rows.Where(l => places.Contains(l.PartyId));
            }

            var total = await rows.CountAsync(ct);
            var items = await rows.OrderByDescending(l => l.Urgency >= 3).ThenByDescending(l => l.ConfirmedAt).ThenBy(l => l.Id)
                .Skip(PageNumber.Before(query.Page, total, query.Size)).Take(query.Size).ToListAsync(ct);
            var cards = await parties.FindAsync(items.Select(l => l.PartyId).Distinct().ToList(), ct);
            return new Found([.. items.Select(l => new Item(l, cards.GetValueOrDefault(l.PartyId)))], total);
        }

        private IQueryable<Listing> Standing(Query query)
        {
            var today = Dates.InChina(clock.GetUtcNow());
            var rows = db.Listings.AsNoTracking().Where(l => (l.State == ListingState.Published || l.State == ListingState.Reserved)
                && (l.ConfirmBy == null || l.ConfirmBy >= today));
            if (!current.Value.May(ExchangePermissions.ReadBoard))
            {
                rows = rows.Where(l => l.Visibility == Visibility.Public);
            }

            rows = query.Side is { } side ? rows.Where(l => l.Side == side) : rows;
            rows = query.Domain is { } domain ? rows.Where(l => l.Domain == domain) : rows;
            rows = query.Resource is { } resource ? rows.Where(l => l.Resource == resource) : rows;
            rows = query.UrgentOnly ? rows.Where(l => l.Urgency >= 3) : rows;
            rows = query.PartyId is { } party ? rows.Where(l => l.PartyId == party) : rows;
            if (!string.IsNullOrWhiteSpace(query.Text))
            {
                var text = query.Text.Trim();
                rows = rows.Where(l => EF.Functions.ILike(l.Title, LikePattern.Containing(text), LikePattern.Escape) || EF.Functions.ILike(l.Details, LikePattern.Containing(text), LikePattern.Escape));
            }

            return rows;
        }

        private async Task<HashSet<Guid>?> InPlaceAsync(IQueryable<Listing> rows, string? place, CancellationToken ct)
        {
            if (string.IsNullOrWhiteSpace(place))
            {
                return null;
            }

            var cards = await parties.FindAsync(await rows.Select(l => l.PartyId).Distinct().ToListAsync(ct), ct);
            return [.. cards.Values.Where(c => c.Place.Contains(place.Trim(), StringComparison.Ordinal)
                || c.DivisionCode?.StartsWith(place.Trim(), StringComparison.Ordinal) == true).Select(c => c.Id)];
        }
    }
}
