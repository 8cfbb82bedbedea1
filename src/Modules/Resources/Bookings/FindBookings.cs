using Guanlian.Contracts.Members;
using Guanlian.Contracts.Resources;
using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;
using Guanlian.Resources.Offering;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Bookings;

/// <summary>The bookings that a reader may see, filtered, what comes last first; as a page and as a workbook.</summary>
internal static class FindBookings
{
    private const int MostRows = 20_000;

    /// <param name="Text">Any part of the resource's name or the purpose.</param>
    /// <param name="Side">What one's own party has asked for, or what others ask of it.</param>
    internal sealed record Query(string? Text, BookingStanding? State, Side? Side, Guid? Resource, int Page, int Size)
    {
        /// <summary>Reads what stands in an address; a value that nobody knows asks nothing.</summary>
        public static Query Read(string? text, string? state, string? side, Guid? resource, int page, int size) =>
            new(text, CodeWords.Read<BookingStanding>(state ?? ""), CodeWords.Read<Side>(side ?? ""), resource, page, size);
    }

    internal sealed record Item(BookingRecord Booking, ResourceRecord Resource, PartyCard? Owner, PartyCard? User);

    internal sealed record Found(IReadOnlyList<Item> Items, int Total);

    internal sealed class Handler(ResourcesDb db, IPartyDirectory directory, CurrentActor current)
    {
        public async Task<Found> HandleAsync(Query query, CancellationToken ct)
        {
            if (ResourceAccess.Readable(current.Value) is not { } readable || current.Value.PartyId is not { } party)
            {
                return new([], 0);
            }

            var may = readable.ToList();
            var rows = db.Bookings.AsNoTracking().Join(db.Resources, b => b.ResourceId, r => r.Id, (b, r) => new { Booking = b, Resource = r })
                .Where(x => may.Contains(x.Booking.ForPartyId) || may.Contains(x.Resource.OwnerId));
            rows = query.State is { } state ? rows.Where(x => x.Booking.State == state) : rows;
            rows = query.Resource is { } resource ? rows.Where(x => x.Resource.Id == resource) : rows;
            rows = query.Side switch
            {
                Side.Owner => rows.Where(x => x.Resource.OwnerId == party),
                Side.User => rows.Where(x => x.Booking.ForPartyId == party),
                _ => rows,
            };
            if (!string.IsNullOrWhiteSpace(query.Text))
            {
                var pattern = LikePattern.Containing(query.Text.Trim());
                rows = rows.Where(x => EF.Functions.ILike(x.Resource.Name, pattern, LikePattern.Escape) || EF.Functions.ILike(x.Resource.NameEn ?? "", pattern, LikePattern.Escape)
                    || EF.Functions.ILike(x.Booking.Purpose, pattern, LikePattern.Escape));
            }

            var total = await rows.CountAsync(ct);
            var found = await rows.OrderByDescending(x => x.Booking.FromAt).ThenBy(x => x.Booking.Number)
                .Skip(PageNumber.Before(query.Page, total, query.Size)).Take(query.Size).ToListAsync(ct);
            var cards = await directory.FindAsync([.. found.SelectMany(x => new[] { x.Resource.OwnerId, x.Booking.ForPartyId }).Distinct()], ct);
            return new([.. found.Select(x => new Item(x.Booking, x.Resource, cards.GetValueOrDefault(x.Resource.OwnerId), cards.GetValueOrDefault(x.Booking.ForPartyId)))], total);
        }
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/bookings/list.xlsx", async (
        string? q, string? state, string? side, Guid? resource, Handler find, Wording words, CancellationToken ct) =>
    {
        var found = await find.HandleAsync(Query.Read(q, state, side, resource, 1, MostRows), ct);
        return (IResult)new TableDownload(words["resources.bookings.title"], TableFormat.Xlsx, new TableSheet(
            words["resources.bookings.title"],
            [
                new(words["resources.field.number"]), new(words["resources.field.resource"], 36), new(words["resources.field.owner"], 30), new(words["resources.field.user"], 30),
                new(words["resources.field.when"], 36), new(words["resources.field.first"]), new(words["resources.field.last"]), new(words["resources.field.amount"]),
                new(words["resources.field.unit"]), new(words["resources.field.state"]), new(words["resources.field.purpose"], 40), new(words["resources.field.cooperation"], 30),
                new(words["resources.field.agreement"]),
            ],
            found.Items.ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (i) =>
            [
                ResourceNumbers.OfBooking(i.Booking.Number), i.Booking.Sample ? $"{i.Resource.NameHere}（{words["platform.sample.mark"]}）" : i.Resource.NameHere,
                i.Owner?.Name, i.User?.Name, BookingWords.When(words, i.Booking, i.Resource), i.Booking.FirstDay, i.Booking.LastDay, i.Booking.Amount,
                ResourceWords.Of(words, i.Resource.Unit), BookingWords.Of(words, i.Booking), i.Booking.Purpose, i.Booking.CooperationTitle, i.Booking.AgreementNumber,
            ])));
    }).RequireAuthorization(ResourcePermissions.Read);
}
