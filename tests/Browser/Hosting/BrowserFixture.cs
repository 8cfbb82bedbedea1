using Guanlian.Hosting;
using Microsoft.Playwright;

namespace Guanlian.Browser.Hosting;

/// <summary>The real program and a browser to look at it with: one per test class.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>An office PC.</summary>
    public const int Desk = 1366;

    /// <summary>A phone.</summary>
    public const int Phone = 390;

    private readonly List<IBrowserContext> contexts = [];

    /// <summary>The program.</summary>
    public GuanlianHost Host { get; init; } = new();

    public Task InitializeAsync() => Host.InitializeAsync();

    public async Task DisposeAsync()
    {
        foreach (var context in contexts)
        {
            await context.CloseAsync();
        }

        await Host.DisposeAsync();
    }

    /// <summary>A new visitor: own cookies, own cache.</summary>
    /// <param name="width">Width of the window in CSS pixels.</param>
    /// <param name="scripts">False for a browser with JavaScript switched off.</param>
    /// <param name="language">What the browser asks for.</param>
    public async Task<IPage> NewVisitorAsync(int width = Desk, bool scripts = true, string language = "zh-CN")
    {
        var browser = await Chromium.GetAsync();
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = Host.Address.AbsoluteUri,
            JavaScriptEnabled = scripts,
            Locale = language,
            TimezoneId = "Asia/Shanghai",
            ViewportSize = new() { Width = width, Height = width == Phone ? 844 : 768 },
            HasTouch = width == Phone,
        });
        context.SetDefaultTimeout(60_000);
        contexts.Add(context);
        return await context.NewPageAsync();
    }
}
