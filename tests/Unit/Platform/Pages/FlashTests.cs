using Guanlian.Platform;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Guanlian.Unit.Platform.Pages;

public sealed class FlashTests
{
    private readonly IDataProtectionProvider keys = new EphemeralDataProtectionProvider();
    private readonly Wording words = new([typeof(PlatformModule).Assembly]);

    [Fact]
    public void What_was_said_before_a_redirect_is_shown_after_it_and_taken_away()
    {
        var before = new DefaultHttpContext();
        New(before).SayWithUndo("undo/7", "platform.history.reason", ("reason", "示例"));

        var after = Next(before.Response.Headers.SetCookie.ToString());
        var said = New(after).Take();
        Assert.Equal(new("理由：示例", "undo/7"), said);
        Assert.Contains("expires=Thu, 01 Jan 1970", after.Response.Headers.SetCookie.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cookie_that_somebody_else_wrote_says_nothing() => Assert.Null(New(Next("guanlian.said=CfDJ8forged")).Take());

    private static DefaultHttpContext Next(string setCookie)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = setCookie.Split(';')[0];
        return context;
    }

    private Flash New(HttpContext context) => new(new HttpContextAccessor { HttpContext = context }, keys, words);
}
