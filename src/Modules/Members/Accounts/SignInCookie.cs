using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Members.Accounts;

/// <summary>The cookies of signing in. The lasting one names a person and a session and grants nothing by itself.</summary>
internal static class SignInCookie
{
    /// <summary>Signed in.</summary>
    public const string Scheme = "guanlian";

    /// <summary>Between password and second factor.</summary>
    public const string HalfWay = "guanlian-half";

    /// <summary>Between a passkey's question and its answer.</summary>
    public const string Question = "guanlian-passkey";

    private const string SessionClaim = "session";

    /// <summary>How long the second factor may take.</summary>
    private static readonly TimeSpan HalfWayLasts = TimeSpan.FromMinutes(5);

    public static void Add(IServiceCollection services)
    {
        services.AddAuthentication(Scheme)
            .AddCookie(Scheme, options => Shape(options, Scheme, Session.AtMost))
            .AddCookie(HalfWay, options => Shape(options, HalfWay, HalfWayLasts))
            .AddCookie(Question, options => Shape(options, Question, HalfWayLasts));
        services.AddIdentityCore<Account>().AddUserStore<PasskeyStore>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
        });
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = Password.Iterations);
    }

    public static ClaimsPrincipal Write(Guid personId, Guid sessionId) => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, personId.ToString()), new(SessionClaim, sessionId.ToString())], Scheme));

    public static (Guid PersonId, Guid SessionId)? Read(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var person)
        && Guid.TryParse(principal.FindFirstValue(SessionClaim), out var session) ? (person, session) : null;

    private static void Shape(CookieAuthenticationOptions options, string name, TimeSpan lasts)
    {
        options.Cookie.Name = name;
        // Not the path base: that is the language of the page.
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.CookieManager = new HostCookies();
        options.ExpireTimeSpan = lasts;
        options.SlidingExpiration = name == Scheme;
    }

    /// <summary>On https the cookie's name carries <c>__Host-</c>: then no neighbouring host and no http page can plant one.</summary>
    private sealed class HostCookies : ICookieManager
    {
        private readonly ChunkingCookieManager inner = new();

        public string? GetRequestCookie(HttpContext context, string key) => inner.GetRequestCookie(context, Named(context, key));

        public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
            inner.AppendResponseCookie(context, Named(context, key), value, options);

        public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
            inner.DeleteCookie(context, Named(context, key), options);

        private static string Named(HttpContext context, string key) => context.Request.IsHttps ? $"__Host-{key}" : key;
    }
}
