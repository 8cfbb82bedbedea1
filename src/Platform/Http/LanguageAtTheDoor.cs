using System.Globalization;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;

namespace Guanlian.Platform.Http;

/// <summary>
/// The address carries the language: <c>/en/…</c> is English, everything else Chinese. The prefix moves into the path base, so that
/// relative links and redirects keep it by themselves.
/// </summary>
public static class LanguageAtTheDoor
{
    /// <summary>What English addresses begin with.</summary>
    public const string EnglishPrefix = "/en";

    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>Before routing.</summary>
    public static IApplicationBuilder UseLanguageOfAddress(this IApplicationBuilder app)
    {
        app.UsePathBase(EnglishPrefix);
        return app.Use((context, next) =>
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = context.Request.PathBase.HasValue ? English : Chinese;
            context.Response.Headers.ContentLanguage = Wording.Language;
            return next(context);
        });
    }
}
