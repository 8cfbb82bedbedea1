using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Media.Checking;
using Guanlian.Platform.Access;
using Guanlian.Platform.Jobs;
using Microsoft.Playwright;

namespace Guanlian.Browser.Images;

/// <summary>A registrar and an association's office state what photographs must reach, with the standard; the photograph's page quotes it.</summary>
public sealed class SizesOfPhotographs(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Theory]
    [InlineData("zh-CN", "保存", "拍摄建议", "长边 2,400 像素，不足要求的 3,500 像素。（依据：示例标准 5.2）")]
    [InlineData("en", "Save", "Second look", "2,400 pixels along the longer edge; 3,500 are asked for. (source: 示例标准 5.2)")]
    public async Task What_is_stated_is_quoted_on_the_page_of_a_photograph(string language, string save, string advice, string line)
    {
        var host = fixture.Host;
        var world = await MediaWorld.NewAsync(host);
        var cluster = await host.NewClusterAsync();
        await host.JoinAsync(cluster, world.Museum);
        var image = await world.BringAndWaitAsync("slope.png", Picture.Slope(2400, 1800).Encode("pngsave"), await world.ObjectAsync("总1", "示例坡"));
        await host.WithAsync<IEnumerable<IRegularWork>, int>(async all =>
        {
            await all.OfType<CheckPhotographs>().Single().RunAsync(default);
            return 0;
        });

        // The association first, then the museum, which sees what its association states.
        foreach (var (who, address, edge) in new[] { (await host.PersonAsAsync(Roles.Secretariat, cluster), "image-sizes", "3500"), (world.Keeper, $"collections/{world.Code}/images/sizes", "") })
        {
            var page = await fixture.NewVisitorAsync(language: language);
            await page.SignInAsync(who);
            await page.GotoAsync($"{host.Address}{(language == "en" ? "en/" : "")}{address}");
            if (edge.Length > 0)
            {
                await page.Locator("[name=Edge]").FillAsync(edge);
                await page.Locator("[name=EdgeSource]").FillAsync("示例标准 5.2");
                await page.GetByRole(AriaRole.Button, new() { Name = save, Exact = true }).ClickAsync();
                await Assertions.Expect(page.Locator("[name=Edge]")).ToHaveValueAsync(edge);
            }

            await page.LookAsync($"sizes-{(edge.Length > 0 ? "members" : "museum")}-{language}");
            await page.AxeFindsNothingAsync();
            await page.SetViewportSizeAsync(BrowserFixture.Phone, 844);
            await page.FitsTheWidthAsync();
            if (edge.Length == 0)
            {
                await page.GotoAsync($"{host.Address}{(language == "en" ? "en/" : "")}collections/{world.Code}/images/{image.Id:N}");
                await page.GetByText(advice).First.ClickAsync();
                await Assertions.Expect(page.GetByText(line, new() { Exact = true })).ToBeVisibleAsync();
                await page.LookAsync($"sizes-advice-{language}");
                await page.FitsTheWidthAsync();
            }
        }
    }
}
