using Guanlian.Cooperation.Access;
using Guanlian.Platform.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Cooperation.Programme;

/// <summary>What the programme's pages need.</summary>
internal static class ProgrammeParts
{
    public static IServiceCollection AddProgramme(this IServiceCollection services)
    {
        services.AddScoped<ReadPairs.Handler>();
        services.AddScoped<ReadTimes.Handler>();
        services.AddScoped<ReadBalance.Handler>();
        services.AddScoped<ReadNeeds.Handler>();
        services.AddScoped<IDueItems, QuietPairs>();
        services.AddSingleton(new MenuItem("cooperation.programme.title", "programme", 57, CooperationPermissions.Oversee));
        return services.AddSingleton(new HomePart(typeof(CountiesAtHome), 30, actor => actor.May(CooperationPermissions.Work)));
    }

    public static void MapProgramme(this IEndpointRouteBuilder routes)
    {
        FindPairs.Map(routes);
        ReadTimes.Map(routes);
        ReadBalance.Map(routes);
        ReadNeeds.Map(routes);
    }
}
