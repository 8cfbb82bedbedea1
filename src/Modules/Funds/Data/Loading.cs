using Guanlian.Funds.Access;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Data;

/// <summary>An application as handlers load it to act on it.</summary>
internal sealed record LoadedApplication(FundRecord Fund, Application Application);

/// <summary>A donation as handlers load it to act on it.</summary>
internal sealed record LoadedDonation(FundRecord Fund, Donation Donation);

/// <summary>What handlers have in common: see, hold the fund, compare the version that was seen.</summary>
internal static class Loading
{
    public static async Task<Outcome<LoadedApplication>> ApplicationAsync(this FundsDb db, FundSight sight, Guid id, int version, CancellationToken ct)
    {
        var of = await db.Applications.Where(a => a.Id == id).Select(a => (Guid?)a.FundId).SingleOrDefaultAsync(ct);
        if (of is not { } fundId || await sight.FundAsync(fundId, ct) is not { } fund)
        {
            return FundSight.Missing;
        }

        await db.HoldAsync(fundId, ct);
        var application = await db.Applications.SingleAsync(a => a.Id == id, ct);
        return application.Version == version ? new LoadedApplication(fund, application) : new Refusal.Stale("funds.stale");
    }

    public static async Task<Outcome<LoadedDonation>> DonationAsync(this FundsDb db, FundSight sight, Guid id, int version, CancellationToken ct)
    {
        var of = await db.Donations.Where(d => d.Id == id).Select(d => (Guid?)d.FundId).SingleOrDefaultAsync(ct);
        if (of is not { } fundId || await sight.FundAsync(fundId, ct) is not { } fund)
        {
            return FundSight.Missing;
        }

        await db.HoldAsync(fundId, ct);
        var donation = await db.Donations.SingleAsync(d => d.Id == id, ct);
        return donation.Version == version ? new LoadedDonation(fund, donation) : new Refusal.Stale("funds.stale");
    }

    /// <summary>Its state changed: others who had it open are told.</summary>
    public static void Turn(this Application application, ApplicationState state, DateTimeOffset now)
    {
        application.StateSince = application.State == state ? application.StateSince : now;
        application.State = state;
        application.Version++;
    }
}
