using System.Net;
using Guanlian.Browser.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;
using Microsoft.Playwright;

namespace Guanlian.Browser.Catalogue;

/// <summary>A visitor looks for objects, narrows, opens one, and takes the result along.</summary>
[Trait("Requirement", "W12")]
public sealed class TheUnionCatalogue(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private static readonly SemaphoreSlim Once = new(1);
    private static bool filled;

    public async Task InitializeAsync()
    {
        await Once.WaitAsync();
        try
        {
            if (filled)
            {
                return;
            }

            filled = true;
            var world = new CatalogueWorld(fixture.Host);
            var county = new ImportDesk(world, world.Actor(await world.MuseumAsync(), Roles.Coordinator));
            await county.ImportAsync(await MadeWorkbook.XlsxAsync(300), shown: "Public");
            var art = new ImportDesk(world, world.Actor(await world.MuseumAsync(), Roles.Coordinator));
            await art.ImportAsync(CollectionSamples.Read("mplus-200.jsonl"), "mplus", "Public");
        }
        finally
        {
            Once.Release();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory, InlineData(true), InlineData(false)]
    public async Task Searching_narrowing_and_opening_work_with_and_without_scripts(bool scripts)
    {
        var page = await fixture.NewVisitorAsync(BrowserFixture.Desk, scripts);
        await page.GotoAsync("catalogue");
        await page.Locator("#catalogue-q").FillAsync("图");
        await page.GetByRole(AriaRole.Button, new() { Name = "查找", Exact = true }).ClickAsync();
        var all = await CountAsync(page);
        Assert.True(all > 10, $"{all}");

        await page.GotoAsync("catalogue?q=" + Uri.EscapeDataString("圖"));
        Assert.Equal(all, await CountAsync(page));
        Assert.Contains("圖 → 图", await page.Locator(".query-chips").InnerTextAsync(), StringComparison.Ordinal);

        var choice = page.Locator("details.facet[open] > .facet-values a").First;
        var promised = await choice.Locator(".facet-count").EvaluateAsync<string>("e => e.firstChild.textContent");
        await choice.ClickAsync();
        await page.WaitForURLAsync("**=*&**");
        Assert.StartsWith(promised, (await page.Locator(".found-count").InnerTextAsync()).Split('·')[1].Trim(), StringComparison.Ordinal);

        await page.Locator(".object-card a").First.ClickAsync();
        await page.WaitForURLAsync("**/objects/**");
        Assert.Contains("引用与取用", await page.ContentAsync(), StringComparison.Ordinal);
        Assert.Contains("application/ld+json", await page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_box_proposes_words_while_one_types()
    {
        var page = await fixture.NewVisitorAsync();
        await page.GotoAsync("catalogue");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "查找藏品" }).PressSequentiallyAsync("康熙");
        var first = page.GetByRole(AriaRole.Option).First;
        await first.WaitForAsync();
        Assert.Contains("1662", await first.InnerTextAsync(), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**q=**");
    }

    [Theory, InlineData(""), InlineData("en/")]
    public async Task Is_clean_and_fits_a_phone(string language)
    {
        var page = await fixture.NewVisitorAsync();
        string[] looks = ["catalogue", "catalogue?q=清&view=ledger", "catalogue?q=瓷&category=03&view=wall", "catalogue?q=康熙", "catalogue?q=xyzxyz"];
        for (var i = 0; i < looks.Length; i++)
        {
            await page.GotoAsync(language + looks[i]);
            await LookAsync(page, $"catalogue-{i}-{(language.Length == 0 ? "zh" : "en")}");
        }

        await page.GotoAsync(language + "catalogue");
        await page.Locator(".object-card a").First.ClickAsync();
        await page.WaitForURLAsync("**/objects/**");
        await LookAsync(page, $"object-{(language.Length == 0 ? "zh" : "en")}");
    }

    [Fact]
    public async Task A_crawler_is_held_off_choices_and_nobody_else()
    {
        using var client = new HttpClient { BaseAddress = fixture.Host.Address };
        async Task<HttpStatusCode> AskAsync(string address, string agent)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("User-Agent", agent);
            using var answer = await client.SendAsync(request);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("/catalogue?category=03", "ExampleBot/1.0"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/catalogue", "ExampleBot/1.0"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/catalogue?category=03", "Mozilla/5.0"));
        Assert.Contains("Disallow: /catalogue?", await client.GetStringAsync(new Uri("/robots.txt", UriKind.Relative)), StringComparison.Ordinal);
    }

    private static async Task LookAsync(IPage page, string name)
    {
        await page.LookAsync(name);
        await page.AxeFindsNothingAsync();
        await page.SetViewportSizeAsync(BrowserFixture.Phone, 844);
        await page.FitsTheWidthAsync();
        await page.SetViewportSizeAsync(BrowserFixture.Desk, 768);
    }

    private static async Task<int> CountAsync(IPage page) =>
        int.Parse((await page.Locator(".found-count").InnerTextAsync()).Split(' ')[0].Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
}
