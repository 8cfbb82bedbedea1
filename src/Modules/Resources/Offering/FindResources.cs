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

namespace Guanlian.Resources.Offering;

/// <summary>What can be booked, filtered, and how much of it is free in the days asked about; as a page and as a workbook.</summary>
internal static class FindResources
{
    private const int MostRows = 20_000;

    /// <param name="Text">Any part of name, place or description.</param>
    /// <param name="From">Only those with something free from that day …</param>
    /// <param name="Until">… to that day.</param>
    /// <param name="Mine">Only those of the actor's own party, drafts among them.</param>
    internal sealed record Query(string? Text, ResourceKind? Kind, DateOnly? From, DateOnly? Until, bool Mine, int Page, int Size)
    {
        /// <summary>Reads what stands in an address; a value that nobody knows asks nothing.</summary>
        public static Query Read(string? text, string? kind, DateOnly? from, DateOnly? until, bool mine, int page, int size) =>
            new(text, Enum.TryParse<ResourceKind>(kind, out var known) && Enum.IsDefined(known) ? known : null, Possible(from), Possible(until < from ? from : until), mine, page, size);

        private static DateOnly? Possible(DateOnly? day) => day?.Year is >= 1990 and <= 2100 ? day : null;
    }

    /// <param name="Free">How much is free in all the days asked about, by the hour at least at some hour; null where none were.</param>
    internal sealed record Item(ResourceRecord Resource, PartyCard? Owner, decimal? Free);

    internal sealed record Found(IReadOnlyList<Item> Items, int Total);

    internal sealed class Handler(ResourcesDb db, IPartyDirectory directory, CurrentActor current)
    {
        public async Task<Found> HandleAsync(Query query, CancellationToken ct)
        {
            if (ResourceAccess.Readable(current.Value) is not { } readable)
            {
                return new([], 0);
            }

            var (own, browses) = (readable.ToList(), current.Value.May(ResourcePermissions.Browse));
            var rows = db.Resources.AsNoTracking().Where(r => own.Contains(r.OwnerId) || (browses && r.State != ResourceState.Draft)
                || db.Bookings.Any(b => b.ResourceId == r.Id && own.Contains(b.ForPartyId)));
            if (query.Mine)
            {
                var party = current.Value.PartyId;
                rows = rows.Where(r => r.OwnerId == party);
            }

            rows = query.Kind is { } kind ? rows.Where(r => r.Kind == kind) : rows;
            if (!string.IsNullOrWhiteSpace(query.Text))
            {
                var pattern = LikePattern.Containing(query.Text.Trim());
                rows = rows.Where(r => EF.Functions.ILike(r.Name, pattern, LikePattern.Escape) || EF.Functions.ILike(r.NameEn ?? "", pattern, LikePattern.Escape)
                    || EF.Functions.ILike(r.Place, pattern, LikePattern.Escape) || EF.Functions.ILike(r.Summary, pattern, LikePattern.Escape));
            }

            return query.From is null ? await PageAsync(rows, query, null, ct) : await FreeAsync(rows, query, ct);
        }

        private async Task<Found> FreeAsync(IQueryable<ResourceRecord> rows, Query query, CancellationToken ct)
        {
            var (first, last) = (query.From!.Value, query.Until ?? query.From.Value);
            var (from, until) = (Dates.At(first, TimeOnly.MinValue).ToUniversalTime(), Dates.At(last.AddDays(1), TimeOnly.MinValue).ToUniversalTime());
            var ids = await rows.Where(r => r.State == ResourceState.Open).Select(r => r.Id).ToArrayAsync(ct);
            var days = last.DayNumber - first.DayNumber + 1;
            var free = await db.Database.SqlQuery<FreeRow>($"""
                select r.id as "Id", case when not r.by_hour then r.capacity - resources.taken(r.id, {from}, {until} + make_interval(days => r.gap_days))
                    when (select coalesce(sum(b.amount * extract(epoch from least(b.until_at, {until}) - greatest(b.from_at, {from}))), 0) from resources.booking b
                           where b.resource_id = r.id and b.state in ('Pencilled', 'Confirmed', 'InUse') and b.from_at < {until} and b.until_at > {from})
                       < r.capacity * {days} * extract(epoch from r.closes_at - r.opens_at) then r.capacity else 0 end as "Free"
                  from resources.resource r
                 where r.id = any({ids}) and (r.by_hour or r.most_days is null or r.most_days >= {days})
                   and not exists (select from resources.closure c where c.resource_id = r.id and c.from_at < {until} and c.until_at > {from})
                """).Where(r => r.Free > 0).ToDictionaryAsync(r => r.Id, r => r.Free, ct);
            var fitting = free.Keys.ToList();
            return await PageAsync(rows.Where(r => fitting.Contains(r.Id)), query, free, ct);
        }

        private async Task<Found> PageAsync(IQueryable<ResourceRecord> rows, Query query, Dictionary<Guid, decimal>? free, CancellationToken ct)
        {
            var total = await rows.CountAsync(ct);
            var records = await rows.OrderBy(r => r.State == ResourceState.Closed).ThenBy(r => r.Kind).ThenBy(r => r.Number)
                .Skip(PageNumber.Before(query.Page, total, query.Size)).Take(query.Size).ToListAsync(ct);
            var cards = await directory.FindAsync([.. records.Select(r => r.OwnerId).Distinct()], ct);
            return new([.. records.Select(r => new Item(r, cards.GetValueOrDefault(r.OwnerId), free?.GetValueOrDefault(r.Id)))], total);
        }

        private sealed record FreeRow(Guid Id, decimal Free);
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/resources/list.xlsx", async (
        string? q, string? kind, DateOnly? from, DateOnly? until, bool? mine, Handler find, Wording words, CancellationToken ct) =>
    {
        var found = await find.HandleAsync(Query.Read(q, kind, from, until, mine ?? false, 1, MostRows), ct);
        return (IResult)new TableDownload(words["resources.list.title"], TableFormat.Xlsx, new TableSheet(
            words["resources.list.title"],
            [
                new(words["resources.field.number"]), new(words["resources.field.name"], 36), new(words["resources.field.kind"]), new(words["resources.field.owner"], 30),
                new(words["resources.field.place"], 24), new(words["resources.field.capacity"]), new(words["resources.field.unit"]), new(words["resources.field.state"]),
                new(words["resources.field.free"]), new(words["resources.field.conditions"], 40),
            ],
            found.Items.ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (i) =>
            [
                ResourceNumbers.OfResource(i.Resource.Number), i.Resource.Sample ? $"{i.Resource.NameHere}（{words["platform.sample.mark"]}）" : i.Resource.NameHere,
                ResourceWords.Of(words, i.Resource.Kind), i.Owner?.Name, i.Resource.Place, i.Resource.Capacity, ResourceWords.Of(words, i.Resource.Unit),
                ResourceWords.Of(words, i.Resource.State), i.Free is { } free ? free : default(TableCell), i.Resource.Conditions,
            ])));
    }).RequireAuthorization(ResourcePermissions.Read);
}
