using Guanlian.Catalogue.Formats.Records;
using Guanlian.Catalogue.Harvest.Api;
using Guanlian.Catalogue.Harvest.Feed;
using Guanlian.Catalogue.Harvest.Fetching;
using Guanlian.Catalogue.Harvest.Provider;
using Guanlian.Catalogue.Harvest.Stamps;
using Guanlian.Platform;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Catalogue.Harvest;

/// <summary>What the module's list of parts knows of this folder.</summary>
internal static class HarvestParts
{
    public static void Add(IServiceCollection services)
    {
        services.AddScoped<StampChanges>();
        services.AddScoped<FollowStamps>();
        services.AddRegularWork<StampRegularly>();
        services.AddSingleton<OaiTokens>();
        services.AddScoped<OaiOwners>();
        services.AddScoped<OaiProvider>();
        services.AddScoped<ReadObjects>();
        services.AddScoped<Origins>();
        services.AddSingleton<AllowedHosts>();
        services.AddSingleton<OutsideCalls>();
        services.AddScoped<TakeInRecords>();
        services.AddScoped<SaveHarvester.Handler>();
        services.AddJob<RunHarvest>();
        services.AddRegularWork<HarvestRegularly>();
        services.AddBulkKind<RecordImport>();
        services.AddSingleton<MatcherPolicy, AcceptedFormatPolicy>();
        services.AddOpenApi(ApiDescription.Name, ApiDescription.Shape);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        OaiEndpoint.Map(routes);
        ObjectsApi.Map(routes);
        SearchApi.Map(routes);
        ExportRecords.Map(routes);
        DownloadObject.Map(routes);
        ChangeFeed.Map(routes);
        ApiDescription.Map(routes);
    }
}
