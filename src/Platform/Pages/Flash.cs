using System.Security.Cryptography;
using System.Text.Json;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Guanlian.Platform.Pages;

/// <summary>
/// One sentence that outlives a redirect: "saved", with a way to undo. It travels in a protected cookie that lasts a minute and is
/// taken by the first page that shows it.
/// </summary>
public sealed class Flash(IHttpContextAccessor http, IDataProtectionProvider protection, Wording words)
{
    private const string Cookie = "guanlian.said";
    private readonly IDataProtector protector = protection.CreateProtector("Guanlian.Platform.Pages.Flash");
    private Said? pending;

    /// <summary>Says a sentence on the next page.</summary>
    public void Say(string key, params (string Name, object? Value)[] holes) => Write(new(words[key, holes], null));

    /// <summary>The same, with a button that posts to a relative address to undo what was done.</summary>
    public void SayWithUndo(string undoPath, string key, params (string Name, object? Value)[] holes) => Write(new(words[key, holes], undoPath));

    /// <summary>Takes what was said, once.</summary>
    public Said? Take()
    {
        if (pending is null && http.HttpContext is { Response.HasStarted: false } context && context.Request.Cookies[Cookie] is { } text)
        {
            context.Response.Cookies.Delete(Cookie);
            pending = Read(text);
        }

        return pending;
    }

    private void Write(Said said)
    {
        var context = http.HttpContext ?? throw new InvalidOperationException("a flash needs a request");
        context.Response.Cookies.Append(Cookie, protector.Protect(JsonSerializer.Serialize(said)), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = TimeSpan.FromMinutes(1),
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        });
    }

    private Said? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Said>(protector.Unprotect(text));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    /// <summary>What was said, and the address that undoes it.</summary>
    public sealed record Said(string Text, string? UndoPath);
}
