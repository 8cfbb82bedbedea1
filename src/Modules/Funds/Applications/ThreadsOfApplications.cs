using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Platform.Talk;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Applications;

/// <summary>An application can be talked about by who asked, whom it helps, and the association.</summary>
internal sealed class ThreadsOfApplications(FundsDb db, FundSight sight) : IThreadSubject
{
    public const string KindName = "funds.application";

    public string Kind => KindName;

    public async Task<ThreadPlace?> FindAsync(Guid id, CancellationToken ct)
    {
        var application = await db.Applications.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct);
        return application is not null && await sight.FundAsync(application.FundId, ct) is { } fund && sight.Concerns(fund, application)
            ? new(application.Title, $"funds/applications/{id}", [.. new[] { application.ApplicantId, application.BeneficiaryId, fund.ClusterId }.Distinct()])
            : null;
    }
}
