using Guanlian.Browser.Hosting;
using Guanlian.Contracts.Catalogue;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Microsoft.Playwright;

namespace Guanlian.Browser.Images;

/// <summary>A keeper ticks objects, prints their labels, photographs label and object in turn, and sees what came of it.</summary>
public sealed class LabelsFirst(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task Labels_are_printed_photographed_first_and_matched(bool scripts)
    {
        var world = await MediaWorld.NewAsync(fixture.Host);
        var (first, second) = (await world.ObjectAsync("总00101", "示例青花缠枝莲纹梅瓶"), await world.ObjectAsync("总00102", "示例白瓷碗"));
        await world.ObjectAsync("总00103", "示例铜镜");
        var keeper = await fixture.OpenForAsync(world.Keeper, scripts: scripts);
        await keeper.GotoAsync($"collections/{world.Code}");
        await keeper.Locator($"input[name=pick][value='{first}']").CheckAsync();
        await keeper.Locator($"input[name=pick][value='{second}']").CheckAsync();
        await keeper.GetByRole(AriaRole.Button, new() { Name = "打印所选藏品的标签" }).ClickAsync();
        await Assertions.Expect(keeper.GetByText("共 2 张标签")).ToBeVisibleAsync();
        Assert.Equal(2, await keeper.Locator(".object-labels li").CountAsync());
        await keeper.LookAsync($"labels-print-{scripts}");
        var file = await keeper.RunAndWaitForDownloadAsync(() => keeper.GetByRole(AriaRole.Button, new() { Name = "生成 PDF" }).ClickAsync());
        Assert.EndsWith(".pdf", file.SuggestedFilename, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("GUANLIAN_PICTURES") is { } folder)
        {
            await file.SaveAsAsync(Path.Combine(folder, "labels.pdf"));
        }

        await keeper.GotoAsync($"collections/{world.Code}/images");
        await keeper.LookAsync($"labels-images-{scripts}");
        await keeper.Locator("input[type=file]").SetInputFilesAsync(
        [
            File("a01.jpg", Label(world.Code, first)), File("a02.jpg", MadeFrames.Object(1)), File("a03.jpg", MadeFrames.Object(2)),
            File("a04.jpg", Label(world.Code, second)), File("a05.jpg", MadeFrames.Object(3)), File("a06 总00103.jpg", MadeFrames.Object(4)),
            File("a07.jpg", Label("OTHER-1", 12)), File("a08.jpg", MadeFrames.Object(5)), File("a09.jpg", Label(world.Code, 4444)),
        ]);
        await keeper.GetByRole(AriaRole.Button, new() { Name = "上传", Exact = true }).ClickAsync();
        await keeper.WaitForURLAsync("**upload=*");
        await fixture.Host.UntilAsync($"select (count(*) = 3)::int from media.image where institution_id = '{world.Museum}' and matched_by = 'Label'");
        await fixture.Host.UntilAsync($"select (count(*) = 9)::int from media.image where institution_id = '{world.Museum}' and state = 'Ready'");
        await fixture.Host.UntilAsync("select (count(*) = 0)::int from platform.job where state in ('Waiting', 'Running')");
        await keeper.ReloadAsync();
        await Assertions.Expect(keeper.Locator("#arrivals-list")).ToContainTextAsync("读到首帧标签 4 张");
        await keeper.LookAsync($"labels-report-{scripts}");
        var report = keeper.Url;
        await keeper.GotoAsync(report.Replace("/collections/", "/en/collections/", StringComparison.Ordinal));
        await Assertions.Expect(keeper.Locator("#arrivals-list")).ToContainTextAsync("Another museum’s");
        await keeper.LookAsync($"labels-report-en-{scripts}");
        await keeper.GotoAsync($"en/collections/{world.Code}/prints/labels");
        await keeper.LookAsync($"labels-print-en-{scripts}");
        await keeper.GotoAsync($"en/collections/{world.Code}/images?show=labels");
        await keeper.LookAsync($"labels-tray-en-{scripts}");
        var label = await fixture.Host.ScalarAsync<Guid>($"select id from media.image where institution_id = '{world.Museum}' and file_name = 'a01.jpg'");
        var named = await fixture.Host.ScalarAsync<Guid>($"select id from media.image where institution_id = '{world.Museum}' and file_name = 'a06 总00103.jpg'");
        await keeper.GotoAsync($"collections/{world.Code}/images/{named:N}");
        await Assertions.Expect(keeper.GetByText("请核对总登记号")).ToBeVisibleAsync();
        await keeper.LookAsync($"labels-contradiction-{scripts}");
        await keeper.GotoAsync($"collections/{world.Code}/images/{label:N}");
        await keeper.LookAsync($"labels-frame-{scripts}");
        await keeper.GetByRole(AriaRole.Button, new() { Name = "改作普通影像" }).ClickAsync();
        await Assertions.Expect(keeper.GetByRole(AriaRole.Button, new() { Name = "恢复为首帧标签" })).ToBeVisibleAsync();
        await keeper.LookAsync($"labels-turned-{scripts}");

        if (scripts)
        {
            await keeper.SetViewportSizeAsync(BrowserFixture.Phone, 844);
            foreach (var page in new[]
            {
                $"collections/{world.Code}", $"collections/{world.Code}/prints/labels", $"collections/{world.Code}/prints/labels?which=ticked", $"en/collections/{world.Code}/prints/labels",
                report, $"collections/{world.Code}/images?show=labels", $"collections/{world.Code}/images/{label:N}", $"en/collections/{world.Code}/images/{named:N}",
            })
            {
                await keeper.GotoAsync(page);
                await keeper.FitsTheWidthAsync();
                await keeper.AxeFindsNothingAsync();
            }
        }
    }

    private static byte[] Label(string code, int serial) => MadeFrames.Label(new ObjectLabel(code, serial).ToString());

    private static FilePayload File(string name, byte[] bytes) => new() { Name = name, MimeType = "image/jpeg", Buffer = bytes };
}
