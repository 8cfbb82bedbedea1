using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Data;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Showcase;

/// <summary>Results that all their parties have released, for everybody: the newest first; as a page and as a workbook.</summary>
internal static class FindShowcases
{
    private const int MostRows = 5_000;

    /// <param name="Text">Any part of title, story or method.</param>
    /// <param name="Kind">Code of a template.</param>
    /// <param name="Year">In which it was shown.</param>
    internal sealed record Query(string? Text, string? Kind, int? Year, int Page, int Size);

    /// <param name="Kind">The cooperation's template, as it was.</param>
    /// <param name="Picture">Address of its first picture, else of its first object's.</param>
    /// <param name="Objects">That it is about, as far as they are published.</param>
    internal sealed record Item(
        ShowcaseRecord Record, Bilingual Kind, string Template, IReadOnlyList<PartyCard> Parties, bool Sample, string? Picture, IReadOnlyList<ShowcaseObjects.Shown> Objects);

    internal sealed record Found(IReadOnlyList<Item> Items, int Total);

    internal sealed class Handler(CooperationDb db, ShowcaseObjects objects, IPartyDirectory directory)
    {
        public async Task<Found> HandleAsync(Query query, CancellationToken ct)
        {
            var rows = db.Showcases.AsNoTracking().Where(s => s.State == ShowcaseState.Shown);
            if (!string.IsNullOrWhiteSpace(query.Kind))
            {
                rows = rows.Where(s => db.Cooperations.Any(c => c.Id == s.CooperationId && c.Template == query.Kind));
            }

            if (query.Year is >= 1990 and <= 2100 and { } year)
            {
                var (from, to) = (Dates.StartOf(year), Dates.StartOf(year + 1));
                rows = rows.Where(s => s.ShownAt >= from && s.ShownAt < to);
            }

            if (!string.IsNullOrWhiteSpace(query.Text))
            {
                var pattern = LikePattern.Containing(query.Text.Trim());
                rows = rows.Where(s => EF.Functions.ILike(s.Title, pattern, LikePattern.Escape) || EF.Functions.ILike(s.Story, pattern, LikePattern.Escape)
                    || EF.Functions.ILike(s.Method, pattern, LikePattern.Escape));
            }

            var total = await rows.CountAsync(ct);
            var records = await rows.OrderByDescending(s => s.ShownAt).ThenBy(s => s.Id).Skip(PageNumber.Before(query.Page, total, query.Size)).Take(query.Size).ToListAsync(ct);
            return new(await ItemsAsync(records, ct), total);
        }

        public async Task<IReadOnlyList<Item>> ItemsAsync(IReadOnlyList<ShowcaseRecord> records, CancellationToken ct)
        {
            var ids = records.Select(r => r.CooperationId).ToList();
            var cooperations = await db.Cooperations.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
            var editionIds = cooperations.Values.Select(c => c.EditionId).Distinct().ToList();
            var editions = await db.Editions.AsNoTracking().Where(e => editionIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => new Bilingual(e.NameZh, e.NameEn), ct);
            var parties = (await db.Participants.AsNoTracking().Where(p => ids.Contains(p.CooperationId)).OrderBy(p => p.Sort)
                .Select(p => new { p.CooperationId, p.PartyId }).ToListAsync(ct)).ToLookup(p => p.CooperationId, p => p.PartyId);
            var cards = await directory.FindAsync([.. parties.SelectMany(p => p).Distinct()], ct);
            var own = records.Select(r => r.Id).ToList();
            var first = await db.ShowcasePictures.Where(p => own.Contains(p.ShowcaseId) && p.Sort == 0).Select(p => p.ShowcaseId).ToListAsync(ct);
            var about = await objects.OfAsync(own, ct);
            return
            [
                .. records.Select(r => new Item(
                    r, editions[cooperations[r.CooperationId].EditionId], cooperations[r.CooperationId].Template,
                    [.. parties[r.CooperationId].Distinct().Select(cards.GetValueOrDefault).OfType<PartyCard>()], cooperations[r.CooperationId].Sample,
                    first.Contains(r.Id) ? $"showcase/{r.Number}/pictures/0" : about[r.Id].Select(o => o.Picture?.Small).FirstOrDefault(p => p is not null), [.. about[r.Id]])),
            ];
        }
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/showcase.xlsx", async (
        string? q, string? kind, int? year, Handler find, Wording words, CancellationToken ct) =>
        (IResult)new TableDownload(words["cooperation.showcase.title"], TableFormat.Xlsx, new TableSheet(
            words["cooperation.showcase.title"],
            [
                new(words["cooperation.field.title"], 40), new(words["cooperation.field.kind"]), new(words["cooperation.showcase.parties"], 40), new(words["cooperation.showcase.story"], 60),
                new(words["cooperation.showcase.method"], 60), new(words["cooperation.showcase.shown-on"]),
            ],
            (await find.HandleAsync(new(q, kind, year, 1, MostRows), ct)).Items.ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (i) =>
            [
                i.Sample ? $"{i.Record.Title}（{words["platform.sample.mark"]}）" : i.Record.Title, i.Kind.Here,
                string.Join(Wording.InChinese ? "、" : ", ", i.Parties.Select(p => p.Name)), i.Record.Story, i.Record.Method, Dates.InChina(i.Record.ShownAt!.Value),
            ])))).AllowAnonymous();
}
