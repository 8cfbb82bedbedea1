using Guanlian.Exchange.Access;
using Guanlian.Exchange.Results;
using Guanlian.Platform;
using Guanlian.Platform.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Exchange.Rounds;

/// <summary>Registers what rounds are made of.</summary>
internal static class RoundFeatures
{
    public static IServiceCollection AddRounds(this IServiceCollection services) => services
        .AddScoped<RoundAccess>()
        .AddScoped<EligibleParties>()
        .AddScoped<RoundFacts>()
        .AddScoped<OpenRound.Handler>()
        .AddScoped<EnterRound.Handler>()
        .AddScoped<FreezeRound.Handler>()
        .AddScoped<EndRound.Handler>()
        .AddSingleton<RoundBooks>()
        .AddScoped<ReadRound>()
        .AddJob<ComputeRound.Worker>()
        .AddScoped<ComputeRound.Handler>()
        .AddScoped<ShowResult.Handler>()
        .AddScoped<AdjustRound.Handler>()
        .AddScoped<ObjectToResult.Handler>()
        .AddScoped<AnswerObjection.Handler>()
        .AddScoped<AdoptRound.Handler>()
        .AddScoped<IDueItems, RoundDueItems>()
        .AddSingleton(new MenuItem("exchange.rounds.menu", "rounds", 45))
        .AddSingleton(new HomePart(typeof(RoundsAtHome), 40, _ => true));

    public static void MapRounds(this IEndpointRouteBuilder routes)
    {
        RoundFiles.Map(routes);
        ExportResult.Map(routes);
    }
}
