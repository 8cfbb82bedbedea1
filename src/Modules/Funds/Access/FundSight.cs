using Guanlian.Contracts.Members;
using Guanlian.Funds.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Access;

/// <summary>
/// Who sees what: a cluster's funds, with all their figures, whoever acts for a member of it, a donor those that he gave to, and a museum those
/// that it asked, though it has left; evidence, free words and the names of unnamed donors only those concerned and the association. To others
/// it is missing.
/// </summary>
internal sealed class FundSight(FundsDb db, IPartyDirectory directory, CurrentActor current)
{
    private HashSet<Guid>? clusters;

    public static Refusal Missing { get; } = new Refusal.Missing("funds.missing");

    private Actor Actor => current.Value;

    /// <summary>The clusters whose funds this actor reads.</summary>
    public async Task<IReadOnlyCollection<Guid>> ClustersAsync(CancellationToken ct)
    {
        if (clusters is null)
        {
            clusters = [];
            if (Actor.PartyId is { } party && Actor.May(FundPermissions.Read))
            {
                clusters.UnionWith([party, .. Actor.Mandate!.StandsOver, .. await directory.ClustersOfAsync(party, ct)]);
            }
        }

        return clusters;
    }

    /// <summary>All funds that this actor reads.</summary>
    public async Task<IQueryable<FundRecord>> FundsAsync(CancellationToken ct)
    {
        var (may, self) = ((await ClustersAsync(ct)).ToList(), Actor.May(FundPermissions.Read) ? Actor.PartyId : null);
        return db.Funds.Where(f => may.Contains(f.ClusterId) || (self != null && (db.Donations.Any(d => d.FundId == f.Id && d.DonorPartyId == self)
            || db.Applications.Any(a => a.FundId == f.Id && (a.ApplicantId == self || a.BeneficiaryId == self)))));
    }

    /// <summary>The fund, where this actor reads it.</summary>
    public async Task<FundRecord?> FundAsync(Guid id, CancellationToken ct) => await (await FundsAsync(ct)).AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, ct);

    /// <summary>Writes for that cluster.</summary>
    public bool Keeps(Guid cluster) => Actor.ActsFor(FundPermissions.Keep, cluster);

    /// <summary>Decides for that cluster.</summary>
    public bool Decides(Guid cluster) => Actor.ActsFor(FundPermissions.Decide, cluster);

    /// <summary>The association itself.</summary>
    public bool IsAssociation(Guid cluster) => Keeps(cluster) || Decides(cluster);

    /// <summary>Acts for the recipient.</summary>
    public bool Accounts(Application application) => Actor.ActsFor(FundPermissions.Apply, application.ApplicantId);

    /// <summary>Evidence, free words, talk and history of an application: the association, who asked, and whom it helps.</summary>
    public bool Concerns(FundRecord fund, Application application) => IsAssociation(fund.ClusterId)
        || Actor.ActsFor(FundPermissions.Read, application.ApplicantId) || Actor.ActsFor(FundPermissions.Read, application.BeneficiaryId);

    /// <summary>Free words of an entry: those whom its application or donation concerns; of any other the association.</summary>
    public bool Concerns(FundRecord fund, Application? application, Donation? donation) => application is not null ? Concerns(fund, application)
        : donation is not null ? Concerns(fund, donation)
        : IsAssociation(fund.ClusterId);

    /// <summary>Evidence and name of a donor.</summary>
    public bool Concerns(FundRecord fund, Donation donation) => IsAssociation(fund.ClusterId)
        || (donation.DonorPartyId is { } donor && Actor.ActsFor(FundPermissions.Read, donor));
}
