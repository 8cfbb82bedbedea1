using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Resources;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Talk;
using Guanlian.Resources.Access;
using Guanlian.Resources.Loans;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Resources.Handovers;

/// <summary>What the module adds and maps for what changes hands.</summary>
internal static class HandoverParts
{
    public static void AddHandovers(this IServiceCollection services)
    {
        // Broken rules stop the program here.
        _ = LoanRules.Shipped;
        services.AddScoped<ReadHandoverForm>();
        services.AddScoped<ListItems>();
        services.AddScoped<LoanBook>();
        services.AddScoped<CheckList>();
        services.AddScoped<SignList>();
        services.AddScoped<BeginHandover.Handler>();
        services.AddScoped<PlanHandover.Handler>();
        services.AddScoped<EditHandover.Handler>();
        services.AddScoped<WriteCondition.Handler>();
        services.AddScoped<MoveHandover.Handler>();
        services.AddScoped<GoOn.Handler>();
        services.AddScoped<SeeHandover.Handler>();
        services.AddScoped<FindHandovers.Handler>();
        services.AddScoped<ReadClock.Handler>();
        services.AddScoped<IHandoverLists, HandoverLists>();
        services.AddScoped<IDueItems, HandoverDueItems>();
        services.AddScoped<IThreadSubject, ThreadsOfHandovers>();
        services.AddScoped<IBookChapter, BookOfHandovers>();
        services.AddScoped<IFeedDays, FeedOfHandovers>();
        services.AddSingleton<ISampleStep, SampleHandovers>();
        services.AddSingleton(new PagePart("cooperation.cooperation", typeof(HandoversOfCooperation), 30));
        services.AddSingleton(new MenuItem("resources.handover.list.title", "handovers", 63, ResourcePermissions.Read));
    }

    public static void MapHandovers(this IEndpointRouteBuilder routes)
    {
        FindHandovers.Map(routes);
        SeeHandover.Map(routes);
        PrintHandover.Map(routes);
        ReadClock.Map(routes);
    }
}
