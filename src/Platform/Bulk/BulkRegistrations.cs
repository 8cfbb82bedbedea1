using Guanlian.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Platform.Bulk;

/// <summary>What bulk acts need of the container.</summary>
internal static class BulkRegistrations
{
    public static IServiceCollection AddBulkActs(this IServiceCollection services) => services
        .AddScoped<BulkAccess>()
        .AddScoped<StartAct.Handler>()
        .AddScoped<ChooseRows.Handler>()
        .AddScoped<ApplyAct.Handler>()
        .AddScoped<UndoAct.Handler>()
        .AddScoped<EndAct.Handler>()
        .AddJob<CompareAct>()
        .AddJob<WriteRows>()
        .AddJob<TakeBackRows>();
}
