using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Microsoft.Playwright;

namespace Guanlian.Browser.Images;

/// <summary>Viewers that others have made, on another site, are given one address of ours and show the picture.</summary>
public sealed partial class OtherViewers(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private const int Width = 2400, Height = 1800, Few = 3;

    [Theory]
    [InlineData("openseadragon", "iiif/3/{0}/info.json", false)]
    [InlineData("openseadragon", "iiif/2/{0}/info.json", false)]
    [InlineData("mirador", "iiif/manifest/{1}/{2}", false)]
    [InlineData("universalviewer", "iiif/manifest/{1}/{2}", false)]
    [InlineData("openseadragon", "iiif/3/{0}/info.json", true)]
    [InlineData("mirador", "iiif/manifest/{1}/{2}", true)]
    [InlineData("universalviewer", "iiif/manifest/{1}/{2}", true)]
    public async Task A_viewer_on_another_site_opens_our_address_and_shows_the_picture(string viewer, string address, bool limited)
    {
        var world = await MediaWorld.NewAsync(fixture.Host);
        var serial = await world.ObjectAsync("总1", "示例坡");
        var image = await world.BringAndWaitAsync("slope.png", Picture.Slope(Width, Height).Encode("pngsave"), serial);
        await world.BringAndWaitAsync("second.png", Picture.Slope(700, 500).Encode("pngsave"), serial);
        if (limited)
        {
            // A smaller one for everybody, and a service that says where to sign in.
            await fixture.Host.ExecuteAsync($"insert into media.serving (institution_id, visitors_edge, visitors_marked, members_marked, mark, version, changed_at) values ('{world.Museum}', 1300, false, false, '', 1, now())");
        }

        await using var site = await ViewerHost.StartAsync();
        var page = await fixture.NewVisitorAsync(language: "en");
        var (tiles, failed, asked) = (new ConcurrentDictionary<string, int>(), new ConcurrentBag<string>(), new ConcurrentBag<string>());
        page.Response += (_, answer) =>
        {
            asked.Add(answer.Url);
            if (answer.Url.StartsWith(fixture.Host.Address.AbsoluteUri, StringComparison.Ordinal))
            {
                if (answer.Status is not (200 or 304))
                {
                    failed.Add($"{answer.Status} {answer.Url}");
                }
                else if (Tile().IsMatch(answer.Url))
                {
                    tiles[answer.Url] = answer.Status;
                }
            }
        };
        page.Console += (_, said) => { if (said.Text.Contains("CORS", StringComparison.Ordinal)) { failed.Add($"/iiif/ {said.Text}"); } };
        var open = fixture.Host.Address + string.Format(null, address, image.Id.ToString("N"), world.Code, serial);
        await page.GotoAsync(new Uri(site.Address, $"{viewer}.html?open={Uri.EscapeDataString(open)}").AbsoluteUri);
        Assert.True(await UntilAsync(page, () => Task.FromResult(tiles.Count >= Few)), $"{tiles.Count} tiles; {string.Join('\n', failed)}\n{string.Join('\n', asked.Take(60))}");
        Assert.True(await UntilAsync(page, async () => ShowsTheSlope(await page.ScreenshotAsync())), "the picture is not on the page");
        Assert.DoesNotContain(failed, f => f.Contains("/iiif/", StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("GUANLIAN_PICTURES") is { } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"viewer-{viewer}.png") });
            await File.WriteAllLinesAsync(Path.Combine(folder, $"viewer-{viewer}.txt"), asked.Distinct().Order());
        }
    }

    /// <summary>Looks again and again, as long as a busy machine may need.</summary>
    private static async Task<bool> UntilAsync(IPage page, Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            if (await holds())
            {
                return true;
            }

            await page.WaitForTimeoutAsync(300);
        }

        return false;
    }

    /// <summary>Somewhere on the page the slope's colours run from left to right and from top to bottom.</summary>
    private static bool ShowsTheSlope(byte[] screenshot)
    {
        var seen = Picture.Decode(screenshot, "png");
        var (middle, found) = (seen.Height / 2, new HashSet<int>());
        for (var x = 0; x < seen.Width; x++)
        {
            var pixel = seen[x, middle];
            if (Math.Abs(pixel[2] - 96) < 12 && Math.Abs(pixel[1] - 128) < 70)
            {
                found.Add(pixel[0] / 16); // of fourteen steps of red along its edge
            }
        }

        return found.Count >= 8;
    }

    [GeneratedRegex(@"/iiif/[23]/[0-9a-f]{32}/\d+,\d+,\d+,\d+/[0-9,]+/0/default\.jpg")]
    private static partial Regex Tile();
}
