using System.Globalization;
using Guanlian.Platform.Events;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Guanlian.Platform.Http;

/// <summary>
/// A page that a visitor without an account asks for is made once and then given to the next such visitor, until anything at all is
/// written into the history: its last number is part of the key. So nobody sees what has been hidden or changed since, in whichever
/// copy of the program it happened. Whoever is signed in, and every page with a form to send, is answered afresh.
/// </summary>
public sealed class PublicPages : IOutputCachePolicy
{
    private const int LargestPage = 1 << 20;
    private const int AllPages = 4 << 20;

    /// <summary>Some pages speak of days; none is kept longer than this.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Registers the cache.</summary>
    public static IServiceCollection Add(IServiceCollection services) => services.AddOutputCache(options =>
    {
        options.AddBasePolicy(new PublicPages());
        options.SizeLimit = AllPages;
        options.MaximumBodySize = LargestPage;
    });

    /// <inheritdoc />
    public async ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var http = context.HttpContext;
        var keep = HttpMethods.IsGet(http.Request.Method)
            && IsStranger(http)
            && http.Features.Get<IExceptionHandlerFeature>() is null // what failed may be the database that would be asked here
            && http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
        context.EnableOutputCaching = context.AllowCacheLookup = context.AllowCacheStorage = context.AllowLocking = keep;
        if (!keep)
        {
            return;
        }

        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        context.ResponseExpirationTimeSpan = Longest;
        context.CacheVaryByRules.QueryKeys = "*";
        context.CacheVaryByRules.HeaderNames = "Accept-Encoding";
        var last = await http.RequestServices.GetRequiredService<HistoryNumber>().NowAsync(cancellation);
        context.CacheVaryByRules.VaryByValues["history"] = last.ToString(CultureInfo.InvariantCulture);
        context.CacheVaryByRules.VaryByValues["minute"] = now.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);
    }

    /// <inheritdoc />
    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    /// <inheritdoc />
    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var response = context.HttpContext.Response;

        // A form's token forbids storing and is one visitor's own.
        context.AllowCacheStorage = response.StatusCode == StatusCodes.Status200OK
            && response.Headers.SetCookie.Count == 0
            && !response.Headers.CacheControl.ToString().Contains("no-store", StringComparison.OrdinalIgnoreCase);
        return ValueTask.CompletedTask;
    }

    // Somebody half signed in brings a cookie too; the only one that says nothing about its bearer is the one that comes with forms.
    private static bool IsStranger(HttpContext http)
    {
        var ofForms = http.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.Cookie.Name;
        return http.User.Identity?.IsAuthenticated != true && http.Request.Cookies.Keys.All(name => name == ofForms);
    }
}
