using Guanlian.Hosting;

namespace Guanlian.Integration.Platform;

/// <summary>Parts of a page that all its readers see alike, as in use; most other tests run without.</summary>
public sealed class PartsOfPagesAreKept : IAsyncLifetime
{
    private readonly GuanlianHost host = new() { KeepPublicPages = true };

    public Task InitializeAsync() => host.InitializeAsync();

    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_signed_in_reader_gets_the_kept_part_until_the_history_grows_or_a_day_begins()
    {
        using var director = await host.SignInAsAsync("director");
        await director.GetStringAsync(new Uri("museums", UriKind.Relative));

        // Written past the history on purpose: this is how one sees that the part is the kept one.
        await host.NewMuseumAsync("示例新馆");
        Assert.DoesNotContain("示例新馆", await ListAsync(director), StringComparison.Ordinal);
        Assert.Contains("示例新馆", await ListAsync(director, "museums?sort=name"), StringComparison.Ordinal);
        host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Contains("示例新馆", await ListAsync(director), StringComparison.Ordinal);

        await host.NewMuseumAsync("示例又一新馆");
        Assert.DoesNotContain("示例又一新馆", await ListAsync(director), StringComparison.Ordinal);
        await host.ExecuteAsync("""
            insert into platform.event (id, at, actor_name, action, subject_kind, subject_id)
            values (gen_random_uuid(), now(), '示例', 'test.happened', 'test', gen_random_uuid())
            """);
        Assert.Contains("示例又一新馆", await ListAsync(director), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_some_readers_see_is_never_in_it()
    {
        using var office = await host.SignInAsAsync("secretariat");
        using var director = await host.SignInAsAsync("director");
        Assert.Contains("museums/new", await ListAsync(office), StringComparison.Ordinal);
        Assert.DoesNotContain("museums/new", await ListAsync(director), StringComparison.Ordinal);
        Assert.Contains("museums/new", await ListAsync(office), StringComparison.Ordinal);
        Assert.Contains(">Everywhere<", await ListAsync(director, "en/museums"), StringComparison.Ordinal);
    }

    private static async Task<string> ListAsync(HttpClient reader, string address = "museums") => await reader.GetStringAsync(new Uri(address, UriKind.Relative));
}
