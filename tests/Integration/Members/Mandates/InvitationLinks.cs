using System.Net;
using System.Text.RegularExpressions;
using Guanlian.Hosting;
using Guanlian.Integration.Members.Accounts;

namespace Guanlian.Integration.Members.Mandates;

public sealed partial class InvitationLinks(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task A_link_lets_one_person_in_once_with_the_mandate_it_names()
    {
        var director = await host.PersonAsAsync("director");
        var link = await InviteAsync(director);
        using var newcomer = host.NewClient();
        using (var joined = await JoinAsync(newcomer, link, "xinren"))
        {
            Assert.Equal(HttpStatusCode.Found, joined.StatusCode);
        }

        Assert.Contains("馆员", await newcomer.GetStringAsync(new Uri("account", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(director.MandateId, await host.ScalarAsync<Guid>(
            $"select m.granted_under from members.mandate m join members.account a using (person_id) where a.user_name = 'xinren' and m.party_id = '{director.PartyId}'"));
        using var second = host.NewClient();
        Assert.Equal(410, await second.StatusAsync(link));

        // By e-mail as well.
        using var back = await host.TrySignInAsync(second, "XinRen@museum.example", "这是一句谁也想不到的长句子");
        Assert.Equal(HttpStatusCode.Found, back.StatusCode);
    }

    [Fact]
    public async Task Two_people_with_the_same_link_at_the_same_moment_one_comes_in()
    {
        var link = await InviteAsync(await host.PersonAsAsync("director"), email: "");
        using var one = host.NewClient();
        using var two = host.NewClient();
        var forms = await Task.WhenAll(FormOnPage.OpenAsync(one, link, "join"), FormOnPage.OpenAsync(two, link, "join"));
        var answers = await Task.WhenAll(forms[0].SendAsync(one, Joining("at-once-1")), forms[1].SendAsync(two, Joining("at-once-2")));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Found);
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Gone);
        Assert.Equal(1, await host.ScalarAsync<long>("select count(*) from members.account where user_name like 'at-once-%'"));
    }

    [Fact]
    public async Task A_link_that_ran_out_was_withdrawn_or_was_forged_says_the_same()
    {
        var director = await host.PersonAsAsync("director");
        using var client = host.NewClient();
        var expired = await InviteAsync(director, email: "");
        await host.ExecuteAsync($"update members.invitation set expires_at = '{host.Clock.Now:O}'");
        Assert.Equal(410, await client.StatusAsync(expired));

        var withdrawn = await InviteAsync(director, email: "");
        using (var page = host.ClientFor(director))
        {
            var form = await FormOnPage.OpenAsync(page, "mandates", "withdraw-");
            (await form.SendAsync(page)).Dispose();
        }

        Assert.Equal(410, await client.StatusAsync(withdrawn));
        var good = await InviteAsync(director, email: "");
        Assert.Equal(200, await client.StatusAsync(good));
        foreach (var forged in new[] { good[..^1] + (good[^1] == 'A' ? 'B' : 'A'), good + "A", "account/invitations/x", $"account/invitations/{Guid.Empty}", "account/invitations/%00" })
        {
            Assert.True(await client.StatusAsync(forged) is 410 or 404 or 400, forged);
        }
    }

    [Fact]
    public async Task A_promise_falls_with_the_mandate_of_whoever_made_it()
    {
        var director = await host.PersonAsAsync("director");
        var link = await InviteAsync(director, email: "");
        await host.ExecuteAsync($"update members.mandate set ended_at = '{host.Clock.Now:O}', end_reason = '示例' where id = '{director.MandateId}'");
        using var client = host.NewClient();
        Assert.Equal(410, await client.StatusAsync(link));
    }

    [Fact]
    public async Task Somebody_with_an_account_takes_the_mandate_into_it()
    {
        var link = await InviteAsync(await host.PersonAsAsync("director"), email: "");
        var person = await host.PersonAsAsync("staff");
        using var client = host.ClientFor(person);
        var form = await FormOnPage.OpenAsync(client, link, "take");
        using var answer = await form.SendAsync(client);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(2, await host.ScalarAsync<long>($"select count(*) from members.mandate where person_id = '{person.PersonId}'"));
    }

    [Fact]
    public async Task A_link_for_a_new_password_works_once_and_signs_out_everywhere()
    {
        var admin = await host.PersonAsAsync("administrator");
        var id = await host.NewAdministratorAsync("forgot");
        using var forgot = host.NewClient();
        (await host.TrySignInAsync(forgot, "forgot", People.Password)).Dispose();
        using var page = host.ClientFor(admin);
        var ask = await FormOnPage.OpenAsync(page, "accounts?q=forgot", $"reset-{id:N}");
        using var made = await ask.SendAsync(page, new() { ["Reason"] = "本人来电" });
        var link = LinkIn(await made.Content.ReadAsStringAsync());

        using var anybody = host.NewClient();
        var form = await FormOnPage.OpenAsync(anybody, link, "reset");
        using var set = await form.SendAsync(anybody, new() { ["Input.Password"] = "an entirely new phrase", ["Input.Again"] = "an entirely new phrase" });
        Assert.Equal(HttpStatusCode.Found, set.StatusCode);
        Assert.Equal(303, await forgot.StatusAsync("account"));
        Assert.Equal(410, await anybody.StatusAsync(link));
        using var again = await host.TrySignInAsync(anybody, "forgot", "an entirely new phrase");
        Assert.Equal(HttpStatusCode.Found, again.StatusCode);
    }

    [Fact]
    public async Task The_link_itself_is_nowhere_in_the_database()
    {
        var link = await InviteAsync(await host.PersonAsAsync("director"), email: "");
        var token = link[(link.LastIndexOf('/') + 1)..];
        Assert.DoesNotContain(token, await host.ScalarAsync<string>(
            "select (select jsonb_agg(i)::text from members.invitation i) || (select jsonb_agg(e)::text from platform.event e)"), StringComparison.Ordinal);
    }

    private async Task<string> InviteAsync(SignedIn director, string email = "xinren@museum.example")
    {
        using var client = host.ClientFor(director);
        var form = await FormOnPage.OpenAsync(client, "mandates/new", "new");
        using var answer = await form.SendAsync(client, new()
        {
            ["Input.Role"] = "staff",
            ["Input.Name"] = "示例新人",
            ["Input.Email"] = email,
            ["Input.From"] = "2026-11-20",
            ["Input.Reason"] = "示例入职",
        });
        var page = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, page);
        return LinkIn(page);
    }

    private static async Task<HttpResponseMessage> JoinAsync(HttpClient client, string link, string userName)
    {
        var form = await FormOnPage.OpenAsync(client, link, "join");
        return await form.SendAsync(client, Joining(userName));
    }

    private static Dictionary<string, string> Joining(string userName) => new()
    {
        ["Input.Name"] = "示例新人",
        ["Input.UserName"] = userName,
        ["Input.Password"] = "这是一句谁也想不到的长句子",
        ["Input.Again"] = "这是一句谁也想不到的长句子",
    };

    private static string LinkIn(string page) => Link().Match(page).Value;

    [GeneratedRegex("account/invitations/[A-Za-z0-9_-]{43}")]
    private static partial Regex Link();
}
