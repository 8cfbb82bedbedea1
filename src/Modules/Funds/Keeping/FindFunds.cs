using Guanlian.Contracts.Members;
using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Data;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Keeping;

/// <summary>The funds that a reader may see, each with what stands in it; as a page and as a workbook.</summary>
internal static class FindFunds
{
    internal sealed record Item(FundRecord Fund, string Cluster, Standing Standing);

    internal sealed class Handler(FundsDb db, FundSight sight, IPartyDirectory directory)
    {
        private const int Most = 100;

        public async Task<IReadOnlyList<Item>> HandleAsync(string? text, CancellationToken ct)
        {
            var rows = (await sight.FundsAsync(ct)).AsNoTracking();
            if (!string.IsNullOrWhiteSpace(text))
            {
                var pattern = LikePattern.Containing(Typed.Writable(text.Trim()));
                rows = rows.Where(f => EF.Functions.ILike(f.Name, pattern, LikePattern.Escape) || EF.Functions.ILike(f.Purpose, pattern, LikePattern.Escape));
            }

            var funds = await rows.OrderByDescending(f => f.Number).Take(Most).ToListAsync(ct);
            var clusters = await directory.FindAsync([.. funds.Select(f => f.ClusterId).Distinct()], ct);
            var standings = await db.StandingsAsync([.. funds.Select(f => f.Id)], ct);
            return funds.ConvertAll(f => new Item(f, FundWords.Name(clusters.GetValueOrDefault(f.ClusterId)), standings.GetValueOrDefault(f.Id) ?? Standing.Empty));
        }
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/funds/list.xlsx", async (string? q, Handler find, Wording words, CancellationToken ct) =>
    {
        var found = await find.HandleAsync(q, ct);
        return (IResult)new TableDownload(words["funds.list.title"], TableFormat.Xlsx, new TableSheet(
            words["funds.list.title"],
            [
                new(words["funds.field.number"]), new(words["funds.field.name"], 40), new(words["funds.field.cluster"], 30), new(words["funds.figure.received"]),
                new(words["funds.account.available"]), new(words["funds.account.committed"]), new(words["funds.account.paid"]), new(words["funds.account.accounted"]), new(words["funds.account.settled"]),
            ],
            found.ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (i) =>
            [
                Numbers.Of(i.Fund), i.Fund.Sample ? $"{i.Fund.Name}（{words["platform.sample.mark"]}）" : i.Fund.Name, i.Cluster, i.Standing.Received, i.Standing.Of(AccountKind.Available),
                i.Standing.Of(AccountKind.Committed), i.Standing.Of(AccountKind.Paid), i.Standing.Of(AccountKind.Accounted), i.Standing.Of(AccountKind.Settled),
            ])));
    }).RequireAuthorization(FundPermissions.Read);
}
