using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Microsoft.Playwright;

namespace Guanlian.Browser.Style;

public sealed class FirstPages(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Theory]
    [InlineData("", "visitor"), InlineData("en/", "visitor"), InlineData("no/such/page", "visitor"), InlineData("about/sources", "visitor")]
    [InlineData("", "secretariat"), InlineData("en/", "director"), InlineData("", "coordinator"), InlineData("", "council"), InlineData("", "administrator")]
    [InlineData("jobs", "administrator")]
    public async Task Every_actor_finds_a_calm_first_page(string address, string role)
    {
        foreach (var width in new[] { BrowserFixture.Desk, BrowserFixture.Phone })
        {
            var page = await fixture.NewVisitorAsync(width);
            if (role != "visitor")
            {
                var who = await fixture.Host.PersonAsAsync(role);
                await page.Context.AddCookiesAsync([new() { Name = who.CookieName, Value = who.CookieValue, Url = fixture.Host.Address.AbsoluteUri }]);
            }

            await page.GotoAsync(address);
            await page.FitsTheWidthAsync();
            await page.AxeFindsNothingAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
        }
    }
}
