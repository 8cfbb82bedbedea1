using System.Net;
using System.Text.Json;
using Guanlian.Hosting;
using Npgsql;

namespace Guanlian.Integration.Access;

/// <summary>The database goes away under a running program: people still get a page in their language, programs their JSON.</summary>
public sealed class AnswersWithoutDatabase : IAsyncLifetime
{
    private readonly GuanlianHost host = new() { KeepPublicPages = true };

    public Task InitializeAsync() => host.InitializeAsync();

    public async Task DisposeAsync()
    {
        await AllowAsync(connections: true);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_reader_is_told_in_his_language_and_everything_goes_on_when_it_is_back()
    {
        using var visitor = host.NewClient();
        using var member = await host.SignInAsAsync("director");
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(visitor, "museums")).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(member, "")).Status);
        await AllowAsync(connections: false);

        foreach (var client in new[] { visitor, member })
        {
            foreach (var (address, said) in new[] { ("", "数据库暂时连不上"), ("museums", "数据库暂时连不上"), ("en/museums", "The database cannot be reached"), ("en/account", "The database cannot be reached") })
            {
                var (status, page, kind) = await AskAsync(client, address);
                if (client == visitor && address.EndsWith("account", StringComparison.Ordinal))
                {
                    Assert.Equal(HttpStatusCode.SeeOther, status); // asked to sign in, which needs nothing yet
                    continue;
                }

                Assert.True(status == HttpStatusCode.ServiceUnavailable, $"{address}: {status}\n{page}");
                Assert.Equal("text/html", kind);
                Assert.Contains(said, page, StringComparison.Ordinal);
                Assert.Contains("site-foot", page, StringComparison.Ordinal); // the designed page, not a bare sentence
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("museums.xlsx", UriKind.Relative)) { Headers = { { "Accept", "application/json" } } };
            using var answer = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            Assert.Equal(503, problem.RootElement.GetProperty("status").GetInt32());
        }

        await AllowAsync(connections: true);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(visitor, "museums")).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(member, "")).Status);
    }

    private static async Task<(HttpStatusCode Status, string Page, string? Kind)> AskAsync(HttpClient client, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative)) { Headers = { { "Accept", "text/html" } } };
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Opens or shuts the database and throws everybody out.</summary>
    private async Task AllowAsync(bool connections)
    {
        var name = new NpgsqlConnectionStringBuilder(host.ConnectionString).Database;
        var server = await TestServer.ConnectionStringAsync();
        await TestServer.ExecuteAsync(server, $"alter database {name} allow_connections {connections}");
        await TestServer.ExecuteAsync(server, $"select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{name}'");
    }
}
