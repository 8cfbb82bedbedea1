using Guanlian.Contracts.Cooperation;
using Guanlian.Funds.Access;
using Guanlian.Funds.Applications;
using Guanlian.Funds.Data;
using Guanlian.Funds.Donations;
using Guanlian.Funds.Following;
using Guanlian.Funds.Keeping;
using Guanlian.Funds.Ledger;
using Guanlian.Funds.Sample;
using Guanlian.Funds.Statements;
using Guanlian.Platform;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Talk;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Funds;

/// <summary>What the host knows of Funds: see README.md beside this file.</summary>
public sealed class FundsModule : IModule
{
    /// <inheritdoc />
    public string Name => "funds";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => FundPermissions.All;

    /// <inheritdoc />
    public void Add(IServiceCollection services)
    {
        services.AddModuleDb<FundsDb>();
        services.AddSingleton<ISampleStep, SampleFund>();
        services.AddScoped<FundSight>();
        services.AddScoped<OpenFund.Handler>();
        services.AddScoped<SetBudget.Handler>();
        services.AddScoped<FindFunds.Handler>();
        services.AddScoped<SeeFund.Handler>();
        services.AddScoped<PledgeDonation.Handler>();
        services.AddScoped<ReceiveDonation.Handler>();
        services.AddScoped<CancelPledge.Handler>();
        services.AddScoped<FindDonations.Handler>();
        services.AddScoped<SeeDonation.Handler>();
        services.AddScoped<ApplyForMoney.Handler>();
        services.AddScoped<WithdrawApplication.Handler>();
        services.AddScoped<DecideApplication.Handler>();
        services.AddScoped<PayAward.Handler>();
        services.AddScoped<HandInEvidence.Handler>();
        services.AddScoped<CheckEvidence.Handler>();
        services.AddScoped<TakeBackRest.Handler>();
        services.AddScoped<SettleAward.Handler>();
        services.AddScoped<FindApplications.Handler>();
        services.AddScoped<SeeApplication.Handler>();
        services.AddScoped<FindEntries.Handler>();
        services.AddScoped<ReverseEntry.Handler>();
        services.AddScoped<YearStatement.Handler>();
        services.AddScoped<IDueItems, FundDueItems>();
        services.AddScoped<IBookChapter, BookOfAwards>();
        services.AddScoped<IThreadSubject, ThreadsOfApplications>();
        services.AddSingleton(new PagePart("members.institution", typeof(FundsOfMuseum), 60));
        services.AddSingleton(new PagePart("cooperation.cooperation", typeof(FundsOfCooperation), 40));
        services.AddSingleton(new MenuItem("funds.list.title", "funds", 59, FundPermissions.Read));
    }

    /// <inheritdoc />
    public void Map(IEndpointRouteBuilder routes)
    {
        FindFunds.Map(routes);
        FindApplications.Map(routes);
        SeeApplication.Map(routes);
        FindDonations.Map(routes);
        FindEntries.Map(routes);
    }
}
