using Guanlian.Agreements.Access;
using Guanlian.Agreements.Data;
using Guanlian.Agreements.Sealing;
using Guanlian.Agreements.Templates;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Finding;

/// <summary>The agreements that a reader may see, filtered, what moved last first; as a page and as a workbook.</summary>
internal static class FindAgreements
{
    private const int MostRows = 20_000;

    /// <param name="Text">Any part of the title.</param>
    /// <param name="Ends">Only those in force that end within 90 days.</param>
    internal sealed record Query(string? Text, AgreementState? State, string? Template, bool Ends, int Page, int Size)
    {
        /// <summary>Reads what stands in an address; a value that nobody knows asks nothing.</summary>
        public static Query Read(string? text, string? state, string? template, bool ends, int page, int size) =>
            new(text, CodeWords.Read<AgreementState>(state ?? ""), string.IsNullOrWhiteSpace(template) ? null : template, ends, page, size);
    }

    internal sealed record Item(AgreementRecord Record, IReadOnlyList<PartyCard> Parties);

    internal sealed record Found(IReadOnlyList<Item> Items, int Total);

    internal sealed class Handler(AgreementsDb db, IPartyDirectory directory, CurrentActor current, TimeProvider clock)
    {
        private const int EndsWithin = 90;

        public async Task<Found> HandleAsync(Query query, CancellationToken ct)
        {
            if (AgreementAccess.Readable(current.Value) is not { } readable)
            {
                return new([], 0);
            }

            var may = readable.ToList();
            var rows = db.Agreements.AsNoTracking().Where(a => db.Parties.Any(p => p.AgreementId == a.Id && may.Contains(p.PartyId)));
            rows = query.State is { } state ? rows.Where(a => a.State == state) : rows;
            rows = query.Template is { } template ? rows.Where(a => a.Template == template) : rows;
            if (query.Ends)
            {
                var last = Dates.InChina(clock.GetUtcNow()).AddDays(EndsWithin);
                rows = rows.Where(a => a.State == AgreementState.InForce && a.UntilOn <= last);
            }

            if (!string.IsNullOrWhiteSpace(query.Text))
            {
                var pattern = LikePattern.Containing(query.Text.Trim());
                rows = rows.Where(a => EF.Functions.ILike(a.Title, pattern, LikePattern.Escape));
            }

            var total = await rows.CountAsync(ct);
            var records = await rows.OrderByDescending(a => a.StateSince).ThenBy(a => a.Id).Skip(PageNumber.Before(query.Page, total, query.Size)).Take(query.Size).ToListAsync(ct);
            var ids = records.Select(r => r.Id).ToList();
            var parties = (await db.Parties.AsNoTracking().Where(p => ids.Contains(p.AgreementId)).ToListAsync(ct)).ToLookup(p => p.AgreementId, p => p.PartyId);
            var cards = await directory.FindAsync([.. parties.SelectMany(p => p).Distinct()], ct);
            return new([.. records.Select(r => new Item(r, [.. parties[r.Id].OrderByDescending(p => p == r.LeadPartyId).Select(cards.GetValueOrDefault).OfType<PartyCard>()]))], total);
        }
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/agreements/list.xlsx", async (
        string? q, string? state, string? template, bool? ends, Handler find, Wording words, CancellationToken ct) =>
    {
        var found = await find.HandleAsync(Query.Read(q, state, template, ends ?? false, 1, MostRows), ct);
        return (IResult)new TableDownload(words["agreements.list.title"], TableFormat.Xlsx, new TableSheet(
            words["agreements.list.title"],
            [
                new(words["agreements.field.number"]), new(words["agreements.field.title"], 40), new(words["agreements.field.kind"]), new(words["agreements.field.state"]),
                new(words["agreements.field.parties"], 40), new(words["agreements.field.in-force"]), new(words["agreements.field.until"]), new(words["agreements.field.ended"]),
            ],
            found.Items.ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (i) =>
            [
                AgreementNumbers.Of(i.Record.Number), i.Record.Sample ? $"{i.Record.Title}（{words["platform.sample.mark"]}）" : i.Record.Title,
                AgreementTemplates.Shipped.GetValueOrDefault(i.Record.Template)?.Name.Here, words[$"agreements.state.{CodeWords.Write(i.Record.State)}"],
                string.Join(Wording.InChinese ? "、" : ", ", i.Parties.Select(p => p.Name)), TableCell.Day(i.Record.InForceOn), TableCell.Day(i.Record.UntilOn), TableCell.Day(i.Record.EndedOn),
            ])));
    }).RequireAuthorization(AgreementPermissions.Read);
}
