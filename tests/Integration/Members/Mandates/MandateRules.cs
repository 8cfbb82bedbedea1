using System.Net;
using Guanlian.Hosting;
using Guanlian.Integration.Members.Accounts;
using Guanlian.Members.Mandates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Guanlian.Integration.Members.Mandates;

[Trait("Requirement", "P19")]
public sealed class MandateRules(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task A_mandate_that_ends_grants_nothing_from_the_next_request_on()
    {
        var museum = await host.NewMuseumAsync();
        var director = await host.PersonAsAsync("director", museum);
        using var client = host.ClientFor(director);
        Assert.Equal(200, await client.StatusAsync("mandates"));
        await host.ExecuteAsync($"update members.mandate set ended_at = '{host.Clock.Now:O}', end_reason = '示例' where id = '{director.MandateId}'");
        Assert.Equal(404, await client.StatusAsync("mandates"));
        Assert.Equal(200, await client.StatusAsync("account"));
    }

    [Fact]
    public async Task A_mandate_runs_out_at_midnight_in_China()
    {
        await using var own = new GuanlianHostOfItsOwn();
        var day = await own.StartAsync();
        var museum = await own.Host.NewMuseumAsync();
        var director = await own.Host.PersonAsAsync("director", museum);
        await own.Host.ExecuteAsync($"update members.mandate set to_on = '{day:yyyy-MM-dd}' where id = '{director.MandateId}'");
        using var client = own.Host.ClientFor(director);
        own.Host.Clock.Now = new(2026, 11, 20, 15, 59, 0, TimeSpan.Zero);
        await own.Host.ExecuteAsync($"update members.session set expires_at = '2026-12-01'");
        Assert.Equal(200, await client.StatusAsync("mandates"));
        own.Host.Clock.Now = new(2026, 11, 20, 16, 1, 0, TimeSpan.Zero);
        Assert.Equal(404, await client.StatusAsync("mandates"));
    }

    [Fact]
    public async Task Nobody_slides_into_another_mandate_when_the_one_in_use_ends()
    {
        var museum = await host.NewMuseumAsync();
        var director = await host.PersonAsAsync("director", museum);
        await host.NewMandateAsync(director.PersonId, await host.NewMuseumAsync("示例二馆"), "director");
        using var client = host.ClientFor(director);
        await host.ExecuteAsync($"update members.mandate set ended_at = '{host.Clock.Now:O}', end_reason = '示例' where id = '{director.MandateId}'");
        Assert.Equal(404, await client.StatusAsync("mandates"));
        Assert.Contains("请选择现在代表哪个单位", await client.GetStringAsync(new Uri("account/mandates", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Switching_counts_from_the_next_request_on_and_stays_for_the_next_sign_in()
    {
        var person = await host.PersonAsAsync("staff");
        var second = await host.NewMandateAsync(person.PersonId, await host.NewMuseumAsync("示例三馆"), "director");
        using var client = host.ClientFor(person);
        Assert.Equal(404, await client.StatusAsync("mandates"));
        var form = await FormOnPage.OpenAsync(client, "account/mandates", $"use-{second:N}");
        using var answer = await form.SendAsync(client);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var page = await client.GetStringAsync(new Uri("mandates", UriKind.Relative));
        Assert.Contains("示例三馆", page, StringComparison.Ordinal);
        Assert.Equal(second, await host.ScalarAsync<Guid>($"select last_mandate_id from members.account where person_id = '{person.PersonId}'"));
    }

    [Fact]
    public async Task A_form_opened_for_one_institution_is_not_sent_for_another()
    {
        var person = await host.PersonAsAsync("director");
        var second = await host.NewMandateAsync(person.PersonId, await host.NewMuseumAsync("示例四馆"), "director");
        using var client = host.ClientFor(person);
        var old = await FormOnPage.OpenAsync(client, "mandates/new", "new");
        var use = await FormOnPage.OpenAsync(client, "account/mandates", $"use-{second:N}");
        (await use.SendAsync(client)).Dispose();
        using var answer = await old.SendAsync(client, new() { ["Input.Role"] = "staff", ["Input.Name"] = "示例", ["Input.From"] = "2026-11-20", ["Input.Reason"] = "示例" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(0, await host.ScalarAsync<long>($"select count(*) from members.invitation where made_by = '{person.PersonId}'"));
    }

    [Fact]
    public async Task Somebody_elses_mandate_cannot_be_used()
    {
        var (one, other) = (await host.PersonAsAsync("staff"), await host.PersonAsAsync("director"));
        await host.ExecuteAsync($"update members.session set mandate_id = '{other.MandateId}' where person_id = '{one.PersonId}'");
        using var client = host.ClientFor(one);
        Assert.Equal(404, await client.StatusAsync("mandates"));
    }

    public static TheoryData<string, string, string, bool> WhoGivesWhat() => new()
    {
        { "administrator", "operator", "administrator", true }, { "administrator", "cluster", "secretariat", true }, { "administrator", "member", "director", true },
        { "administrator", "member", "secretariat", false }, { "administrator", "operator", "director", false },
        { "secretariat", "member", "director", true }, { "secretariat", "member", "partner", true }, { "secretariat", "member", "staff", false },
        { "secretariat", "stranger", "director", false }, { "secretariat", "cluster", "secretariat", false }, { "secretariat", "operator", "administrator", false },
        { "director", "own", "staff", true }, { "director", "own", "coordinator", true }, { "director", "own", "director", false }, { "director", "stranger", "staff", false },
        { "council", "member", "director", false }, { "staff", "own", "staff", false }, { "coordinator", "own", "staff", false }, { "partner", "own", "partner", false },
    };

    [Theory, MemberData(nameof(WhoGivesWhat))]
    public async Task A_role_is_given_only_by_whoever_may(string giver, string where, string role, bool may)
    {
        var cluster = await host.NewClusterAsync();
        var member = await host.NewMuseumAsync();
        await host.JoinAsync(cluster, member);
        var party = giver is "administrator" ? Guid.Parse("00000000-0000-7000-8000-000000000001") : giver is "secretariat" or "council" ? cluster : member;
        var who = await host.PersonAsAsync(giver, party);
        var target = where switch { "operator" => Guid.Parse("00000000-0000-7000-8000-000000000001"), "cluster" => cluster, "stranger" => await host.NewMuseumAsync(), _ => member };
        var outcome = await AsAsync<InvitePerson.Handler, Outcome<InvitePerson.Link>>(
            who, h => h.HandleAsync(new("示例新人", null, target, role, null, null, "示例"), default));
        Assert.Equal(may, !outcome.Refused);
    }

    [Fact]
    public async Task Giving_and_ending_are_in_the_history_with_their_reasons()
    {
        var museum = await host.NewMuseumAsync();
        var director = await host.PersonAsAsync("director", museum);
        var staff = await host.PersonAsAsync("staff", museum);
        var given = await AsAsync<GrantMandate.Handler, Outcome<Guid>>(
            director, h => h.HandleAsync(new(staff.PersonId, museum, "coordinator", null, new(2027, 1, 1), "文件第1号"), default));
        var ended = await AsAsync<EndMandate.Handler, Outcome<Done>>(director, h => h.HandleAsync(new(given.Value, "调离", 1), default));
        Assert.False(ended.Refused);
        var told = await host.ScalarAsync<string>($"""
            select string_agg(action || ' ' || reason || ' ' || (person_id = '{director.PersonId}') || ' ' || (mandate_id = '{director.MandateId}'), '|' order by seq)
              from platform.event join platform.event_seal on event_id = id where subject_id = '{given.Value}' and owner_id = '{museum}'
            """);
        Assert.Equal("members.mandate.granted 文件第1号 true true|members.mandate.ended 调离 true true", told);
        var again = await AsAsync<EndMandate.Handler, Outcome<Done>>(director, h => h.HandleAsync(new(given.Value, "调离", 2), default));
        Assert.IsType<Refusal.Stale>(again.Refusal);
    }

    [Fact]
    public async Task A_director_ends_nobody_of_another_institution_and_not_himself_unless_he_lays_it_down()
    {
        var (director, stranger) = (await host.PersonAsAsync("director"), await host.PersonAsAsync("staff"));
        var refused = await AsAsync<EndMandate.Handler, Outcome<Done>>(director, h => h.HandleAsync(new(stranger.MandateId!.Value, "x", 1), default));
        Assert.IsType<Refusal.Missing>(refused.Refusal);
        var laid = await AsAsync<EndMandate.Handler, Outcome<Done>>(director, h => h.HandleAsync(new(director.MandateId!.Value, "退休", 1), default));
        Assert.False(laid.Refused);
    }

    [Fact]
    public async Task Two_administrators_who_dismiss_each_other_at_once_leave_one()
    {
        await using var own = new GuanlianHostOfItsOwn();
        await own.StartAsync();
        var (one, two) = (await own.Host.PersonAsAsync("administrator"), await own.Host.PersonAsAsync("administrator"));
        var outcomes = await Task.WhenAll(
            AsAsync<EndMandate.Handler, Outcome<Done>>(one, h => h.HandleAsync(new(two.MandateId!.Value, "x", 1), default), own.Host),
            AsAsync<EndMandate.Handler, Outcome<Done>>(two, h => h.HandleAsync(new(one.MandateId!.Value, "x", 1), default), own.Host));
        Assert.Single(outcomes, o => !o.Refused);

        // The later one finds himself the last, or already dismissed.
        Assert.Contains(Assert.Single(outcomes, o => o.Refused).Refusal!.Code, new[] { "members.mandate.last-administrator", "members.mandate.missing" });
        Assert.Equal(1, await own.Host.ScalarAsync<long>("select count(*) from members.mandate where role = 'administrator' and ended_at is null"));
    }

    [Fact]
    public async Task The_database_itself_refuses_what_must_never_be()
    {
        var museum = await host.NewMuseumAsync();
        var person = await host.NewPersonAsync("示例");
        await host.NewMandateAsync(person, museum, "staff");
        Assert.Equal("mandate_once", await BrokenAsync(() => host.NewMandateAsync(person, museum, "staff")));
        Assert.Equal("mandate_role_fits_party", await BrokenAsync(() => host.NewMandateAsync(person, museum, "administrator")));
        Assert.Equal("mandate_role_fits_party", await BrokenAsync(() => host.NewMandateAsync(person, museum, "secretariat")));
        Assert.Equal("mandate_dates", await BrokenAsync(() => host.NewMandateAsync(person, museum, "director", new(2020, 1, 1))));
    }

    [Fact]
    [Trait("Requirement", "G08")]
    public async Task A_head_acts_for_a_branch_in_the_stated_matters_and_time_only()
    {
        var cluster = await host.NewClusterAsync();
        var (head, branch) = (await host.NewMuseumAsync("示例总馆"), await host.NewMuseumAsync("示例分馆"));
        var director = await host.PersonAsAsync("director", head);
        await host.ExecuteAsync($"""
            insert into members.acting_for (id, cluster_id, head_id, branch_id, matters, from_on, to_on, reason)
            values ('{Guid.CreateVersion7()}', '{cluster}', '{head}', '{branch}', array['Listings'], '2026-11-01', '2026-11-20', '示例')
            """);
        var actor = await ActorAsync(director);
        var table = host.Services.GetRequiredService<PermissionTable>();
        Assert.Equal(["exchange.edit-listings"], actor.Mandate!.ActsFor[branch]);
        Assert.True(actor.May("exchange.edit-listings", branch));
        Assert.False(actor.May("catalogue.keep", branch));
        // What can be lent is called as the branch chose it, and each matter that a module knows opens something.
        Assert.Empty(Guanlian.Web.ModuleList.All.SelectMany(m => m.Permissions).Select(p => p.Matter).OfType<string>().Except(Enum.GetNames<Guanlian.Members.Memberships.ActingMatter>()));
        Assert.All([Matters.Listings, Matters.Pairing, Matters.Agreements, Matters.Objects], matter => Assert.NotEmpty(table.Of("director", [matter])));
        Assert.False(actor.May(Guanlian.Members.Access.MembersPermissions.Mandate, branch));
        host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty((await ActorAsync(director)).Mandate!.ActsFor);
        host.Clock.Advance(TimeSpan.FromDays(-1));
    }

    [Fact]
    public async Task A_cluster_stands_over_its_members_and_those_of_clusters_below_it_and_over_nobody_else()
    {
        var (province, city) = (await host.NewClusterAsync("示例省"), await host.NewClusterAsync("示例市"));
        var (direct, below, stranger) = (await host.NewMuseumAsync(), await host.NewMuseumAsync(), await host.NewMuseumAsync());
        await host.JoinAsync(province, direct);
        await host.JoinAsync(province, city);
        await host.JoinAsync(city, below);
        var actor = await ActorAsync(await host.PersonAsAsync("secretariat", province));
        Assert.Equal(new HashSet<Guid> { direct, city, below }, actor.Mandate!.StandsOver.ToHashSet());
        Assert.DoesNotContain(stranger, actor.Mandate.StandsOver);
        var lower = await ActorAsync(await host.PersonAsAsync("secretariat", city));
        Assert.Equal([below], lower.Mandate!.StandsOver);
    }

    private Task<Actor> ActorAsync(SignedIn who) => host.WithAsync<IActorSource, Actor>(s => s.ForAsync(who.PersonId, who.MandateId, default));

    private async Task<T> AsAsync<THandler, T>(SignedIn who, Func<THandler, Task<T>> use, GuanlianHost? at = null)
        where THandler : notnull
    {
        await using var scope = (at ?? host).Services.CreateAsyncScope();
        var actor = await scope.ServiceProvider.GetRequiredService<IActorSource>().ForAsync(who.PersonId, who.MandateId, default);
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        return await use(scope.ServiceProvider.GetRequiredService<THandler>());
    }

    private static async Task<string?> BrokenAsync(Func<Task> act) => (await Assert.ThrowsAsync<PostgresException>(act)).ConstraintName;

    private sealed class GuanlianHostOfItsOwn : IAsyncDisposable
    {
        public GuanlianHost Host { get; } = new();

        public async Task<DateOnly> StartAsync()
        {
            await Host.InitializeAsync();
            return new(2026, 11, 20);
        }

        public async ValueTask DisposeAsync() => await Host.DisposeAsync();
    }
}
