namespace Guanlian.Browser.Hosting;

public sealed class TheBrowser(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task Opens_the_first_page_with_and_without_scripts(bool scripts)
    {
        var page = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts);
        var answer = await page.GotoAsync("");
        Assert.Equal(200, answer!.Status);
        Assert.Contains("馆联", await page.ContentAsync(), StringComparison.Ordinal);
    }
}
