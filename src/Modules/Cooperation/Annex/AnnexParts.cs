using Guanlian.Cooperation.Access;
using Guanlian.Platform;
using Guanlian.Platform.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Cooperation.Annex;

/// <summary>What the yearly annex needs.</summary>
internal static class AnnexParts
{
    public static IServiceCollection AddAnnex(this IServiceCollection services)
    {
        services.AddScoped<ReadAnnex>();
        services.AddScoped<MakeAnnex.Handler>();
        services.AddScoped<ReadAnnexes.Handler>();
        services.AddJob<MakeAnnex.Job>();
        return services.AddSingleton(new MenuItem("cooperation.annex.title", "annex", 62, CooperationPermissions.Report));
    }

    public static void MapAnnex(this IEndpointRouteBuilder routes) => ReadAnnexes.Map(routes);
}
