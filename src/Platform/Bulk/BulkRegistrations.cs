using Guanlian.Platform.Jobs;
using Guanlian.Platform.Modules;
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
        .AddScoped<ViewAct.Handler>()
        .AddScoped<ListActs.Handler>()
        .AddScoped<IDueItems, ListActs.Due>()
        .AddJob<CompareAct>()
        .AddJob<WriteRows>()
        .AddJob<TakeBackRows>();
}
