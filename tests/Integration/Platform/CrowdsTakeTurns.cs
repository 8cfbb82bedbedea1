using System.Net;
using Guanlian.Hosting;

namespace Guanlian.Integration.Platform;

/// <summary>Only so many pages are made at once; whoever has a place must give it back, however his page ends.</summary>
public sealed class CrowdsTakeTurns(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private const int Crowd = 60;

    [Fact]
    public async Task Pages_that_fail_and_visitors_who_leave_keep_nobody_waiting()
    {
        using var client = host.NewClient();
        client.Timeout = TimeSpan.FromSeconds(30);
        var refused = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(_ => StatusAsync(client, "museums/none-such")));
        Assert.All(refused, status => Assert.Equal(HttpStatusCode.NotFound, status));
        for (var n = 0; n < Crowd; n++)
        {
            using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(n % 7));
            try
            {
                using var half = await client.GetAsync(new Uri("museums", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, impatient.Token);
            }
            catch (OperationCanceledException)
            {
                // He left.
            }
        }

        var answered = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(_ => StatusAsync(client, "museums")));
        Assert.All(answered, status => Assert.Equal(HttpStatusCode.OK, status));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        await answer.Content.ReadAsStringAsync();
        return answer.StatusCode;
    }
}
