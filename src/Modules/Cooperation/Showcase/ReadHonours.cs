using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Showcase;

/// <summary>Honours that stand, the newest year first; as a page and as a workbook.</summary>
internal static class ReadHonours
{
    private const int Most = 5_000;

    /// <param name="Text">Any part of the institution's name or of the honour's.</param>
    internal sealed record Query(string? Text, int? Year);

    internal sealed record Item(Honour Record, PartyCard Party);

    internal sealed class Handler(CooperationDb db, IPartyDirectory directory)
    {
        public async Task<IReadOnlyList<Item>> HandleAsync(Query query, CancellationToken ct)
        {
            var rows = await db.Honours.AsNoTracking().Where(h => h.WithdrawnAt == null && (query.Year == null || h.Year == query.Year))
                .OrderByDescending(h => h.Year).ThenBy(h => h.Name).ThenBy(h => h.Id).Take(Most).ToListAsync(ct);
            var cards = await directory.FindAsync([.. rows.Select(r => r.PartyId).Distinct()], ct);
            var text = query.Text?.Trim() ?? "";
            return
            [
                .. rows.Where(r => cards.ContainsKey(r.PartyId)).Select(r => new Item(r, cards[r.PartyId]))
                    .Where(i => new[] { i.Record.Name, i.Party.Name, i.Party.NameEn }.Any(n => n?.Contains(text, StringComparison.OrdinalIgnoreCase) == true)),
            ];
        }
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/programme/honours.xlsx", async (
        string? q, int? year, Handler read, Wording words, CancellationToken ct) =>
        (IResult)new TableDownload(words["cooperation.honours.title"], TableFormat.Xlsx, new TableSheet(
            words["cooperation.honours.title"],
            [
                new(words["cooperation.field.year"]), new(words["cooperation.field.party"], 30), new(words["cooperation.honours.name"], 30),
                new(words["cooperation.honours.reason"], 60), new(words["cooperation.honours.given-on"]),
            ],
            (await read.HandleAsync(new(q, year), ct)).ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (i) =>
            [
                i.Record.Year, i.Record.Sample ? $"{i.Party.Name}（{words["platform.sample.mark"]}）" : i.Party.Name, i.Record.Name, i.Record.Reason,
                Dates.InChina(i.Record.GivenAt),
            ])))).RequireAuthorization(CooperationPermissions.Oversee);
}
