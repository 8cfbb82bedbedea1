using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Handovers;

/// <summary>The handovers that a reader may see, filtered, what moved last first; as a page and as a workbook.</summary>
internal static class FindHandovers
{
    private const int MostRows = 20_000;

    /// <param name="Text">A number, or any part of an item's name or number, of the place or the cooperation.</param>
    /// <param name="Side">Of one's own: what one hands over, or receives.</param>
    /// <param name="Cooperation">Only those of one cooperation, in the order in which they take place.</param>
    internal sealed record Query(string? Text, HandoverState? State, HandoverKind? Kind, Stage? Side, Guid? Cooperation, int Page, int Size)
    {
        /// <summary>Reads what stands in an address; a value that nobody knows asks nothing.</summary>
        public static Query Read(string? text, string? state, string? kind, string? side, string? cooperation, int page, int size) => new(
            text, CodeWords.Read<HandoverState>(state ?? ""), CodeWords.Read<HandoverKind>(kind ?? ""), CodeWords.Read<Stage>(side ?? ""),
            Guid.TryParse(cooperation, out var id) ? id : null, page, size);
    }

    internal sealed record Item(SeeHandover.Link Link, string From, string To)
    {
        public HandoverRecord Record => Link.Record;
    }

    internal sealed record Found(IReadOnlyList<Item> Items, int Total);

    internal sealed class Handler(ResourcesDb db, IPartyDirectory directory, CurrentActor current)
    {
        public async Task<Found> HandleAsync(Query query, CancellationToken ct)
        {
            if (ResourceAccess.Readable(current.Value) is not { } readable)
            {
                return new([], 0);
            }

            var rows = Filtered(query, db.Handovers().AsNoTracking().SeenBy(db, readable));
            var total = await rows.CountAsync(ct);
            rows = query.Cooperation is null ? rows.OrderByDescending(h => h.StateSince).ThenBy(h => h.Id) : rows.OrderBy(h => h.PlannedOn).ThenBy(h => h.Number);
            var records = await rows.Skip(PageNumber.Before(query.Page, total, query.Size)).Take(query.Size).ToListAsync(ct);
            var cards = await directory.FindAsync([.. records.SelectMany(r => new[] { r.FromPartyId, r.ToPartyId }).Distinct()], ct);
            var links = await SeeHandover.LinksAsync(db, records, current.Value, ct);
            return new([.. links.Select(l => new Item(l, HandoverWords.Name(cards.GetValueOrDefault(l.Record.FromPartyId)), HandoverWords.Name(cards.GetValueOrDefault(l.Record.ToPartyId))))], total);
        }

        private IQueryable<HandoverRecord> Filtered(Query query, IQueryable<HandoverRecord> rows)
        {
            rows = query.State is { } state ? rows.Where(h => h.State == state) : rows;
            rows = query.Kind is { } kind ? rows.Where(h => h.Kind == kind) : rows;
            rows = query.Cooperation is { } cooperation ? rows.Where(h => h.CooperationId == cooperation) : rows;
            if (query.Side is { } side && current.Value.PartyId is { } mine)
            {
                rows = side == Stage.Out ? rows.Where(h => h.FromPartyId == mine) : rows.Where(h => h.ToPartyId == mine);
            }

            if (!string.IsNullOrWhiteSpace(query.Text))
            {
                var (pattern, number) = (LikePattern.Containing(query.Text.Trim()), HandoverNumbers.Read(query.Text) ?? -1);
                rows = rows.Where(h => h.Number == number || EF.Functions.ILike(h.Place, pattern, LikePattern.Escape)
                    || EF.Functions.ILike(h.CooperationTitle ?? "", pattern, LikePattern.Escape)
                    || db.HandoverItems().Any(i => i.HandoverId == h.Id && (EF.Functions.ILike(i.Name, pattern, LikePattern.Escape) || EF.Functions.ILike(i.Number, pattern, LikePattern.Escape))));
            }

            return rows;
        }
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/handovers/list.xlsx", async (
        string? q, string? state, string? kind, string? side, string? cooperation, Handler find, Wording words, CancellationToken ct) =>
    {
        var found = await find.HandleAsync(Query.Read(q, state, kind, side, cooperation, 1, MostRows), ct);
        return (IResult)new TableDownload(words["resources.handover.list.title"], TableFormat.Xlsx, new TableSheet(
            words["resources.handover.list.title"],
            [
                new(words["resources.handover.field.number"]), new(words["resources.handover.field.kind"]), new(words["resources.handover.field.from"], 28),
                new(words["resources.handover.field.to"], 28), new(words["resources.handover.field.items"]), new(words["resources.handover.field.state"]),
                new(words["resources.handover.field.differences"]), new(words["resources.handover.field.planned-on"]), new(words["resources.handover.field.sent-on"]),
                new(words["resources.handover.field.received-on"]), new(words["resources.handover.field.due-back-on"]), new(words["resources.handover.field.cooperation"], 32),
                new(words["resources.handover.field.agreement"]), new(words["resources.handover.field.filing"]),
            ],
            found.Items.ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (i) =>
            [
                i.Record.Sample ? $"{HandoverNumbers.Of(i.Record.Number)}（{words["platform.sample.mark"]}）" : HandoverNumbers.Of(i.Record.Number), HandoverWords.Of(words, i.Record.Kind), i.From, i.To,
                i.Link.Items, HandoverWords.Of(words, i.Record.State), i.Link.Differing.Count, i.Record.PlannedOn, TableCell.Day(i.Record.SentOn),
                TableCell.Day(i.Record.ReceivedOn), TableCell.Day(i.Record.DueBackOn), i.Record.CooperationTitle, i.Record.AgreementNumber, i.Record.FilingNumber,
            ])));
    }).RequireAuthorization(ResourcePermissions.Read);
}
