using System.Globalization;
using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Media.Sample;
using Microsoft.Playwright;

namespace Guanlian.Browser.Images;

/// <summary>Side by side, details, panoramas, models and sound: as a keeper makes them and a visitor uses them, with scripts and without, in both languages.</summary>
public sealed class LookingAndComparing(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Objects_ticked_in_the_search_are_moved_together()
    {
        var (world, first, second) = await TwoAsync();
        var visitor = await fixture.NewVisitorAsync();
        await visitor.GotoAsync($"catalogue?museum={world.Code}");
        await visitor.LookAsync("compare-ticks");
        foreach (var tick in await visitor.Locator(".compare-tick input").AllAsync())
        {
            await tick.CheckAsync();
        }

        await visitor.AxeFindsNothingAsync();
        await visitor.GetByRole(AriaRole.Button, new() { Name = "并排比较" }).ClickAsync();
        await visitor.Locator("image-compare[data-ready]").WaitForAsync();
        await visitor.AxeFindsNothingAsync();
        await visitor.LookAsync("compare");

        // One moves, the other follows; let go of each other, it stays.
        await visitor.GetByRole(AriaRole.Button, new() { Name = "放大", Exact = true }).ClickAsync();
        await visitor.Locator(".compare-viewer canvas").First.FocusAsync();
        await visitor.WaitForFunctionAsync("""
            () => { const all = document.querySelector('image-compare').viewers.map(v => v.viewport.getZoom() / v.viewport.getHomeZoom()); return all.length === 2 && all.every(z => Math.abs(z - 1.6) < 0.01); }
            """);
        await visitor.GetByLabel("同步移动").UncheckAsync();
        await visitor.EvaluateAsync("() => { document.querySelector('image-compare').viewers[1].viewport.zoomTo(document.querySelector('image-compare').viewers[1].viewport.getHomeZoom() * 4); }");
        Assert.Equal(1.6, await visitor.EvaluateAsync<double>("() => { const v = document.querySelector('image-compare').viewers[0].viewport; return Math.round(v.getZoom() / v.getHomeZoom() * 100) / 100; }"));

        await visitor.GetByRole(AriaRole.Button, new() { Name = "复制此画面的链接" }).ClickAsync();
        var shared = await fixture.NewVisitorAsync(BrowserFixture.Phone);
        await shared.GotoAsync(visitor.Url.Replace("/compare", "/en/compare", StringComparison.Ordinal));
        await shared.Locator("image-compare[data-ready]").WaitForAsync();
        await shared.WaitForFunctionAsync("() => document.querySelector('image-compare').viewers.every(v => Math.abs(v.viewport.getZoom() / v.viewport.getHomeZoom() - 1.6) < 0.01)");
        await shared.FitsTheWidthAsync();
        await shared.AxeFindsNothingAsync();
        await shared.LookAsync("compare-en");

        var plain = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts: false);
        await plain.GotoAsync($"en/compare?o={world.Code}/{first}&o={world.Code}/{second}");
        Assert.Equal(2, await plain.Locator(".compare-canvas img").CountAsync());
        await plain.LookAsync("compare-plain");
        await plain.GetByRole(AriaRole.Link, new() { Name = "Look closer" }).First.ClickAsync();
        await Assertions.Expect(plain.Locator(".look-part")).ToBeVisibleAsync();
        await plain.GotoAsync("en/compare");
        await plain.LookAsync("compare-empty");
    }

    [Fact]
    public async Task One_picture_that_does_not_come_leaves_the_other_to_be_moved_and_shared()
    {
        var (world, first, second) = await TwoAsync();
        var visitor = await fixture.NewVisitorAsync();
        var asked = 0;
        await visitor.RouteAsync(new System.Text.RegularExpressions.Regex("/iiif/3/[^/]+/info\\.json"), route => Interlocked.Increment(ref asked) == 1 ? route.AbortAsync() : route.ContinueAsync());
        await visitor.GotoAsync($"compare?o={world.Code}/{first}&o={world.Code}/{second}");
        await visitor.Locator("image-compare[data-ready]").WaitForAsync();
        Assert.Equal(1, await visitor.EvaluateAsync<int>("() => document.querySelector('image-compare').viewers.length"));
        Assert.Equal(1, await visitor.Locator(".compare-canvas a:visible img").CountAsync()); // its picture stands still
        await visitor.GetByRole(AriaRole.Button, new() { Name = "放大", Exact = true }).ClickAsync();
        await visitor.GetByRole(AriaRole.Button, new() { Name = "复制此画面的链接" }).ClickAsync();
        await visitor.WaitForURLAsync(new System.Text.RegularExpressions.Regex("#view=[0-9.,]+$"));
        await visitor.LookAsync("compare-one-failed");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_keeper_draws_a_detail_and_a_visitor_goes_to_it(bool scripts)
    {
        var world = await MediaWorld.NewAsync(fixture.Host);
        var serial = await world.ObjectAsync("总31", "示例大厅");
        var image = await world.BringAndWaitAsync("总31.jpg", SamplePictures.Read("great-hall.jpg"), serial);
        var keeper = await fixture.OpenForAsync(world.Keeper, scripts: scripts);
        await keeper.GotoAsync($"collections/{world.Code}/images/{image.Id:N}");
        await keeper.GetByRole(AriaRole.Link, new() { Name = "局部" }).ClickAsync();
        if (scripts)
        {
            await keeper.Locator(".region-frame").WaitForAsync();
            await keeper.Locator(".region-frame").ScrollIntoViewIfNeededAsync();
            var box = (await keeper.Locator(".region-frame img").BoundingBoxAsync())!;
            await keeper.Mouse.MoveAsync(box.X + (box.Width * 0.25f), box.Y + (box.Height * 0.1f));
            await keeper.Mouse.DownAsync();
            await keeper.Mouse.MoveAsync(box.X + (box.Width * 0.5f), box.Y + (box.Height * 0.3f), new() { Steps = 4 });
            await keeper.Mouse.UpAsync();
            Assert.InRange(double.Parse(await keeper.Locator("[name=X]").InputValueAsync(), CultureInfo.InvariantCulture), 24, 26);
            Assert.InRange(double.Parse(await keeper.Locator("[name=Wide]").InputValueAsync(), CultureInfo.InvariantCulture), 24, 26);
            await keeper.AxeFindsNothingAsync();
        }
        else
        {
            foreach (var (name, value) in new[] { ("X", "25"), ("Y", "10"), ("Wide", "25"), ("High", "20") })
            {
                await keeper.Locator($"[name={name}]").FillAsync(value);
            }
        }

        await keeper.Locator("[name=CaptionZh]").FillAsync("拱顶的彩绘");
        await keeper.Locator("[name=CaptionEn]").FillAsync("Painting on the vault");
        await keeper.GetByRole(AriaRole.Button, new() { Name = "添加局部" }).ClickAsync();
        await Assertions.Expect(keeper.Locator(".image-tile")).ToHaveCountAsync(1);
        await keeper.LookAsync($"detail-keep-{scripts}");

        var visitor = await fixture.NewVisitorAsync(scripts: scripts);
        await visitor.GotoAsync($"en/objects/{world.Code}/{serial}");
        await visitor.GetByRole(AriaRole.Link, new() { Name = "Painting on the vault" }).ClickAsync();
        if (!scripts)
        {
            await Assertions.Expect(visitor.Locator(".look-part")).ToBeVisibleAsync();
            await visitor.LookAsync("detail-page");
            return;
        }

        await visitor.Locator(".viewer[data-ready]").WaitForAsync();
        // The viewer answers to the keyboard.
        await visitor.Locator(".viewer-canvas canvas").First.FocusAsync();
        var before = await visitor.EvaluateAsync<double>("() => document.querySelector('image-viewer').viewer.viewport.getZoom()");
        await visitor.EvaluateAsync("() => document.querySelector('image-viewer').viewer.canvas.focus()");
        await visitor.Keyboard.PressAsync("=");
        await visitor.WaitForFunctionAsync("before => document.querySelector('image-viewer').viewer.viewport.getZoom() > before * 1.05", before);
        await visitor.GetByRole(AriaRole.Button, new() { Name = "Turn", Exact = true }).ClickAsync();
        await visitor.WaitForFunctionAsync("() => document.querySelector('image-viewer').viewer.viewport.getRotation() % 360 === 90");
        await visitor.GetByRole(AriaRole.Button, new() { Name = "Whole", Exact = true }).ClickAsync();
        await visitor.WaitForFunctionAsync("() => document.querySelector('image-viewer').viewer.viewport.getRotation() % 360 === 0");
        await visitor.LookAsync("detail-object");
        await visitor.AxeFindsNothingAsync();
        await visitor.SetViewportSizeAsync(BrowserFixture.Phone, 844);
        await visitor.FitsTheWidthAsync();
    }

    [Fact]
    public async Task One_looks_about_in_a_panorama_by_pointer_by_keys_and_by_the_list()
    {
        var world = await MediaWorld.NewAsync(fixture.Host);
        var serial = await world.ObjectAsync("总41", "示例石窟");
        var image = await world.BringAndWaitAsync("round.png", Picture.Slope(1600, 800).Encode("pngsave"), serial);
        var keeper = await fixture.OpenForAsync(world.Keeper);
        await keeper.GotoAsync($"collections/{world.Code}/images/{image.Id:N}/panorama");
        await keeper.Locator("[name=TitleZh]").FillAsync("主室");
        await keeper.Locator("[name=TitleEn]").FillAsync("Main chamber");
        await keeper.GetByRole(AriaRole.Button, new() { Name = "作为全景展示" }).ClickAsync();
        var picture = keeper.Locator("spot-picker img");
        var size = (await picture.BoundingBoxAsync())!;
        await picture.ClickAsync(new() { Position = new() { X = size.Width * 0.75f, Y = size.Height * 0.5f } });
        await keeper.Locator("[name=LabelZh]").FillAsync("北壁");
        await keeper.Locator("[name=LabelEn]").FillAsync("North wall");
        await keeper.Locator("[name=TextZh]").FillAsync("示例说明文字");
        await keeper.GetByRole(AriaRole.Button, new() { Name = "标出此处" }).ClickAsync();
        await Assertions.Expect(keeper.Locator(".spots li")).ToHaveCountAsync(1);
        await keeper.AxeFindsNothingAsync();
        await keeper.LookAsync("panorama-keep");

        var visitor = await fixture.NewVisitorAsync();
        var blocked = new List<string>();
        visitor.Console += (_, said) => { if (said.Text.Contains("Content Security Policy", StringComparison.Ordinal)) { blocked.Add(said.Text); } };
        await visitor.GotoAsync($"en/panoramas/{image.Id:N}");
        await visitor.Locator("panorama-view[data-ready]").WaitForAsync();
        await visitor.WaitForFunctionAsync("() => document.querySelector('panorama-view').view.isLoaded()");
        await visitor.GetByRole(AriaRole.Button, new() { Name = "Look there North wall" }).PressAsync("Enter");
        await visitor.WaitForFunctionAsync("() => Math.abs(document.querySelector('panorama-view').view.getYaw() - 90) < 2");
        await visitor.LookAsync("panorama-en");
        await visitor.AxeFindsNothingAsync();
        Assert.Empty(blocked);

        var plain = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts: false);
        await plain.GotoAsync($"panoramas/{image.Id:N}");
        await Assertions.Expect(plain.Locator(".panorama-flat img")).ToBeVisibleAsync();
        await Assertions.Expect(plain.Locator(".spots")).ToContainTextAsync("示例说明文字");
        await plain.LookAsync("panorama-plain");
        var phone = await fixture.NewVisitorAsync(BrowserFixture.Phone);
        await phone.GotoAsync($"panoramas/{image.Id:N}");
        await phone.FitsTheWidthAsync();
    }

    [Fact]
    public async Task A_model_is_turned_a_sound_is_played_and_both_are_described_without_scripts()
    {
        var world = await MediaWorld.NewAsync(fixture.Host);
        var serial = await world.ObjectAsync("总51", "示例钟");
        await world.BringAndWaitAsync("poster.jpg", SamplePictures.Read("plate-01.jpg"), serial);
        var keeper = await fixture.OpenForAsync(world.Keeper);
        foreach (var (name, bytes, title) in new[] { ("bell.glb", MadeMultimedia.Glb(), "钟的模型"), ("bell.wav", MadeMultimedia.Wav(), "钟声") })
        {
            await keeper.GotoAsync($"collections/{world.Code}/multimedia?object={serial}");
            await keeper.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = bytes });
            await keeper.GetByRole(AriaRole.Button, new() { Name = "上传", Exact = true }).ClickAsync();
            await keeper.Locator("[name=TitleZh]").FillAsync(title);
            await keeper.Locator("[name=DescriptionZh]").FillAsync("示例说明：敲击一次。");
            await keeper.Locator("[name=PosterId]").SelectOptionAsync(new SelectOptionValue { Index = 1 });
            await keeper.Locator("[name=Shown]").SelectOptionAsync("object");
            await keeper.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
            await Assertions.Expect(keeper.Locator("main")).ToContainTextAsync("已保存");
        }

        await keeper.AxeFindsNothingAsync();
        await keeper.LookAsync("multimedia-edit");
        await keeper.GotoAsync($"collections/{world.Code}/multimedia");
        await keeper.AxeFindsNothingAsync();
        await keeper.LookAsync("multimedia-list");

        // One is found damaged: the list says so, also alone, and its page takes the very file back.
        await fixture.Host.ExecuteAsync($"update media.master set state = 'Rotten' where sha256 in (select sha256 from media.multimedia where institution_id = '{world.Museum}' and kind = 'wav')");
        await keeper.GotoAsync($"en/collections/{world.Code}/multimedia");
        await keeper.GetByLabel("Only missing or damaged ones").CheckAsync();
        await keeper.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Assertions.Expect(keeper.Locator("main")).ToContainTextAsync("1 file");
        await keeper.AxeFindsNothingAsync();
        await keeper.LookAsync("multimedia-list-en");
        await keeper.Locator("table a").First.ClickAsync();
        await keeper.AxeFindsNothingAsync();
        await keeper.LookAsync("multimedia-damaged-en");
        await keeper.GotoAsync(keeper.Url.Replace("/en/", "/", StringComparison.Ordinal));
        await keeper.LookAsync("multimedia-damaged");
        await keeper.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "renamed.wav", MimeType = "application/octet-stream", Buffer = MadeMultimedia.Wav() });
        await keeper.GetByRole(AriaRole.Button, new() { Name = "放回原文件" }).ClickAsync();
        await Assertions.Expect(keeper.Locator("main")).ToContainTextAsync("原文件已恢复完好");
        await keeper.GotoAsync($"collections/{world.Code}/multimedia?damaged=true");
        await Assertions.Expect(keeper.Locator("main")).ToContainTextAsync("没有符合条件的文件");
        await keeper.LookAsync("multimedia-none-found");

        var visitor = await fixture.NewVisitorAsync();
        var said = new List<string>();
        visitor.Console += (_, line) => said.Add(line.Text);
        visitor.PageError += (_, fault) => said.Add(fault);
        await visitor.GotoAsync($"objects/{world.Code}/{serial}");
        Assert.Equal(1.0, Math.Round(await visitor.EvaluateAsync<double>("async () => { const a = document.querySelector('audio'); a.load(); if (a.readyState < 1) await new Promise(r => a.addEventListener('loadedmetadata', r, { once: true })); return a.duration; }"), 1));
        await visitor.LookAsync("multimedia-object");
        await visitor.AxeFindsNothingAsync();
        await visitor.GetByRole(AriaRole.Link, new() { Name = "转动观看" }).ClickAsync();
        await visitor.WaitForFunctionAsync("() => document.querySelector('model-view[data-ready]') || document.querySelector('model-view [role=status]').textContent !== ''");
        Assert.True(await visitor.Locator("model-view[data-ready]").CountAsync() == 1, string.Join('\n', said));
        var height = await visitor.EvaluateAsync<double>("() => document.querySelector('model-viewer').getBoundingClientRect().height");
        Assert.True(height > 200, $"{height}");
        await visitor.LookAsync("multimedia-model");
        await visitor.AxeFindsNothingAsync();

        var plain = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts: false);
        await plain.GotoAsync($"en/objects/{world.Code}/{serial}");
        await plain.GetByRole(AriaRole.Link, new() { Name = "Turn it round" }).ClickAsync();
        await Assertions.Expect(plain.Locator(".model-frame img")).ToBeVisibleAsync();
        await Assertions.Expect(plain.Locator("main")).ToContainTextAsync("敲击一次");
        await plain.LookAsync("multimedia-plain");
        var phone = await fixture.NewVisitorAsync(BrowserFixture.Phone);
        foreach (var page in new[] { $"objects/{world.Code}/{serial}", $"en/objects/{world.Code}/{serial}" })
        {
            await phone.GotoAsync(page);
            await phone.FitsTheWidthAsync();
        }
    }

    private async Task<(MediaWorld World, int First, int Second)> TwoAsync()
    {
        var world = await MediaWorld.NewAsync(fixture.Host);
        var (first, second) = (await world.ObjectAsync("总21", "示例版画一"), await world.ObjectAsync("总22", "示例版画二"));
        await world.BringAndWaitAsync("a.jpg", SamplePictures.Read("plate-01.jpg"), first);
        await world.BringAndWaitAsync("b.jpg", SamplePictures.Read("plate-02.jpg"), second);
        await world.BringAndWaitAsync("c.jpg", SamplePictures.Read("plate-03.jpg"), second);
        return (world, first, second);
    }
}
