using Guanlian.Contracts.Exchange;
using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Access;
using Guanlian.Platform.Access;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Cooperation.Programme;

/// <summary>Needs that nobody has taken up, by museum, for the map and its table.</summary>
internal static class ReadNeeds
{
    internal sealed record Line(UnmetNeed Need, PartyCard Party, int Days);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/programme/needs.xlsx", async (
        string? domain, string? place, bool? urgent, Handler read, Wording words, CancellationToken ct) =>
        (IResult)new TableDownload(words["cooperation.programme.needs"], TableFormat.Xlsx, new TableSheet(
            words["cooperation.programme.needs"],
            [
                new(words["cooperation.needs.need"], 40), new(words["cooperation.pair.museum"], 30), new(words["cooperation.pair.place"]), new(words["cooperation.needs.domain"]),
                new(words["cooperation.needs.urgency"]), new(words["cooperation.needs.days"]),
            ],
            (await read.HandleAsync(domain, place, urgent ?? false, ct)).ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (l) =>
                [l.Need.Title, l.Party.Name, l.Party.Place, words[$"exchange.domain.{l.Need.Domain}"], l.Need.Urgency, l.Days])))).RequireAuthorization(CooperationPermissions.Oversee);

    internal sealed class Handler(IUnmetNeeds needs, IPartyDirectory directory, CurrentActor current, TimeProvider clock)
    {
        public async Task<IReadOnlyList<Line>> HandleAsync(string? domain, string? place, bool urgent, CancellationToken ct)
        {
            if (CooperationAccess.Readable(current.Value) is not { Count: > 0 } parties)
            {
                return [];
            }

            var found = await needs.OfAsync(parties, ct);
            var cards = await directory.FindAsync([.. found.Select(n => n.PartyId).Distinct()], ct);
            var now = clock.GetUtcNow();
            return
            [
                .. found.Where(n => cards.ContainsKey(n.PartyId)
                        && (string.IsNullOrEmpty(domain) || n.Domain.ToString() == domain) && (!urgent || n.Urgency >= 3)
                        && (string.IsNullOrWhiteSpace(place) || cards[n.PartyId].Place.Contains(place.Trim(), StringComparison.Ordinal)))
                    .Select(n => new Line(n, cards[n.PartyId], Math.Max(0, (int)(now - n.Since).TotalDays))),
            ];
        }
    }
}
