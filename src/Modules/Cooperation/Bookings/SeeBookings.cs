using Guanlian.Contracts.Members;
using Guanlian.Contracts.Resources;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Platform.Access;
using Guanlian.Platform.Http;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Cooperation.Bookings;

/// <summary>What is booked for one cooperation, as page and workbook.</summary>
internal static class SeeBookings
{
    /// <param name="Bookings">The earliest first.</param>
    /// <param name="Parties">Owners and users, who need not take part in the cooperation.</param>
    internal sealed record View(SeeCooperation.View Cooperation, IReadOnlyList<BookingCard> Bookings, IReadOnlyDictionary<Guid, PartyCard> Parties)
    {
        /// <summary>Bookings of a standing, as page and export filter alike.</summary>
        public IReadOnlyList<BookingCard> Shown(string? standing) =>
            CodeWords.Read<BookingStanding>(standing ?? "") is { } wanted ? [.. Bookings.Where(b => b.Standing == wanted)] : Bookings;

        public string Name(Guid party) => Parties.GetValueOrDefault(party)?.Name ?? "–";

        /// <summary>A booking's own page is for its two sides and who stands over them.</summary>
        public static bool Opens(Actor actor, BookingCard booking) => CooperationAccess.MaySee(actor, [booking.OwnerId, booking.ForId]);
    }

    internal sealed class Handler(SeeCooperation.Handler see, IBookableResources resources, IPartyDirectory directory)
    {
        public async Task<Outcome<View>> HandleAsync(Guid id, CancellationToken ct)
        {
            var seen = await see.HandleAsync(id, ct);
            if (seen.Refused)
            {
                return seen.Refusal;
            }

            var bookings = await resources.OfCooperationAsync(id, ct);
            return !seen.Value.Books ? CooperationAccess.Missing
                : new View(seen.Value, bookings, await directory.FindAsync([.. bookings.SelectMany(b => new[] { b.OwnerId, b.ForId }).Distinct()], ct));
        }
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/cooperations/{id:guid}/bookings.xlsx", async (
        Guid id, string? standing, Handler see, Wording words, CancellationToken ct) => (await see.HandleAsync(id, ct)).ToHttp(view => new TableDownload(
            $"{view.Cooperation.Record.Title} {words["cooperation.tab.bookings"]}", TableFormat.Xlsx, new TableSheet(
            words["cooperation.tab.bookings"],
            [
                new(words["cooperation.field.number"]), new(words["cooperation.booking.resource"], 30), new(words["cooperation.booking.owner"], 30), new(words["cooperation.booking.user"], 30),
                new(words["cooperation.booking.from"]), new(words["cooperation.booking.until"]), new(words["cooperation.field.state"]),
            ],
            view.Shown(standing).ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (b) =>
                [b.Number, b.ResourceName, view.Name(b.OwnerId), view.Name(b.ForId), b.From, b.Until, BookingStandings.Of(words, b.Standing)]))))).RequireAuthorization(CooperationPermissions.Read);
}
