using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Guanlian.Media.Iiif.Viewers;

/// <summary>
/// IIIF Authorization Flow 2.0 (docs/decisions/0169): how a viewer on another site finds out that its reader is given more of an image
/// after signing in here. Passes and tickets are sealed; they say who reads, never what he may see: that is asked each time.
/// </summary>
internal sealed class ViewerAccess(IDataProtectionProvider protection, TimeProvider clock, Wording words)
{
    public const string Context = "http://iiif.io/api/auth/2/context.json";

    /// <summary>How long a viewer may ask with one token, and look through one ticket.</summary>
    public static readonly TimeSpan TokenLasts = TimeSpan.FromMinutes(5), TicketLasts = TimeSpan.FromHours(1), CookieLasts = TimeSpan.FromHours(8);

    private const int MostLength = 1000, GuidLength = 16;

    private readonly IDataProtector cookies = protection.CreateProtector("Guanlian.Media.Iiif.Viewers.Cookie");
    private readonly IDataProtector tokens = protection.CreateProtector("Guanlian.Media.Iiif.Viewers.Token");
    private readonly IDataProtector tickets = protection.CreateProtector("Guanlian.Media.Iiif.Viewers.Ticket");

    /// <summary>The services as an image names them, innermost last.</summary>
    public JsonObject Describe(Uri root, Guid image) => new()
    {
        ["id"] = $"{root}iiif/auth/probe/{image:N}",
        ["type"] = "AuthProbeService2",
        ["errorHeading"] = Both("media.viewer.smaller"),
        ["errorNote"] = Both("media.viewer.smaller-note"),
        ["service"] = new JsonArray(new JsonObject
        {
            ["id"] = $"{root}viewing/enter",
            ["type"] = "AuthAccessService2",
            ["profile"] = "active",
            ["label"] = Both("media.viewer.sign-in"),
            ["heading"] = Both("media.viewer.sign-in-heading"),
            ["note"] = Both("media.viewer.sign-in-note"),
            ["confirmLabel"] = Both("media.viewer.sign-in"),
            ["service"] = new JsonArray(
                new JsonObject
                {
                    ["id"] = $"{root}iiif/auth/token",
                    ["type"] = "AuthAccessTokenService2",
                    ["errorHeading"] = Both("media.viewer.not-signed-in"),
                    ["errorNote"] = Both("media.viewer.not-signed-in-note"),
                },
                new JsonObject { ["id"] = $"{root}viewing/leave", ["type"] = "AuthLogoutService2", ["label"] = Both("media.viewer.sign-out") }),
        }),
    };

    public JsonObject Both(string key) => Manifests.Both(words.In(Wording.Chinese, key), words.In(Wording.English, key));

    /// <summary>For the browser that has signed in, and the one site for which it did.</summary>
    public string Cookie(ViewerPass pass, string origin) => Seal(cookies, pass, CookieLasts, origin);

    public ViewerPass? ReadCookie(string? text, out string origin) => Open(cookies, text, out origin);

    public string Token(ViewerPass pass) => Seal(tokens, pass, TokenLasts, "");

    public ViewerPass? ReadToken(string? text) => Open(tokens, text, out _);

    /// <summary>Part of an address: good for one image.</summary>
    public string Ticket(ViewerPass pass, Guid image) => Seal(tickets, pass, TicketLasts, image.ToString("N"));

    public ViewerPass? Read(string ticket, Guid image) => Open(tickets, ticket, out var of) is { } pass && of == image.ToString("N") ? pass : null;

    /// <summary>scheme://host[:port] of a site, and nothing else.</summary>
    public static bool IsOrigin(string? text) => text is { Length: > 0 and <= 300 } && Uri.TryCreate(text, UriKind.Absolute, out var site)
        && site.Scheme is "http" or "https" && site.GetLeftPart(UriPartial.Authority) == text && site.UserInfo.Length == 0;

    private string Seal(IDataProtector protector, ViewerPass pass, TimeSpan lasts, string about)
    {
        byte[] plain = [.. pass.PersonId.ToByteArray(), .. pass.SessionId.ToByteArray(), .. BitConverter.GetBytes((clock.GetUtcNow() + lasts).ToUnixTimeSeconds()),
            .. System.Text.Encoding.UTF8.GetBytes(about)];
        return WebEncoders.Base64UrlEncode(protector.Protect(plain));
    }

    private ViewerPass? Open(IDataProtector protector, string? text, out string about)
    {
        about = "";
        if (text is not { Length: > 0 and <= MostLength })
        {
            return null;
        }

        try
        {
            var plain = protector.Unprotect(WebEncoders.Base64UrlDecode(text)).AsSpan();
            if (plain.Length < (2 * GuidLength) + sizeof(long)
                || BitConverter.ToInt64(plain[(2 * GuidLength)..]) < clock.GetUtcNow().ToUnixTimeSeconds())
            {
                return null;
            }

            about = System.Text.Encoding.UTF8.GetString(plain[((2 * GuidLength) + sizeof(long))..]);
            return new(new(plain[..GuidLength]), new(plain[GuidLength..(2 * GuidLength)]));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}

/// <summary>Who reads through a viewer elsewhere: a person as long as he is signed in, under the mandate that he acts under.</summary>
internal sealed record ViewerPass(Guid PersonId, Guid SessionId)
{
    private const string Session = "session";

    /// <summary>That of whoever is signed in; null for a visitor.</summary>
    public static ViewerPass? Of(ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var person) && Guid.TryParse(user.FindFirstValue(Session), out var session) ? new(person, session) : null;

    /// <summary>As the cookie of signing in would say it: a session that has ended is nobody's.</summary>
    public ClaimsPrincipal Principal() =>
        new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, PersonId.ToString()), new(Session, SessionId.ToString())], nameof(ViewerPass)));
}
