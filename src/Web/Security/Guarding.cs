using System.Net;
using System.Threading.RateLimiting;
using Guanlian.Platform.Data;
using Guanlian.Platform.Http;
using Guanlian.Platform.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.HttpOverrides;
using Npgsql;

namespace Guanlian.Web.Security;

/// <summary>The guards of the host: see docs/security.md for what each is against.</summary>
internal static class Guarding
{
    /// <summary>Key of <c>HttpContext.Items</c>: what failed was a form.</summary>
    public const string WasForm = "guanlian.was-form";

    /// <summary>Bytes a request may carry where its endpoint says nothing else (<c>[RequestSizeLimit]</c> on a page that takes files).</summary>
    public const long LargestRequest = 1024 * 1024;

    private const long LargestThrownAway = 512L << 20;

    /// <summary>Pages an address may ask for at once, and gets back each second: a museum behind one address never notices.</summary>
    private const int PagesAtOnce = 600;
    private const int PagesEachSecond = 60;

    public static void AddGuards(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
        });
        var services = builder.Services;
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "guanlian.form";
            options.Cookie.Path = "/";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true; // frame-ancestors says it
        });
        services.AddSingleton<IAntiforgeryAdditionalDataProvider, SameMandate>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, Unauthorised>();
        services.AddRateLimiter(options => options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(PartitionOf));
        services.Configure<ForwardedHeadersOptions>(options =>
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
    }

    /// <summary>First in the pipeline. Only a proxy on this machine is believed about addresses and https.</summary>
    public static void UseGuards(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseSecureHeaders();
        app.UseLanguageOfAddress(); // before the problem pages, which speak it too
        app.UseWhen(context => WhoAsks.WantsPage(context.Request), pages =>
        {
            pages.UseExceptionHandler(Handling("/problem"));
            pages.UseStatusCodePagesWithReExecute("/problem", createScopeForStatusCodePages: true);
        });
        app.UseWhen(context => !WhoAsks.WantsPage(context.Request), programs =>
        {
            programs.UseExceptionHandler(Handling(null));
            programs.UseStatusCodePages();
        });
        app.Use(async (context, next) =>
        {
            // A failed form is shown its problem page, not asked to be a form of that page.
            if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
                && (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null))
            {
                if (HttpMethods.IsPost(context.Request.Method))
                {
                    context.Items[WasForm] = true;
                }

                context.Request.Method = HttpMethods.Get;
            }

            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null } bare)
            {
                // A page that refused a form has named its type but said nothing: let the problem page speak.
                bare.ContentType = null;
            }
        });
        app.RefuseUnwritableAddresses();
        app.RefuseCrossSiteRequests();
    }

    /// <summary>
    /// Says "too large" without taking the body in; a form that is cut off later would only look like one without its token. A browser
    /// looks at the answer only after it has sent everything: what it sends is thrown away as it comes, up to a bound.
    /// </summary>
    public static IApplicationBuilder RefuseTooLargeRequests(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var limit = context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is { } stated ? stated.MaxRequestBodySize : LargestRequest;
        // The page that says so is asked for with the same request.
        var told = context.Features.Get<IStatusCodeReExecuteFeature>() is not null;
        if (told || context.Request.ContentLength is not { } length || length <= (limit ?? long.MaxValue))
        {
            await next(context);
            return;
        }

        if (length <= LargestThrownAway && WhoAsks.WantsPage(context.Request) && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LargestThrownAway;
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        }

        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
    });

    private static ExceptionHandlerOptions Handling(string? page) => new()
    {
        ExceptionHandlingPath = page,
        CreateScopeForErrors = true,
        StatusCodeSelector = StatusOf,
        SuppressDiagnosticsCallback = failed => StatusOf(failed.Exception) < StatusCodes.Status500InternalServerError,
    };

    /// <summary>What a stranger can provoke is his mistake and not worth a line in the log; everything else is ours.</summary>
    private static int StatusOf(Exception e) => e switch
    {
        BadHttpRequestException bad => bad.StatusCode,

        // The same character in a form.
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire } => StatusCodes.Status400BadRequest,
        { InnerException: PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire } } => StatusCodes.Status400BadRequest,

        // ?page=x: the page framework throws for a question it cannot read.
        InvalidOperationException { TargetSite.DeclaringType.Name: { } type } when type.Contains("UrlValueConstraint", StringComparison.Ordinal)
            => StatusCodes.Status400BadRequest,
        _ when DeadDatabase.Is(e) || StoreAwayException.Is(e) => StatusCodes.Status503ServiceUnavailable,
        _ when FullDisk.Is(e) => StatusCodes.Status507InsufficientStorage,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static RateLimitPartition<string> PartitionOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;

        // This machine itself: a desk, a test, or a proxy that does not say for whom it asks. And never while showing why not.
        return address is null || IPAddress.IsLoopback(address) || context.Features.Get<IStatusCodeReExecuteFeature>() is not null
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(address.ToString(), _ => new()
            {
                TokenLimit = PagesAtOnce,
                TokensPerPeriod = PagesEachSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            });
    }
}
