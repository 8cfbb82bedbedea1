using Guanlian.Contracts.Cooperation;
using Guanlian.Cooperation.Access;
using Guanlian.Platform;
using Guanlian.Platform.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Cooperation.CountyBook;

/// <summary>What the county book needs.</summary>
internal static class CountyBookParts
{
    public static IServiceCollection AddCountyBook(this IServiceCollection services)
    {
        services.AddScoped<ReadBook.Handler>();
        services.AddScoped<IBookChapter, BookOfWork>();
        services.AddScoped<IBookChapter, BookOfLoans>();
        services.AddScoped<IBookChapter, BookOfResults>();
        services.AddScoped<IBookChapter, BookOfFigures>();
        services.AddBulkKind<FillBook>();
        return services.AddSingleton(new MenuItem("cooperation.county-book.title", "book", 61, CooperationPermissions.Work));
    }

    public static void MapCountyBook(this IEndpointRouteBuilder routes) => ReadBook.Map(routes);
}
