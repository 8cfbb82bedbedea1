using System.Net;
using System.Text.RegularExpressions;
using Guanlian.Hosting;
using Guanlian.Platform.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Access;

/// <summary>Every role tries every door of the program, with ids that are its own, somebody else's, and forged.</summary>
public sealed partial class EveryDoor(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    /// <summary>What a form would otherwise end: the session that is still needed.</summary>
    private static readonly string[] Endings = ["account/sign-out", "everywhere", "end-"];

    private static int asked;

    public static TheoryData<string> EveryRole() => [.. Roles.All];

    [Fact]
    public async Task A_visitor_comes_in_nowhere_but_where_it_says_open()
    {
        using var client = host.NewClient();
        var wrong = new List<string>();
        foreach (var (door, method, address) in Tries([Ids.Forged]))
        {
            using var answer = await AskAsync(client, method, address);
            var led = answer.StatusCode == HttpStatusCode.SeeOther && answer.Headers.Location!.ToString().StartsWith("/account/sign-in?return=", StringComparison.Ordinal);
            var refused = led || answer.StatusCode == HttpStatusCode.Unauthorized;
            if ((int)answer.StatusCode >= 500 || (!door.Open && !refused) || (door.Open && led))
            {
                wrong.Add($"{(int)answer.StatusCode} {method} {address} ({door})");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory, MemberData(nameof(EveryRole))]
    public async Task A_role_without_the_permission_finds_nothing_there(string role)
    {
        var ids = await IdsOfAsync(role);
        var (wrong, tried) = (new List<string>(), 0);
        foreach (var (door, method, address) in Tries([Ids.Forged, ids.Own, ids.Foreign]))
        {
            // A person each time: some doors end the session.
            var who = Endings.Any(e => address.EndsWith(e, StringComparison.Ordinal)) ? await host.PersonAsAsync(role) : ids.Who;
            using var client = host.ClientFor(who);
            using var answer = await AskAsync(client, method, address);
            tried++;
            var status = (int)answer.StatusCode;
            var may = door.Policies.All(p => ids.Permissions.Contains(p));
            var tokenless = door.Page && method == HttpMethod.Post;
            if (status >= 500 || status is 401 or 403 || (!door.Open && !may && status != 404) || (tokenless && (door.Open || may) && status is not (400 or 404)))
            {
                wrong.Add($"{status} {method} {address} ({door})");
            }
        }

        Assert.True(tried > 50);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory, MemberData(nameof(EveryRole))]
    public async Task Forms_sent_empty_and_questions_asked_oddly_break_nothing(string role)
    {
        var ids = await IdsOfAsync(role);
        var (wrong, tried) = (new List<string>(), 0);
        foreach (var address in Tries([Ids.Forged, ids.Own]).Where(t => t.Method == HttpMethod.Get).Select(t => t.Address).Distinct())
        {
            var who = await host.PersonAsAsync(role, ids.Who.PartyId);
            using var client = host.ClientFor(who);
            foreach (var odd in new[] { "?page=-1&q=%27%25_%5C&sort=--x&ended=maybe&level=x&role=x&id=x", "?page=99999999999&q=%00&sort=%00" })
            {
                using var odder = await AskAsync(client, HttpMethod.Get, address + odd);
                if ((int)odder.StatusCode >= 500)
                {
                    wrong.Add($"{(int)odder.StatusCode} GET {address}{odd}");
                }
            }

            using var page = await AskAsync(client, HttpMethod.Get, address);
            if (page.StatusCode != HttpStatusCode.OK || page.Content.Headers.ContentType?.MediaType != "text/html")
            {
                continue;
            }

            foreach (var form in await FormsOnAsync(page))
            {
                using var body = new FormUrlEncodedContent(form.Hidden);
                using var answer = await client.PostAsync(new Uri(form.Action.Length == 0 ? address : form.Action, UriKind.Relative), body);
                tried++;
                if ((int)answer.StatusCode >= 500)
                {
                    wrong.Add($"{(int)answer.StatusCode} POST {address} form {form.Name}{form.Action}");
                }
            }
        }

        Assert.True(tried > 3);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private IEnumerable<(Door Door, HttpMethod Method, string Address)> Tries(IReadOnlyList<Ids> values)
    {
        var doors = Door.All(host.Services.GetServices<EndpointDataSource>());
        Assert.True(doors.Count > 20);
        return from door in doors
               from ids in values
               let address = door.Address((_, constraint) => constraint switch { "guid" => ids.Id, "int" or "long" => "2147483647", _ => ids.Code })
               where ids == Ids.Forged || door.Pattern.Parameters.Count > 0
               from method in door.Methods.Select(m => m == "ANY" ? "GET" : m).Distinct()
               select (door, new HttpMethod(method), address);
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, HttpMethod method, string address)
    {
        using var request = new HttpRequestMessage(method, new Uri(address.Length == 0 ? "/" : address, UriKind.Relative));

        // Each from an address of its own: how often one may ask is tested elsewhere.
        request.Headers.Add("X-Forwarded-For", $"2001:db8:{Interlocked.Increment(ref asked):x}::1");
        if (method != HttpMethod.Get && method != HttpMethod.Head)
        {
            request.Content = new FormUrlEncodedContent([new("_handler", "forged"), new("id", Ids.Forged.Id)]);
        }

        return await client.SendAsync(request);
    }

    private static async Task<List<(string Name, string Action, List<KeyValuePair<string, string>> Hidden)>> FormsOnAsync(HttpResponseMessage page)
    {
        var html = await page.Content.ReadAsStringAsync();
        var forms = new List<(string, string, List<KeyValuePair<string, string>>)>();
        foreach (var form in Form().Matches(html).Where(f => f.Value.Contains("method=\"post\"", StringComparison.Ordinal)))
        {
            var hidden = Hidden().Matches(form.Value).Select(h => KeyValuePair.Create(Of(h.Value, "name"), Of(h.Value, "value"))).ToList();
            var (name, action) = (hidden.Find(h => h.Key == "_handler").Value ?? "", Of(form.Value[..form.Value.IndexOf('>', StringComparison.Ordinal)], "action"));
            if (!Endings.Any(e => action.EndsWith(e, StringComparison.Ordinal) || name.StartsWith(e, StringComparison.Ordinal)))
            {
                forms.Add((name, action, hidden));
            }
        }

        return forms;
    }

    private static string Of(string tag, string attribute) => WebUtility.HtmlDecode(Regex.Match(tag, $"\\b{attribute}=\"([^\"]*)\"").Groups[1].Value);

    private async Task<(SignedIn Who, Ids Own, Ids Foreign, IReadOnlySet<string> Permissions)> IdsOfAsync(string role)
    {
        var who = await host.PersonAsAsync(role);
        var foreign = await host.NewMuseumAsync("示例别馆");
        return (who, await CodeOfAsync(who.PartyId!.Value), await CodeOfAsync(foreign), host.Services.GetRequiredService<PermissionTable>().Of(role));
    }

    private async Task<Ids> CodeOfAsync(Guid party) => new(party.ToString(), (await host.ScalarAsync<string>($"select code from members.party where id = '{party}'"))!);

    [GeneratedRegex("<form\\b[^>]*>.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input\\b[^>]*type=\"hidden\"[^>]*>")]
    private static partial Regex Hidden();

    private sealed record Ids(string Id, string Code)
    {
        public static Ids Forged { get; } = new("0198ffff-ffff-7fff-8fff-ffffffffffff", "forged");
    }
}
