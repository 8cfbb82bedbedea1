using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Keeping;
using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Donations;

/// <summary>Donations to the funds that a reader sees. Who wants no name has none here, in the search and in the workbook too.</summary>
internal static class FindDonations
{
    private const int MostRows = 20_000;

    internal sealed record Query(string? Text, DonationState? State, Guid? Fund, string? Use, int? Year, int Page, int Size)
    {
        /// <summary>Reads what stands in an address; a value that nobody knows asks nothing.</summary>
        public static Query Read(string? text, string? state, string? fund, string? use, string? year, int page, int size) => new(
            text, CodeWords.Read<DonationState>(state ?? ""), Guid.TryParse(fund, out var id) ? id : null, FundTexts.Code(use),
            int.TryParse(year, out var y) && y is >= 1 and <= 9999 ? y : null, page, size);
    }

    internal sealed record Item(Donation Donation, FundRecord Fund, IReadOnlyList<FundUse> Uses, decimal Received, bool Concerned);

    internal sealed record Found(IReadOnlyList<Item> Items, int Total, IReadOnlyList<FundRecord> Funds, IReadOnlyList<FundUse> Uses);

    internal sealed class Handler(FundsDb db, FundSight sight, CurrentActor current)
    {
        public async Task<Found> HandleAsync(Query query, CancellationToken ct)
        {
            var funds = await (await sight.FundsAsync(ct)).AsNoTracking().OrderByDescending(f => f.Number).ToListAsync(ct);
            var may = funds.ConvertAll(f => f.Id);
            var uses = await db.Uses.AsNoTracking().Where(u => may.Contains(u.FundId)).OrderBy(u => u.FundId).ThenBy(u => u.Sort).ToListAsync(ct);
            var rows = db.Donations.AsNoTracking().Where(d => may.Contains(d.FundId));
            rows = query.State is { } state ? rows.Where(d => d.State == state) : rows;
            rows = query.Fund is { } fund ? rows.Where(d => d.FundId == fund) : rows;
            rows = query.Use is { } use ? rows.Where(d => d.UseCode == use) : rows;
            rows = query.Year is { } year ? rows.Where(d => d.PledgedOn.Year == year) : rows;
            if (!string.IsNullOrWhiteSpace(query.Text))
            {
                var pattern = LikePattern.Containing(Typed.Writable(query.Text.Trim()));
                var kept = funds.Where(f => sight.IsAssociation(f.ClusterId)).Select(f => f.Id).ToList();
                var self = current.Value.PartyId;
                rows = rows.Where(d => EF.Functions.ILike(d.DonorName, pattern, LikePattern.Escape) && (!d.Anonymous || d.DonorPartyId == self || kept.Contains(d.FundId)));
            }

            var total = await rows.CountAsync(ct);
            var found = await rows.OrderByDescending(d => d.PledgedOn).ThenByDescending(d => d.Number).Skip(PageNumber.Before(query.Page, total, query.Size)).Take(query.Size).ToListAsync(ct);
            var ids = found.Select(d => d.Id).ToArray();
            var received = (await db.Database.SqlQuery<Sum>($"""
                select e.donation_id as "Id", sum(p.amount) as "Received"
                  from funds.entry e join funds.posting p on p.entry_id = e.id join funds.account a on a.id = p.account_id and a.kind = 'Available'
                 where e.donation_id = any({ids}) group by e.donation_id
                """).ToListAsync(ct)).ToDictionary(s => s.Id, s => s.Received);
            return new([.. found.Select(d => funds.Find(f => f.Id == d.FundId)!).Zip(found, (f, d) => new Item(
                d, f, [.. uses.Where(u => u.FundId == f.Id)], received.GetValueOrDefault(d.Id), sight.Concerns(f, d)))], total, funds, uses);
        }
    }

    internal sealed record Sum(Guid Id, decimal Received);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/funds/donations.xlsx", async (
        string? q, string? state, string? fund, string? use, string? year, Handler find, Wording words, CancellationToken ct) =>
    {
        var found = await find.HandleAsync(Query.Read(q, state, fund, use, year, 1, MostRows), ct);
        return (IResult)new TableDownload(words["funds.donations.title"], TableFormat.Xlsx, new TableSheet(
            words["funds.donations.title"],
            [
                new(words["funds.field.number"]), new(words["funds.field.donor"], 36), new(words["funds.field.fund"], 30), new(words["funds.field.use"]), new(words["funds.field.pledged"]),
                new(words["funds.field.received"]), new(words["funds.field.state"]), new(words["funds.field.pledged-on"]), new(words["funds.field.due-on"]),
            ],
            found.Items.ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (i) =>
            [
                Numbers.Of(i.Donation), FundWords.Donor(words, i.Donation, i.Concerned), i.Fund.Name, FundWords.Use(words, i.Uses, i.Donation.UseCode), i.Donation.Amount, i.Received,
                FundWords.Of(words, i.Donation.State), i.Donation.PledgedOn, TableCell.Day(i.Donation.DueOn),
            ])));
    }).RequireAuthorization(FundPermissions.Read);
}
