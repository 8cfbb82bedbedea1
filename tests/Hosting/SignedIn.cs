using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Guanlian.Hosting;

/// <summary>Somebody who is signed in: who he is, and the cookie that says so.</summary>
public sealed record SignedIn(Guid PersonId, Guid? MandateId, Guid? PartyId, string UserName, string CookieName, string CookieValue);

/// <summary>Signs people in without typing: rows as the program writes them, and a cookie minted with the program's own keys.</summary>
public static class SigningIn
{
    private const string Scheme = "guanlian";

    private static readonly Guid Operator = Guid.Parse("00000000-0000-7000-8000-000000000001");

    /// <summary>A client that acts in this role; redirects are not followed.</summary>
    /// <param name="host">The program.</param>
    /// <param name="role">One of <see cref="Platform.Access.Roles"/>.</param>
    /// <param name="partyId">For whom; when absent the operator, or a new cluster or museum, as the role asks for.</param>
    public static async Task<HttpClient> SignInAsAsync(this GuanlianHost host, string role, Guid? partyId = null) =>
        host.ClientFor(await host.PersonAsAsync(role, partyId));

    /// <summary>A client with this person's cookie.</summary>
    public static HttpClient ClientFor(this GuanlianHost host, SignedIn who)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(who);
        var cookies = new CookieContainer();
        cookies.Add(new Cookie(who.CookieName, who.CookieValue, "/", host.Address.Host));
        return new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = cookies }) { BaseAddress = host.Address };
    }

    /// <summary>A new person with an account, a mandate in this role, and an open session.</summary>
    public static async Task<SignedIn> PersonAsAsync(this GuanlianHost host, string role, Guid? partyId = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        var now = host.Clock.GetUtcNow();
        var party = partyId ?? role switch
        {
            "administrator" => Operator,
            "secretariat" or "council" => await host.NewClusterAsync(),
            _ => await host.NewMuseumAsync(),
        };
        var person = await host.NewPersonAsync($"示例{role}");
        var mandate = await host.NewMandateAsync(person, party, role);
        var session = Guid.CreateVersion7(now);
        await host.ExecuteAsync($"""
            insert into members.session (id, person_id, mandate_id, method, kept, started_at, seen_at, expires_at)
            values ('{session}', '{person}', '{mandate}', 'Password', false, '{now:O}', '{now:O}', '{now.AddHours(12):O}')
            """);
        var (name, value) = host.MintCookie(person, session);
        return new(person, mandate, party, $"person-{person:N}", name, value);
    }

    /// <summary>The cookie of a session.</summary>
    public static (string Name, string Value) MintCookie(this GuanlianHost host, Guid personId, Guid sessionId)
    {
        ArgumentNullException.ThrowIfNull(host);
        var options = host.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Scheme);
        var principal = new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, personId.ToString()), new("session", sessionId.ToString())], Scheme));
        var properties = new AuthenticationProperties { IssuedUtc = host.Clock.GetUtcNow(), ExpiresUtc = host.Clock.GetUtcNow().AddDays(30) };
        return (options.Cookie.Name!, options.TicketDataFormat.Protect(new AuthenticationTicket(principal, properties, Scheme)));
    }

    /// <summary>A new person with an account that has no password.</summary>
    public static async Task<Guid> NewPersonAsync(this GuanlianHost host, string name)
    {
        ArgumentNullException.ThrowIfNull(host);
        var (id, now) = (Guid.CreateVersion7(), host.Clock.GetUtcNow());
        await host.ExecuteAsync($"""
            insert into members.person (id, name, registered_at) values ('{id}', '{name}', '{now:O}');
            insert into members.account (person_id, user_name, user_name_key, created_at)
            values ('{id}', 'person-{id:N}', 'person-{id:N}', '{now:O}');
            """);
        return id;
    }

    /// <summary>Gives a person a mandate from today on.</summary>
    public static async Task<Guid> NewMandateAsync(this GuanlianHost host, Guid personId, Guid partyId, string role, DateOnly? until = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        var (id, now) = (Guid.CreateVersion7(), host.Clock.GetUtcNow());
        await host.ExecuteAsync($"""
            insert into members.mandate (id, person_id, party_id, role, from_on, to_on, granted_at, reason)
            values ('{id}', '{personId}', '{partyId}', '{role}', '{now.AddHours(8):yyyy-MM-dd}', {(until is { } day ? $"'{day:yyyy-MM-dd}'" : "null")},
                '{now:O}', '示例')
            """);
        return id;
    }

    /// <summary>A museum to act for.</summary>
    public static Task<Guid> NewMuseumAsync(this GuanlianHost host, string name = "示例博物馆") => host.NewPartyAsync("Museum", name);

    /// <summary>A party of any kind to act for.</summary>
    public static Task<Guid> NewPartyOfAsync(this GuanlianHost host, Contracts.Members.PartyKind kind, string name) => host.NewPartyAsync(kind.ToString(), name);

    /// <summary>A cluster to act for.</summary>
    public static async Task<Guid> NewClusterAsync(this GuanlianHost host, string name = "示例联盟")
    {
        var id = await host.NewPartyAsync("Cluster", name);
        await host.ExecuteAsync(
            $"insert into members.cluster (party_id, kind, mode, founded_on) values ('{id}', 'Regional', 'StrategicAlliance', '2020-01-01')");
        return id;
    }

    /// <summary>Makes a party a full member of a cluster.</summary>
    public static Task JoinAsync(this GuanlianHost host, Guid clusterId, Guid partyId) => host.ExecuteAsync($"""
        insert into members.membership (id, cluster_id, party_id, state, role, asked_at, from_on)
        values ('{Guid.CreateVersion7()}', '{clusterId}', '{partyId}', 'Full', 'Member', '{host.Clock.GetUtcNow():O}', '2020-01-01')
        """);

    /// <summary>Runs SQL on the program's database.</summary>
    public static async Task ExecuteAsync(this GuanlianHost host, string sql)
    {
        ArgumentNullException.ThrowIfNull(host);
        await using var connection = new NpgsqlConnection(host.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Asks the program's database for one value.</summary>
    public static async Task<T?> ScalarAsync<T>(this GuanlianHost host, string sql)
    {
        ArgumentNullException.ThrowIfNull(host);
        await using var connection = new NpgsqlConnection(host.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    private static async Task<Guid> NewPartyAsync(this GuanlianHost host, string kind, string name)
    {
        var id = Guid.CreateVersion7();
        await host.ExecuteAsync($"""
            insert into members.party (id, code, kind, name, registered_at)
            values ('{id}', 'T{id.ToString("N")[^20..]}', '{kind}', '{name}', '{host.Clock.GetUtcNow():O}')
            """);
        return id;
    }
}
