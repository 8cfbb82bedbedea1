using Guanlian.Contracts.Governance;
using Guanlian.Governance.Access;
using Guanlian.Governance.Charters;
using Guanlian.Governance.Consents;
using Guanlian.Governance.Data;
using Guanlian.Governance.Drafts;
using Guanlian.Governance.Sample;
using Guanlian.Platform;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Samples;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Governance;

/// <summary>What the host knows of Governance: see README.md beside this file.</summary>
public sealed class GovernanceModule : IModule
{
    /// <inheritdoc />
    public string Name => "governance";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => GovernancePermissions.All;

    /// <inheritdoc />
    public void Add(IServiceCollection services)
    {
        services.AddModuleDb<GovernanceDb>();
        services.AddScoped<ICharters, ChartersInForce>();
        services.AddScoped<IRoleDuties, ChartersInForce>();
        services.AddScoped<ChartersInForce>();
        services.AddScoped<ReadCharter.Handler>();
        services.AddScoped<CompareVersions.Handler>();
        services.AddSingleton<ISampleStep, SampleCharter>();
        services.AddSingleton<ISampleStep, SampleCharterRevised>();
        services.AddScoped<IDueItems, DraftDueItems>();
        services.AddScoped<StartDraft.Handler>();
        services.AddScoped<SaveDraft.Handler>();
        services.AddScoped<BringUpToDate.Handler>();
        services.AddScoped<WithdrawDraft.Handler>();
        services.AddScoped<PutInForce.Handler>();
        services.AddScoped<AskConsent.Handler>();
        services.AddScoped<AnswerConsent.Handler>();
        services.AddScoped<ReadConsent.Handler>();
        services.AddScoped<IDueItems, ConsentDueItems>();
    }

    /// <inheritdoc />
    public void Map(IEndpointRouteBuilder routes) => DownloadCharter.Map(routes);
}
