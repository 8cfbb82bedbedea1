using System.Net;
using System.Text.RegularExpressions;
using Guanlian.Hosting;
using Guanlian.Members.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Members.Accounts;

public sealed partial class PasswordSignIn(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task Unknown_wrong_closed_and_locked_look_the_same()
    {
        await host.NewAdministratorAsync("same-wrong");
        await host.NewAdministratorAsync("same-closed");
        await host.NewAdministratorAsync("same-locked");
        await host.ExecuteAsync($"update members.account set closed_at = now() where user_name = 'same-closed'");
        await host.ExecuteAsync($"update members.account set failures = 9, locked_until = '{host.Clock.Now.AddHours(1):O}' where user_name = 'same-locked'");

        using var client = host.NewClient();
        var seen = new HashSet<string>();
        foreach (var (name, password) in new[] { ("same-unknown", "x"), ("same-wrong", "x"), ("same-closed", People.Password), ("same-locked", People.Password) })
        {
            using var answer = await host.TrySignInAsync(client, name, password);
            var page = await answer.Content.ReadAsStringAsync();
            seen.Add($"{(int)answer.StatusCode} {Changing().Replace(page, "").Replace(name, "NAME", StringComparison.Ordinal)}");
        }

        var only = Assert.Single(seen);
        Assert.StartsWith("422 ", only, StringComparison.Ordinal);
        Assert.True(only.Contains("用户名或密码不对", StringComparison.Ordinal), only);
    }

    [Fact]
    public async Task Every_try_from_the_fifth_on_locks_for_twice_as_long()
    {
        var id = await host.NewAdministratorAsync("locks");
        using var client = host.NewClient();
        for (var i = 0; i < 5; i++)
        {
            (await host.TrySignInAsync(client, "locks", "wrong")).Dispose();
        }

        Assert.Equal(host.Clock.Now.AddMinutes(1), await LockAsync(id));
        using (var locked = await host.TrySignInAsync(client, "locks", People.Password))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, locked.StatusCode);
        }

        host.Clock.Advance(TimeSpan.FromSeconds(61));
        (await host.TrySignInAsync(client, "locks", "wrong")).Dispose();
        Assert.Equal(host.Clock.Now.AddMinutes(2), await LockAsync(id));

        host.Clock.Advance(TimeSpan.FromSeconds(121));
        using var right = await host.TrySignInAsync(client, "locks", People.Password);
        Assert.Equal(HttpStatusCode.Found, right.StatusCode);
        Assert.Equal(0, await host.ScalarAsync<int>($"select failures from members.account where person_id = '{id}'"));
        Assert.Equal(1, await host.ScalarAsync<long>($"select count(*) from platform.event where action = 'members.account.locked' and subject_id = '{id}'"));
    }

    [Fact]
    public async Task Twenty_tries_at_the_same_moment_are_not_twenty_guesses()
    {
        var id = await host.NewAdministratorAsync("storm");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.WithAsync<Attempts, bool>(a => a.TakeAsync(id, default))));
        Assert.Equal(5, await host.ScalarAsync<int>($"select failures from members.account where person_id = '{id}'"));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_for_a_stolen_copy_of_the_cookie_too()
    {
        var who = await host.PersonAsAsync("staff");
        using var own = host.ClientFor(who);
        using var thief = host.ClientFor(who);
        Assert.Equal(200, await thief.StatusAsync("account"));
        var form = await FormOnPage.OpenAsync(own, "account", "account/sign-out");
        using var answer = await form.SendAsync(own);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(303, await thief.StatusAsync("account"));
    }

    [Fact]
    public async Task A_new_password_signs_out_every_other_browser()
    {
        await host.NewAdministratorAsync("renews");
        using var here = host.NewClient();
        using var there = host.NewClient();
        (await host.TrySignInAsync(here, "renews", People.Password)).Dispose();
        (await host.TrySignInAsync(there, "renews", People.Password)).Dispose();
        var form = await FormOnPage.OpenAsync(here, "account/password", "password");
        using var answer = await form.SendAsync(here, new()
        {
            ["Input.Current"] = People.Password,
            ["Input.Password"] = "a quite different one",
            ["Input.Again"] = "a quite different one",
        });
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(200, await here.StatusAsync("account"));
        Assert.Equal(303, await there.StatusAsync("account"));
        using var old = await host.TrySignInAsync(there, "renews", People.Password);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, old.StatusCode);
    }

    [Fact]
    public async Task A_session_idle_for_half_a_day_is_over()
    {
        var who = await host.PersonAsAsync("staff");
        using var client = host.ClientFor(who);
        host.Clock.Advance(TimeSpan.FromHours(11));
        Assert.Equal(200, await client.StatusAsync("account"));
        host.Clock.Advance(TimeSpan.FromHours(11));
        Assert.Equal(200, await client.StatusAsync("account"));
        host.Clock.Advance(TimeSpan.FromHours(13));
        Assert.Equal(303, await client.StatusAsync("account"));
    }

    [Fact]
    public async Task A_session_planted_before_signing_in_is_not_the_one_afterwards()
    {
        var planted = await host.PersonAsAsync("staff");
        await host.NewAdministratorAsync("fixated");
        using var client = host.ClientFor(planted);
        (await host.TrySignInAsync(client, "fixated", People.Password)).Dispose();
        using var attacker = host.ClientFor(planted);
        Assert.Equal(303, await attacker.StatusAsync("account"));
    }

    [Theory]
    [InlineData("?return=%2Fmandates%3Fq%3Dx", "/mandates?q=x"), InlineData("?return=https%3A%2F%2Fevil.example", "/"), InlineData("?return=%2F%2Fevil.example", "/")]
    public async Task Goes_on_to_an_address_of_this_site_only(string query, string to)
    {
        await host.NewAdministratorAsync($"goes{query.Length}");
        using var client = host.NewClient();
        using var answer = await host.TrySignInAsync(client, $"goes{query.Length}", People.Password, query);
        Assert.Equal(to, new Uri(host.Address, answer.Headers.Location!).PathAndQuery);
    }

    [Fact]
    public async Task A_visitor_is_led_to_sign_in_and_back_in_his_language()
    {
        using var client = host.NewClient();
        using var answer = await client.GetAsync(new Uri("en/mandates?q=a", UriKind.Relative));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/en/account/sign-in?return=%2Fmandates%3Fq%3Da", answer.Headers.Location!.ToString());
        using var program = new HttpRequestMessage(HttpMethod.Get, new Uri("mandates", UriKind.Relative)) { Headers = { { "Accept", "application/json" } } };
        using var refused = await client.SendAsync(program);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task An_address_that_tries_too_often_is_told_to_wait()
    {
        await using var other = new OwnHost();
        await other.Host.InitializeAsync();
        using var client = other.Host.NewClient();
        var form = await FormOnPage.OpenAsync(client, "account/sign-in", "sign-in");
        var limit = other.Host.Services.GetRequiredService<Limits>().AtOnce;
        HttpStatusCode last = default;
        for (var i = 0; i <= limit && last != HttpStatusCode.TooManyRequests; i++)
        {
            // Too long to be hashed: what is counted is the asking.
            using var answer = await form.SendAsync(client, new() { ["Input.Name"] = $"nobody{i}", ["Input.Password"] = "x", ["__RequestVerificationToken"] = "forged" });
            last = answer.StatusCode;
            Assert.True(i < limit || last == HttpStatusCode.TooManyRequests, $"try {i}: {last}");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        Assert.Equal(200, await client.StatusAsync("account/sign-in"));
        using var neighbour = other.Host.NewClientFrom("203.0.113.7");
        using var unhindered = await other.Host.TrySignInAsync(neighbour, "nobody", "x");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unhindered.StatusCode);
    }

    private Task<DateTimeOffset> LockAsync(Guid id) =>
        host.ScalarAsync<DateTime>($"select locked_until from members.account where person_id = '{id}'").ContinueWith(
            t => new DateTimeOffset(t.GetAwaiter().GetResult(), TimeSpan.Zero), TaskScheduler.Default);

    [GeneratedRegex("value=\"[^\"]{40,}\"|<a href=\"[^\"]*\" lang[^>]*>")]
    private static partial Regex Changing();

    private sealed class OwnHost : IAsyncDisposable
    {
        public GuanlianHost Host { get; } = new();

        public async ValueTask DisposeAsync() => await Host.DisposeAsync();
    }
}
