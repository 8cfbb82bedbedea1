using Guanlian.Platform.Data;
using Guanlian.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Platform.Bulk;

/// <summary>What bulk acts need of the container.</summary>
internal static class BulkRegistrations
{
    /// <summary>How long one statement of an act may take: another copy of the program may be at the same act, and is waited for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

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
        .AddScoped<BulkSteps>()
        .AddScoped<CompareAct>()
        .AddScoped<WriteRows>()
        .AddScoped<WriteSets>()
        .AddScoped<TakeBackRows>()
        .AddJob<CompareAct>()
        .AddJob<WriteRows>()
        .AddJob<TakeBackRows>()
        .AddRegularWork<CleanUp>();

    /// <summary>
    /// Seals the history events of a large act before the commit, whose own time limit many thousand of them would exceed.
    /// </summary>
    public static async Task SealAsync(this ModuleDb db, CancellationToken ct)
    {
        db.Database.SetCommandTimeout(Longest);
        await db.Database.ExecuteSqlAsync($"set constraints all immediate", ct);
    }
}
