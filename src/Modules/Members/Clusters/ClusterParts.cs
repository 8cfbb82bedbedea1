using Guanlian.Contracts.Members;
using Guanlian.Members.Calls;
using Guanlian.Members.Memberships;
using Guanlian.Members.Sample;
using Guanlian.Platform;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Samples;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Members.Clusters;

/// <summary>Clusters, memberships and plans, as the module registers them.</summary>
internal static class ClusterParts
{
    public static void Add(IServiceCollection services)
    {
        services.AddScoped<FoundCluster.Handler>();
        services.AddScoped<FindClusters.Handler>();
        services.AddScoped<ReadCluster.Handler>();
        services.AddScoped<WritePlan.Handler>();
        services.AddScoped<PublishCall.Handler>();
        services.AddScoped<ReadCalls.Handler>();
        services.AddScoped<BeginMembership.Handler>();
        services.AddScoped<TakeStep.Handler>();
        services.AddScoped<GiveRole.Handler>();
        services.AddScoped<LetHeadAct.Handler>();
        services.AddScoped<ReadMembership.Handler>();
        services.AddScoped<ISignatories, Signatories>();
        services.AddScoped<SamplePeople.MakeAccount>();
        services.AddSingleton<ISampleStep, SampleAlliance>();
        services.AddSingleton<ISampleStep, SamplePeople>();
        services.AddScoped<IDueItems, MembershipDueItems>();
        services.AddBulkKind<AdmitParties>();
        services.AddSingleton(new MenuItem("members.menu.clusters", "clusters", 20));
    }

    public static void Map(IEndpointRouteBuilder routes) => ExportMembers.Map(routes);
}
