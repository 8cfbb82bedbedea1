using System.Net;
using Guanlian.Hosting;

namespace Guanlian.Integration.Launcher;

public sealed class TheHost(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task Serves_its_first_page_in_two_languages()
    {
        using var client = host.NewClient();
        Assert.Contains("<html lang=\"zh-CN\">", await client.GetStringAsync(new Uri("", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\">", await client.GetStringAsync(new Uri("en/", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_an_unknown_address_with_not_found()
    {
        using var client = host.NewClient();
        using var answer = await client.GetAsync(new Uri("no/such/page", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
