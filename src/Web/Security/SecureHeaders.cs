using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Guanlian.Platform.Http;
using Microsoft.AspNetCore.Components;

namespace Guanlian.Web.Security;

/// <summary>
/// What every answer tells the browser not to do. Set when the answer starts, so that error pages have them too; an endpoint that
/// must differ (an image that others may embed) sets its own header first.
/// </summary>
internal static class SecureHeaders
{
    private static readonly ConditionalWeakTable<ImportMapDefinition, string> Hashes = [];

    private static readonly (string Name, string Value)[] Always =
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), display-capture=(), "
            + "browsing-topics=(), publickey-credentials-get=(self), publickey-credentials-create=(self)"),
    ];

    public static IApplicationBuilder UseSecureHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(Set, context);
        return next(context);
    });

    private static Task Set(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        foreach (var (name, value) in Always)
        {
            headers.TryAdd(name, value);
        }

        headers.TryAdd("Content-Security-Policy", Policy(context));
        headers.TryAdd("Cross-Origin-Opener-Policy", OpenedByViewer(context.Request) ? "unsafe-none" : "same-origin");
        if (context.Request.IsHttps)
        {
            headers.TryAdd("Strict-Transport-Security", "max-age=31536000");
        }

        // What was made for one person is kept by nobody else, and not shown again after signing out.
        if (context.User.Identity?.IsAuthenticated == true || headers.SetCookie.Count > 0)
        {
            headers.TryAdd("Cache-Control", "no-store");
        }

        return Task.CompletedTask;
    }

    // A viewer on another site has opened a window for signing in, and waits until it is closed: it must still know that window.
    private static bool OpenedByViewer(HttpRequest request) =>
        request.Query["return"] is [{ } back] && back.StartsWith("/viewing/enter?", StringComparison.Ordinal);

    /// <summary>Nothing but our own files; the one inline script is the import map, known by its hash.</summary>
    private static string Policy(HttpContext context)
    {
        var map = context.GetEndpoint()?.Metadata.GetMetadata<ImportMapDefinition>();
        var inline = map is null ? "" : $" '{Hashes.GetValue(map, HashOf)}'";
        var made = context.GetEndpoint()?.Metadata.GetMetadata<MakesFilesAttribute>() is null ? "" : " blob:";
        return $"default-src 'none'; script-src 'self'{inline}; style-src 'self'; img-src 'self' data:{made}; font-src 'self'; connect-src 'self'{made}; "
            + "media-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";
    }

    private static string HashOf(ImportMapDefinition map) =>
        $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(map.ToString())))}";
}
