using Guanlian.Contracts.Cooperation;
using Guanlian.Cooperation.Access;
using Guanlian.Platform;
using Guanlian.Platform.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Cooperation.Book;

/// <summary>What the county book needs.</summary>
internal static class BookParts
{
    public static IServiceCollection AddBook(this IServiceCollection services)
    {
        services.AddScoped<ReadBook.Handler>();
        services.AddScoped<IBookChapter, BookOfWork>();
        services.AddScoped<IBookChapter, BookOfLoans>();
        services.AddScoped<IBookChapter, BookOfResults>();
        services.AddScoped<IBookChapter, BookOfFigures>();
        services.AddBulkKind<FillBook>();
        return services.AddSingleton(new MenuItem("cooperation.book.title", "book", 61, CooperationPermissions.Work));
    }

    public static void MapBook(this IEndpointRouteBuilder routes) => ReadBook.Map(routes);
}
