using Guanlian.Hosting;

namespace Guanlian.Integration.Platform;

/// <summary>Pages kept for visitors without an account, as in use; other tests run without.</summary>
public sealed class PublicPagesAreKept : IAsyncLifetime
{
    private readonly GuanlianHost host = new() { KeepPublicPages = true };

    public Task InitializeAsync() => host.InitializeAsync();

    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task The_next_visitor_gets_the_same_page_until_the_history_grows()
    {
        using var visitor = host.NewClient();
        var first = await AskAsync(visitor, "museums");
        Assert.False(first.Kept);
        Assert.True((await AskAsync(visitor, "museums")).Kept);

        // Written past the history on purpose: this is how one sees that the page is the kept one.
        await host.NewMuseumAsync("示例新馆");
        Assert.DoesNotContain("示例新馆", (await AskAsync(visitor, "museums")).Page, StringComparison.Ordinal);

        await host.ExecuteAsync("""
            insert into platform.event (id, at, actor_name, action, subject_kind, subject_id)
            values (gen_random_uuid(), now(), '示例', 'test.happened', 'test', gen_random_uuid())
            """);
        var fresh = await AskAsync(visitor, "museums");
        Assert.False(fresh.Kept);
        Assert.Contains("示例新馆", fresh.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Language_question_and_time_make_another_page()
    {
        using var visitor = host.NewClient();
        await AskAsync(visitor, "museums");
        Assert.False((await AskAsync(visitor, "en/museums")).Kept);
        Assert.False((await AskAsync(visitor, "museums?q=x")).Kept);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False((await AskAsync(visitor, "museums")).Kept);
    }

    [Fact]
    public async Task Whoever_is_signed_in_and_every_form_gets_a_page_of_his_own()
    {
        using var visitor = host.NewClient();
        await AskAsync(visitor, "museums");
        using var someone = await host.SignInAsAsync("director");
        Assert.False((await AskAsync(someone, "museums")).Kept);
        Assert.False((await AskAsync(someone, "museums")).Kept);

        using var half = host.NewClient();
        half.DefaultRequestHeaders.Add("Cookie", "guanlian.half=1");
        Assert.False((await AskAsync(half, "museums")).Kept);

        // The second time the visitor already has the cookie that the first form brought.
        using var other = host.NewClient();
        var page = await AskAsync(other, "account/sign-in");
        Assert.False((await AskAsync(other, "account/sign-in")).Kept);
        Assert.NotEqual(page.Page, (await AskAsync(visitor, "account/sign-in")).Page);
    }

    private static async Task<(string Page, bool Kept)> AskAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsStringAsync(), answer.Headers.Age is not null);
    }
}
