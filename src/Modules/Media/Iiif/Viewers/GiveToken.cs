using System.Net;
using System.Text.Json.Nodes;
using Guanlian.Platform.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Media.Iiif.Viewers;

/// <summary>
/// A viewer elsewhere fetches its token through a frame: a page that posts one message to the site for which the reader has signed in,
/// and to no other.
/// </summary>
internal static class GiveToken
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/iiif/auth/token", AnswerAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task AnswerAsync(HttpContext http, Handler handler)
    {
        var (message, origin) = (http.Request.Query["messageId"].ToString(), http.Request.Query["origin"].ToString());
        http.Response.Headers.CacheControl = "private, no-store";
        if (message.Length is 0 or > 200 || !ViewerAccess.IsOrigin(origin))
        {
            await IiifAnswers.RefuseAsync(http, "media.viewer.cannot-answer");
            return;
        }

        var body = await handler.HandleAsync(message, origin, ViewerCookie.Of(http), http.RequestAborted);
        http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'self'; frame-ancestors {origin}";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        http.Response.Headers["Cross-Origin-Opener-Policy"] = "unsafe-none";
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync($"""
            <!DOCTYPE html><html lang="zh-Hans"><head><meta charset="utf-8"><title>IIIF</title>
            <meta name="message" content="{WebUtility.HtmlEncode(body.ToJsonString())}"><meta name="to" content="{WebUtility.HtmlEncode(origin)}">
            <script src="/islands/iiif-token.js"></script></head><body></body></html>
            """, http.RequestAborted);
    }

    internal sealed class Handler(ViewerAccess access, IActorSource actors)
    {
        public async Task<JsonObject> HandleAsync(string message, string origin, string? cookie, CancellationToken ct)
        {
            if (access.ReadCookie(cookie, out var site) is not { } pass)
            {
                return Refused(message, cookie is null ? "missingAspect" : "expiredAspect");
            }

            if (site != origin)
            {
                return Refused(message, "invalidOrigin");
            }

            return (await actors.ForAsync(pass.Principal(), ct)).Mandate is null ? Refused(message, "invalidAspect") : new()
            {
                ["@context"] = ViewerAccess.Context,
                ["type"] = "AuthAccessToken2",
                ["messageId"] = message,
                ["accessToken"] = access.Token(pass),
                ["expiresIn"] = (int)ViewerAccess.TokenLasts.TotalSeconds,
            };
        }

        private JsonObject Refused(string message, string profile) => new()
        {
            ["@context"] = ViewerAccess.Context,
            ["type"] = "AuthAccessTokenError2",
            ["profile"] = profile,
            ["messageId"] = message,
            ["heading"] = access.Both("media.viewer.not-signed-in"),
            ["note"] = access.Both("media.viewer.not-signed-in-note"),
        };
    }
}

/// <summary>The cookie that says for which site somebody signed in here: other sites' frames must send it, so it is none of the session's.</summary>
internal static class ViewerCookie
{
    private const string Name = "guanlian-viewer";

    public static string? Of(HttpContext http) => http.Request.Cookies[Name];

    public static void Set(HttpContext http, string value) => http.Response.Cookies.Append(Name, value, Shape(http, ViewerAccess.CookieLasts));

    public static void Remove(HttpContext http) => http.Response.Cookies.Delete(Name, Shape(http, null));

    // Browsers take a cookie for frames of other sites from https only; on http it serves viewers of the same site.
    private static CookieOptions Shape(HttpContext http, TimeSpan? lasts) => new()
    {
        Path = "/",
        HttpOnly = true,
        IsEssential = true,
        MaxAge = lasts,
        Secure = http.Request.IsHttps,
        SameSite = http.Request.IsHttps ? SameSiteMode.None : SameSiteMode.Lax,
    };
}
