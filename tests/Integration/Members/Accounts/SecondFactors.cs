using System.Net;
using System.Text.RegularExpressions;
using Guanlian.Hosting;
using Guanlian.Members.Accounts;

namespace Guanlian.Integration.Members.Accounts;

public sealed partial class SecondFactors(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private int addresses;

    [Fact]
    public async Task A_code_opens_the_door_once_and_a_recovery_code_once()
    {
        await host.NewAdministratorAsync("codes");
        using var client = host.NewClient();
        (await host.TrySignInAsync(client, "codes", People.Password)).Dispose();
        var (key, recovery) = await TurnOnAsync(client);
        Assert.Equal(RecoveryCodes.Count, recovery.Count);

        // The code that proved the app is spent; the next one is not.
        var spent = Totp.Code(key, Step);
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        var fresh = Totp.Code(key, Step);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await TryCodeAsync("codes", spent));
        Assert.Equal(HttpStatusCode.Found, await TryCodeAsync("codes", fresh));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await TryCodeAsync("codes", fresh));

        Assert.Equal(HttpStatusCode.Found, await TryCodeAsync("codes", recovery[3].ToUpperInvariant()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await TryCodeAsync("codes", recovery[3]));
    }

    [Fact]
    public async Task The_password_alone_lets_nobody_in_and_guessing_codes_locks()
    {
        var id = await host.NewAdministratorAsync("half");
        using var client = host.NewClient();
        (await host.TrySignInAsync(client, "half", People.Password)).Dispose();
        await TurnOnAsync(client);

        using var thief = host.NewClient();
        using var first = await host.TrySignInAsync(thief, "half", People.Password);
        Assert.Equal("/account/sign-in/code", new Uri(host.Address, first.Headers.Location!).AbsolutePath);
        Assert.Equal(303, await thief.StatusAsync("account"));

        // The right password in between must not give the guesses back.
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, await TryCodeAsync("half", "000000"));
        }

        Assert.Equal(5, await host.ScalarAsync<int>($"select failures from members.account where person_id = '{id}'"));
        using var locked = await host.TrySignInAsync(thief, "half", People.Password);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, locked.StatusCode);
    }

    [Fact]
    public async Task The_secret_is_not_stored_as_it_is_and_neither_are_the_codes()
    {
        var id = await host.NewAdministratorAsync("stored");
        using var client = host.NewClient();
        (await host.TrySignInAsync(client, "stored", People.Password)).Dispose();
        var (key, recovery) = await TurnOnAsync(client);
        var dump = await host.ScalarAsync<string>($"""
            select (select jsonb_agg(a)::text from members.account a where person_id = '{id}') || (select jsonb_agg(c)::text from members.recovery_code c)
                || (select jsonb_agg(e)::text from platform.event e)
            """);
        Assert.DoesNotContain(Convert.ToBase64String(key), dump, StringComparison.Ordinal);
        Assert.DoesNotContain(Totp.Print(key), dump, StringComparison.Ordinal);
        Assert.All(recovery, code => Assert.DoesNotContain(code.Replace("-", "", StringComparison.Ordinal), dump!, StringComparison.Ordinal));
        Assert.DoesNotContain(People.Password, dump, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_people_with_the_same_code_at_the_same_moment_one_comes_in()
    {
        await host.NewAdministratorAsync("race");
        using var client = host.NewClient();
        (await host.TrySignInAsync(client, "race", People.Password)).Dispose();
        var (key, _) = await TurnOnAsync(client);
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        var code = Totp.Code(key, Step);
        var answers = await Task.WhenAll(TryCodeAsync("race", code), TryCodeAsync("race", code));
        Assert.Single(answers, HttpStatusCode.Found);
    }

    private long Step => host.Clock.Now.ToUnixTimeSeconds() / 30;

    private async Task<(byte[] Key, List<string> Recovery)> TurnOnAsync(HttpClient client)
    {
        var form = await FormOnPage.OpenAsync(client, "account/authenticator", "on");
        var key = FromBase32(TypedKey().Match(form.Page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal));
        using var answer = await form.SendAsync(client, new() { ["Input.Code"] = Totp.Code(key, Step), ["Input.Password"] = People.Password });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (key, [.. Recovery().Matches(await answer.Content.ReadAsStringAsync()).Select(m => m.Groups[1].Value)]);
    }

    private async Task<HttpStatusCode> TryCodeAsync(string name, string code)
    {
        using var client = host.NewClientFrom($"203.0.113.{Interlocked.Increment(ref addresses)}");
        (await host.TrySignInAsync(client, name, People.Password)).Dispose();
        var form = await FormOnPage.OpenAsync(client, "account/sign-in/code", "code");
        using var answer = await form.SendAsync(client, new() { ["Input.Code"] = code });
        return answer.StatusCode;
    }

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(b => b.Length == 8).Select(b => Convert.ToByte(new string(b), 2))];
    }

    [GeneratedRegex("<code>([A-Z2-7 ]{32,})</code>")]
    private static partial Regex TypedKey();

    [GeneratedRegex("<code>([a-z2-9]{4}(?:-[a-z2-9]{4}){3})</code>")]
    private static partial Regex Recovery();
}
