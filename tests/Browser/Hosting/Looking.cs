using System.Text.Json;
using Guanlian.Hosting;
using Microsoft.Playwright;

namespace Guanlian.Browser.Hosting;

/// <summary>What a test does with a page beside clicking: keep a picture, ask axe, measure.</summary>
internal static class Looking
{
    private static readonly Lazy<string> Axe = new(() =>
    {
        using var reader = new StreamReader(typeof(Looking).Assembly.GetManifestResourceStream("axe.min.js")!);
        return reader.ReadToEnd();
    });

    /// <summary>Pictures of the whole page as on an office PC and as on a phone, kept for people: in GUANLIAN_PICTURES or under /tmp.</summary>
    public static async Task LookAsync(this IPage page, string name)
    {
        var folder = Environment.GetEnvironmentVariable("GUANLIAN_PICTURES") ?? Path.Combine(Path.GetTempPath(), "guanlian-pictures");
        await page.WaitForLoadStateAsync();
        var before = page.ViewportSize;
        foreach (var width in new[] { BrowserFixture.Desk, BrowserFixture.Phone })
        {
            await page.SetViewportSizeAsync(width, width == BrowserFixture.Phone ? 844 : 768);
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}.png"), FullPage = true });
        }

        if (before is not null)
        {
            await page.SetViewportSizeAsync(before.Width, before.Height);
        }
    }

    /// <summary>Without scripts a page with work behind it renews itself by a refresh; here the test asks again until a part shows.</summary>
    public static async Task ReloadUntilAsync(this IPage page, ILocator shown)
    {
        for (var i = 0; i < 300 && await shown.CountAsync() == 0; i++)
        {
            await Task.Delay(200);
            await page.ReloadAsync();
        }

        await Assertions.Expect(shown.First).ToBeVisibleAsync();
    }

    /// <summary>From now on the page's visitor is this person.</summary>
    public static Task SignInAsync(this IPage page, SignedIn who) => page.Context.AddCookiesAsync(
        [new() { Name = who.CookieName, Value = who.CookieValue, Domain = "127.0.0.1", Path = "/", HttpOnly = true, SameSite = SameSiteAttribute.Lax }]);

    /// <summary>No accessibility fault that axe knows of. Works under the strict content security policy; needs scripts on.</summary>
    public static async Task AxeFindsNothingAsync(this IPage page)
    {
        await page.WaitForLoadStateAsync();
        await page.EvaluateAsync(Axe.Value + ";void 0");
        var found = await page.EvaluateAsync<JsonElement>("""
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
                .map(v => v.id + ': ' + v.help + ' → ' + v.nodes.map(n => n.target.join(' ')).slice(0, 5).join(' | '))
            """);
        Assert.Empty(found.EnumerateArray().Select(v => v.GetString()));
    }

    /// <summary>Nothing sticks out to the right at the present width.</summary>
    public static async Task FitsTheWidthAsync(this IPage page)
    {
        // A page that a click has just brought may still be without its styles.
        await page.WaitForLoadStateAsync();
        var beyond = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(beyond <= 0, $"{page.Url} is {beyond} px wider than the window");
    }
}
