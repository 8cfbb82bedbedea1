using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Search.Finding;
using Guanlian.Catalogue.Search.Indexing;
using Guanlian.Catalogue.Search.Kept;
using Guanlian.Catalogue.Search.Listing;
using Guanlian.Contracts.Catalogue;
using Guanlian.Contracts.Media;
using Guanlian.Platform;
using Guanlian.Platform.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Guanlian.Catalogue.Search;

/// <summary>What the module registers for the search.</summary>
internal static class SearchParts
{
    public static void Add(IServiceCollection services)
    {
        services.TryAddSingleton(CodeBook.Standard);
        services.AddSingleton<FacetValues>();
        services.AddSingleton<SortInWords>();
        services.AddSingleton<Mirror>();
        services.AddSingleton<WordLists>();
        services.AddSingleton<ListingLimits>();
        services.AddSingleton<TextHits>();
        services.AddSingleton<FindHits>();
        services.AddSingleton<OwnerBook>();
        services.AddSingleton<FacetChoices>();
        services.AddScoped<IndexObjects>();
        services.AddSubscriber<ObjectPicturesChanged, FollowPictures>();
        services.AddScoped<SearchObjects.Handler>();
        services.AddRegularWork<KeepSearchQuick>();
        services.AddRegularWork<KeepWordLists>();
        services.AddHostedService<ReadColumnsAtStart>();
        services.AddScoped<StandIn>();
        services.AddScoped<RelatedToObject.Handler>();
        services.AddScoped<SavedSearches.Handler>();
        services.AddScoped<ObjectSets.Handler>();
        services.AddScoped<IObjectSets, SetsForOthers>();
        services.AddScoped<CameIn.Handler>();
        services.AddSingleton(new HomePart(typeof(CameInAtHome), 16, actor => actor.May(CataloguePermissions.Oversee)));
        services.AddSingleton(new HomePart(typeof(NewestAtHome), 45, actor => !actor.SignedIn));
        services.AddSingleton(new MenuItem("catalogue.menu.catalogue", "catalogue", 11));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        ExportFound.Map(routes);
        SuggestWords.Map(routes);
        Crawlers.Map(routes);
        SearchFeed.Map(routes);
    }
}
