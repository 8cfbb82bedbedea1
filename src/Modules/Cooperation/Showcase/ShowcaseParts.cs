using Guanlian.Platform.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Cooperation.Showcase;

/// <summary>What showing results needs.</summary>
internal static class ShowcaseParts
{
    public static IServiceCollection AddShowcase(this IServiceCollection services)
    {
        services.AddScoped<ShowcaseObjects>();
        services.AddScoped<WriteShowcase.Handler>();
        services.AddScoped<ReleaseShowcase.Handler>();
        services.AddScoped<FindShowcases.Handler>();
        services.AddScoped<SeeShowcase.Handler>();
        services.AddScoped<GiveHonour.Handler>();
        services.AddScoped<ReadHonours.Handler>();
        services.AddScoped<IDueItems, ReleasesDue>();
        return services.AddSingleton(new MenuItem("cooperation.showcase.title", "showcase", 45));
    }

    public static void MapShowcase(this IEndpointRouteBuilder routes)
    {
        FindShowcases.Map(routes);
        SeeShowcase.Map(routes);
        ReadHonours.Map(routes);
    }
}
