using Guanlian.Contracts.Members;
using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Keeping;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Outcomes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Applications;

/// <summary>One application as its page shows it.</summary>
internal static class SeeApplication
{
    /// <summary>A file without its content.</summary>
    internal sealed record FileLine(Guid Id, string Name, Guid? ReportId, Guid? EntryId);

    /// <param name="Files">Empty for whom it does not concern.</param>
    internal sealed record View(
        FundRecord Fund, Application Application, FundUse Use, string Applicant, string Beneficiary, Progress Progress, Standing FundStanding, IReadOnlyList<Decision> Decisions,
        IReadOnlyList<Report> Reports, IReadOnlyList<Entry> Entries, IReadOnlyList<FileLine> Files, bool Concerned)
    {
        public Decision? Decision => Decisions.Count > 0 ? Decisions[0] : null;

        /// <summary>Its largest line: what the entry moved.</summary>
        public required IReadOnlyDictionary<Guid, decimal> Amounts { get; init; }

        public bool IsReversed(Entry entry) => Entries.Any(e => e.Reverses == entry.Id);
    }

    internal sealed class Handler(FundsDb db, FundSight sight, IPartyDirectory directory)
    {
        public async Task<Outcome<View>> HandleAsync(Guid id, CancellationToken ct)
        {
            var application = await db.Applications.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct);
            if (application is null || await sight.FundAsync(application.FundId, ct) is not { } fund)
            {
                return FundSight.Missing;
            }

            var cards = await directory.FindAsync([application.ApplicantId, application.BeneficiaryId], ct);
            var entries = await db.Entries.AsNoTracking().Where(e => e.ApplicationId == id).OrderByDescending(e => e.Number).ToListAsync(ct);
            var ids = entries.ConvertAll(e => e.Id);
            var concerned = sight.Concerns(fund, application);
            return new View(
                fund, application, await db.Uses.AsNoTracking().SingleAsync(u => u.FundId == fund.Id && u.Code == application.UseCode, ct),
                FundWords.Name(cards.GetValueOrDefault(application.ApplicantId)), FundWords.Name(cards.GetValueOrDefault(application.BeneficiaryId)),
                await db.ProgressAsync(application, ct), await db.StandingAsync(fund.Id, ct),
                await db.Decisions.AsNoTracking().Where(d => d.ApplicationId == id).OrderByDescending(d => d.Number).ToListAsync(ct),
                await db.Reports.AsNoTracking().Where(r => r.ApplicationId == id).OrderByDescending(r => r.Number).ToListAsync(ct),
                entries,
                concerned ? await db.Files.Where(f => f.ApplicationId == id).OrderBy(f => f.Id).Select(f => new FileLine(f.Id, f.Name, f.ReportId, f.EntryId)).ToListAsync(ct) : [],
                concerned)
            {
                Amounts = await db.Postings.Where(p => ids.Contains(p.EntryId) && p.Amount > 0).GroupBy(p => p.EntryId).ToDictionaryAsync(g => g.Key, g => g.Max(p => p.Amount), ct),
            };
        }
    }

    /// <summary>Evidence, to those concerned; always as a download.</summary>
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/funds/files/{id:guid}", async (Guid id, FundsDb db, FundSight sight, HttpContext http, CancellationToken ct) =>
    {
        var file = await db.Files.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, ct);
        if (file is null || await sight.FundAsync(file.FundId, ct) is not { } fund || !await ConcernsAsync(db, sight, fund, file, ct))
        {
            return Results.NotFound();
        }

        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.File(file.Content, file.MediaType, file.Name);
    }).RequireAuthorization(FundPermissions.Read);

    private static async Task<bool> ConcernsAsync(FundsDb db, FundSight sight, FundRecord fund, FileRow file, CancellationToken ct) => file switch
    {
        { ApplicationId: { } id } => sight.Concerns(fund, await db.Applications.AsNoTracking().SingleAsync(a => a.Id == id, ct)),
        { DonationId: { } id } => sight.Concerns(fund, await db.Donations.AsNoTracking().SingleAsync(d => d.Id == id, ct)),
        _ => false,
    };
}
