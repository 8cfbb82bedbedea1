using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Platform.Access;
using Microsoft.Playwright;

namespace Guanlian.Browser.Images;

/// <summary>A keeper limits the sizes; somebody of another museum sees more in a viewer on another site after signing in; a view is shared as a IIIF link.</summary>
public sealed class SigningInElsewhere(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task A_viewer_elsewhere_shows_the_larger_image_to_whoever_signs_in_and_agrees()
    {
        var (world, image, serial) = await MadeAsync();
        var keeper = await fixture.OpenForAsync(world.Keeper);
        await keeper.GotoAsync($"collections/{world.Code}/images");
        await keeper.GetByRole(AriaRole.Link, new() { Name = "开放尺寸与水印" }).ClickAsync();
        await keeper.GetByLabel("观众可看的最长边（像素）").FillAsync("800");
        await keeper.GetByLabel("水印", new() { Exact = true }).SelectOptionAsync("visitors");
        await keeper.LookAsync("media-serving");
        await keeper.AxeFindsNothingAsync();
        await keeper.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Assertions.Expect(keeper.GetByText("已保存")).ToBeVisibleAsync();
        await keeper.GotoAsync($"en/collections/{world.Code}/images/serving");
        await keeper.SetViewportSizeAsync(BrowserFixture.Phone, 844);
        await keeper.FitsTheWidthAsync();
        await keeper.LookAsync("media-serving-en");

        await using var site = await ViewerHost.StartAsync();
        var page = await fixture.SignInAsAsync(Roles.Staff);
        await page.GotoAsync(new Uri(site.Address, $"signing-in.html?open={Uri.EscapeDataString($"{fixture.Host.Address}iiif/3/{image:N}/info.json")}").AbsoluteUri);
        await Assertions.Expect(page.GetByText("probe 401")).ToBeVisibleAsync();
        await WidthAsync(page, 0, 600);
        var opened = await page.RunAndWaitForPopupAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync());
        await opened.GetByRole(AriaRole.Button, new() { Name = "同意" }).WaitForAsync();
        await opened.AxeFindsNothingAsync();
        await opened.LookAsync("media-viewing-enter");
        await opened.GetByRole(AriaRole.Button, new() { Name = "同意" }).ClickAsync();
        await Assertions.Expect(page.GetByText("AuthAccessToken2")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("probe 302")).ToBeVisibleAsync();
        await WidthAsync(page, 1, 2400);
        Assert.True(opened.IsClosed); // it has closed itself

        var visitor = await fixture.NewVisitorAsync();
        await visitor.GotoAsync($"objects/{world.Code}/{serial}");
        await visitor.LookAsync("media-marked");
        await visitor.Locator(".object-image-link").First.ClickAsync();
        await visitor.Locator(".viewer[data-ready]").WaitForAsync();
    }

    [Fact]
    public async Task A_view_is_shared_as_a_iiif_link_and_opens_at_the_same_place()
    {
        var (world, image, serial) = await MadeAsync();
        var visitor = await fixture.NewVisitorAsync();
        await visitor.GotoAsync($"objects/{world.Code}/{serial}");
        await visitor.Locator(".object-image-link").First.ClickAsync();
        await visitor.Locator(".viewer[data-ready]").WaitForAsync();
        await visitor.GetByRole(AriaRole.Button, new() { Name = "放大", Exact = true }).ClickAsync();
        await visitor.GetByRole(AriaRole.Button, new() { Name = "复制 IIIF 链接" }).ClickAsync();
        await visitor.Locator(".viewer[data-state]").WaitForAsync();
        var link = await visitor.Locator(".viewer").GetAttributeAsync("data-state");
        var other = await fixture.NewVisitorAsync(language: "en");
        await other.GotoAsync(link!);
        await other.Locator(".viewer[data-ready]").WaitForAsync();
        Assert.Contains($"/objects/{world.Code}/{serial}#view={image:N},", other.Url, StringComparison.Ordinal);
        await visitor.AxeFindsNothingAsync();
        await visitor.LookAsync("media-viewer-state");
    }

    private static async Task WidthAsync(IPage page, int number, int width) =>
        await page.WaitForFunctionAsync("([number, width]) => document.images[number]?.naturalWidth === width", new[] { number, width });

    private async Task<(MediaWorld World, Guid Image, int Serial)> MadeAsync()
    {
        var world = await MediaWorld.NewAsync(fixture.Host);
        var serial = await world.ObjectAsync("总1", "示例坡");
        return (world, (await world.BringAndWaitAsync("slope.png", Picture.Slope(2400, 1800).Encode("pngsave"), serial)).Id, serial);
    }
}
