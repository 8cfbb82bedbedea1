using Guanlian.Platform.Http;
using Microsoft.AspNetCore.Diagnostics;

namespace Guanlian.Web.Layout;

/// <summary>The address in the reader's address bar, also where an error page is shown in place of the answer.</summary>
internal static class AddressShown
{
    /// <summary>Relative to the page base.</summary>
    public static string Here(HttpContext context)
    {
        var (path, query) = Parts(context);
        return path.TrimStart('/') + query;
    }

    /// <summary>In full, for paper.</summary>
    public static string Whole(HttpContext context) => $"{Site(context.Request)}{context.Request.PathBase}/{Here(context)}";

    /// <summary>The same page in the other language, in full: it lies outside this page's base.</summary>
    public static string OtherLanguage(HttpContext context)
    {
        var (path, query) = Parts(context);
        return Site(context.Request) + (context.Request.PathBase.HasValue ? "" : LanguageAtTheDoor.EnglishPrefix) + path + query;
    }

    private static string Site(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    private static (string Path, string Query) Parts(HttpContext context) =>
        context.Features.Get<IStatusCodeReExecuteFeature>() is { } refused ? (refused.OriginalPath, refused.OriginalQueryString ?? "")
        : context.Features.Get<IExceptionHandlerPathFeature>() is { } failed ? (failed.Path, "")
        : (context.Request.Path.Value ?? "/", context.Request.QueryString.Value ?? "");
}
