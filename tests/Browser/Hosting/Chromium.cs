using Microsoft.Playwright;

namespace Guanlian.Browser.Hosting;

/// <summary>One Chromium for all classes of the run; every context in it is a fresh profile.</summary>
internal static class Chromium
{
    private const string Debian = "/usr/bin/chromium";

    private static readonly Lazy<Task<IBrowser>> Shared = new(LaunchAsync);

    public static Task<IBrowser> GetAsync() => Shared.Value;

    private static async Task<IBrowser> LaunchAsync()
    {
        // Waiting is no measurement: a busy build server may stand still for longer than Playwright's own 5 seconds.
        Assertions.SetDefaultExpectTimeout(30_000);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("GUANLIAN_CHROMIUM") ?? Debian,
            Headless = true,
            ChromiumSandbox = !Environment.IsPrivilegedProcess,
            Args =
            [
                "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--no-proxy-server",
            ],
        });
    }
}
