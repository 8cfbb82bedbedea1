using System.Text.RegularExpressions;
using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Media.Sample;
using Microsoft.Playwright;

namespace Guanlian.Browser.Images;

/// <summary>A keeper brings photographs; a visitor looks at them closely, with scripts and without.</summary>
public sealed class PhotographsToDeepZoom(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task Photographs_are_brought_in_and_looked_at_closely(bool scripts)
    {
        var world = await MediaWorld.NewAsync(fixture.Host);
        var serial = await world.ObjectAsync("总3001", "示例大厅");
        var keeper = await fixture.OpenForAsync(world.Keeper, scripts: scripts);
        await keeper.GotoAsync($"collections/{world.Code}/images");
        await keeper.Locator("input[type=file]").SetInputFilesAsync([File("总3001-1.jpg", "great-hall.jpg"), File("总3001-2.jpg", "plate-01.jpg"), File("总3001-3.jpg", "plate-02.jpg")]);
        await keeper.GetByRole(AriaRole.Button, new() { Name = "上传", Exact = true }).ClickAsync();
        await keeper.WaitForURLAsync("**upload=*");
        await fixture.Host.UntilAsync($"select (count(*) = 3)::int from media.image where institution_id = '{world.Museum}' and state = 'Ready'");
        await keeper.ReloadAsync();
        Assert.Contains("收到 3 幅", await keeper.Locator("#arrivals-list").InnerTextAsync(), StringComparison.Ordinal);

        var visitor = await fixture.NewVisitorAsync(scripts: scripts);
        await visitor.GotoAsync($"objects/{world.Code}/{serial}");
        Assert.Equal(3, await visitor.Locator(".object-image img").CountAsync());
        if (!scripts)
        {
            await visitor.Locator(".object-image-link").First.ClickAsync();
            await visitor.GetByRole(AriaRole.Link, new() { Name = "放大", Exact = true }).ClickAsync();
            await visitor.GetByRole(AriaRole.Link, new() { Name = "向右", Exact = true }).ClickAsync();
            await Assertions.Expect(visitor).ToHaveURLAsync(new Regex("[?&]"));
            await Assertions.Expect(visitor.Locator(".look-part")).ToHaveJSPropertyAsync("complete", true);
            Assert.True(await visitor.Locator(".look-part").EvaluateAsync<int>("i => i.naturalWidth") > 0);
            return;
        }

        await KeeperPagesAsync(keeper, world, serial);
        await visitor.LookAsync("media-object");
        await visitor.AxeFindsNothingAsync();
        var tile = await visitor.RunAndWaitForResponseAsync(() => visitor.Locator(".object-image-link").First.ClickAsync(), r => r.Url.Contains("default.jpg", StringComparison.Ordinal));
        Assert.Equal(200, tile.Status);
        await visitor.Locator(".viewer[data-ready]").WaitForAsync();
        await visitor.GetByRole(AriaRole.Button, new() { Name = "放大", Exact = true }).ClickAsync();
        await visitor.GetByRole(AriaRole.Button, new() { Name = "复制此画面的链接" }).ClickAsync();
        Assert.Contains("#view=", visitor.Url, StringComparison.Ordinal);
        await visitor.AxeFindsNothingAsync();
        await visitor.LookAsync("media-viewer");
        var second = await fixture.NewVisitorAsync(BrowserFixture.Phone);
        await second.GotoAsync(visitor.Url.Replace("/objects/", "/en/objects/", StringComparison.Ordinal));
        await second.Locator(".viewer[data-ready]").WaitForAsync();
        await second.FitsTheWidthAsync();
        await second.LookAsync("media-viewer-en");
        await second.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        Assert.Equal(0, await second.Locator(".viewer").CountAsync());
    }

    private static async Task KeeperPagesAsync(IPage keeper, MediaWorld world, int serial)
    {
        await keeper.LookAsync("media-images");
        await keeper.AxeFindsNothingAsync();
        await keeper.Locator(".image-tile > a").First.ClickAsync();
        await keeper.LookAsync("media-image");
        await keeper.AxeFindsNothingAsync();
        await keeper.GotoAsync($"en/collections/{world.Code}/{serial}?tab=images");
        await keeper.LookAsync("media-kept-en");
        await keeper.AxeFindsNothingAsync();
        await keeper.SetViewportSizeAsync(BrowserFixture.Phone, 844);
        foreach (var page in new[] { $"collections/{world.Code}/{serial}?tab=images", $"en/collections/{world.Code}/images" })
        {
            await keeper.GotoAsync(page);
            await keeper.FitsTheWidthAsync();
        }
    }

    private static FilePayload File(string name, string picture) => new() { Name = name, MimeType = "image/jpeg", Buffer = SamplePictures.Read(picture) };
}
