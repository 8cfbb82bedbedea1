using Guanlian.Contracts.Members;
using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Keeping;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Data;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Applications;

/// <summary>Applications to the funds that a reader sees, what moved last first; as a page and as a workbook.</summary>
internal static class FindApplications
{
    private const int MostRows = 20_000;

    /// <param name="Mine">Only of one's own party, or for it.</param>
    internal sealed record Query(string? Text, ApplicationState? State, Guid? Fund, string? Use, bool Mine, int Page, int Size)
    {
        /// <summary>Asked by, or for, this party.</summary>
        public Guid? Party { get; init; }

        /// <summary>Belonging to this cooperation, task or agreement.</summary>
        public Guid? Of { get; init; }

        /// <summary>Only those of which something stands: neither refused nor released without a payment.</summary>
        public bool Awarded { get; init; }

        /// <summary>Reads what stands in an address; a value that nobody knows asks nothing.</summary>
        public static Query Read(string? text, string? state, string? fund, string? use, bool mine, int page, int size) => new(
            text, CodeWords.Read<ApplicationState>(state ?? ""), Guid.TryParse(fund, out var id) ? id : null, FundTexts.Code(use), mine, page, size);
    }

    internal sealed record Item(Application Application, FundRecord Fund, string Use, string Applicant, string Beneficiary, decimal Awarded, decimal PaidOut)
    {
        /// <summary>What it belongs to; null where that is not the reader's business.</summary>
        public required string? Of { get; init; }
    }

    internal sealed record Found(IReadOnlyList<Item> Items, int Total, IReadOnlyList<FundRecord> Funds, IReadOnlyList<FundUse> Uses);

    internal sealed class Handler(FundsDb db, FundSight sight, IPartyDirectory directory, Platform.Access.CurrentActor current)
    {
        public async Task<Found> HandleAsync(Query query, CancellationToken ct)
        {
            var funds = await (await sight.FundsAsync(ct)).AsNoTracking().OrderByDescending(f => f.Number).ToListAsync(ct);
            var may = funds.ConvertAll(f => f.Id);
            var uses = await db.Uses.AsNoTracking().Where(u => may.Contains(u.FundId)).OrderBy(u => u.FundId).ThenBy(u => u.Sort).ToListAsync(ct);
            var rows = db.Applications.AsNoTracking().Where(a => may.Contains(a.FundId));
            rows = query.State is { } state ? rows.Where(a => a.State == state) : rows;
            rows = query.Fund is { } fund ? rows.Where(a => a.FundId == fund) : rows;
            rows = query.Use is { } use ? rows.Where(a => a.UseCode == use) : rows;
            if ((query.Party ?? (query.Mine ? current.Value.PartyId : null)) is { } party)
            {
                rows = rows.Where(a => a.ApplicantId == party || a.BeneficiaryId == party);
            }

            rows = query.Of is { } thing ? rows.Where(a => a.OfId == thing) : rows;
            if (query.Awarded)
            {
                rows = rows.Where(a => db.Entries.Where(e => e.ApplicationId == a.Id).Join(db.Postings, e => e.Id, p => p.EntryId, (e, p) => p)
                    .Join(db.Accounts.Where(c => c.Kind == AccountKind.Committed || c.Kind == AccountKind.Paid || c.Kind == AccountKind.Accounted || c.Kind == AccountKind.Settled), p => p.AccountId, c => c.Id, (p, c) => p.Amount)
                    .Sum() > 0);
            }

            if (!string.IsNullOrWhiteSpace(query.Text))
            {
                var pattern = LikePattern.Containing(Typed.Writable(query.Text.Trim()));
                rows = rows.Where(a => EF.Functions.ILike(a.Title, pattern, LikePattern.Escape));
            }

            var total = await rows.CountAsync(ct);
            var found = await rows.OrderByDescending(a => a.StateSince).ThenBy(a => a.Id).Skip(PageNumber.Before(query.Page, total, query.Size)).Take(query.Size).ToListAsync(ct);
            var cards = await directory.FindAsync([.. found.SelectMany(a => new[] { a.ApplicantId, a.BeneficiaryId }).Distinct()], ct);
            var sums = await db.AwardsAsync([.. found.Select(a => a.Id)], ct);
            return new([.. found.Select(a => new Item(
                a, funds.Find(f => f.Id == a.FundId)!, uses.Find(u => u.FundId == a.FundId && u.Code == a.UseCode) is { } u ? FundWords.Name(u) : a.UseCode,
                FundWords.Name(cards.GetValueOrDefault(a.ApplicantId)), FundWords.Name(cards.GetValueOrDefault(a.BeneficiaryId)),
                sums.GetValueOrDefault(a.Id)?.Awarded ?? 0, sums.GetValueOrDefault(a.Id)?.PaidOut ?? 0)
            {
                Of = sight.Concerns(funds.Find(f => f.Id == a.FundId)!, a) ? a.OfTitle : null,
            })], total, funds, uses);
        }
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/funds/applications.xlsx", async (
        string? q, string? state, string? fund, string? use, bool? mine, Handler find, Wording words, CancellationToken ct) =>
    {
        var found = await find.HandleAsync(Query.Read(q, state, fund, use, mine ?? false, 1, MostRows), ct);
        return (IResult)new TableDownload(words["funds.applications.title"], TableFormat.Xlsx, new TableSheet(
            words["funds.applications.title"],
            [
                new(words["funds.field.number"]), new(words["funds.field.title"], 40), new(words["funds.field.fund"], 30), new(words["funds.field.use"]), new(words["funds.field.applicant"], 26),
                new(words["funds.field.beneficiary"], 26), new(words["funds.field.state"]), new(words["funds.field.asked"]), new(words["funds.field.awarded"]), new(words["funds.field.paid"]),
                new(words["funds.field.submitted"]), new(words["funds.field.evidence-due"]), new(words["funds.field.of"], 30),
            ],
            found.Items.ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (i) =>
            [
                Numbers.Of(i.Application), i.Application.Sample ? $"{i.Application.Title}（{words["platform.sample.mark"]}）" : i.Application.Title, i.Fund.Name, i.Use, i.Applicant, i.Beneficiary,
                FundWords.Of(words, i.Application.State), i.Application.Asked, i.Awarded, i.PaidOut, i.Application.SubmittedOn, TableCell.Day(i.Application.EvidenceDue), i.Of,
            ])));
    }).RequireAuthorization(FundPermissions.Read);
}
