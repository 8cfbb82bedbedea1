using System.Globalization;
using Guanlian.Cooperation.Annex;
using Guanlian.Cooperation.Programme;
using Guanlian.Hosting;
using Guanlian.Platform.Access;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Modules;
using Guanlian.Web;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Guanlian.Integration.Launcher;

/// <summary>As serve does it: on a program that is built but not started yet.</summary>
public sealed class SampleProvinceTests : IAsyncLifetime
{
    private TestDatabase database = null!;

    public async Task InitializeAsync() => database = await TestDatabase.CreateAsync();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    [Trait("Requirement", "P18")]
    public async Task The_sample_province_loads_once_with_the_registers_counts_and_a_killed_load_begins_again()
    {
        // As a killed load leaves it: the mark, and something half-done.
        await CountAsync("""
            platform.migration; insert into platform.sample (state) values ('loading');
            insert into members.party (id, code, kind, name, registered_at) values (gen_random_uuid(), 'HALF', 'Museum', '半途', now())
            """);
        using var files = new TemporaryFolder();
        await using var app = WebHost.Build(new() { ConnectionString = database.ConnectionString, Files = files.Path });
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en-GB");
        await LoadAsync(app.Services);

        Assert.Equal(226L, await CountAsync("members.party where kind = 'Museum'"));
        Assert.Equal(0L, await CountAsync("members.party where name = '半途'"));
        Assert.Equal(11L, await CountAsync("members.membership where signatory and role = 'Lead'"));
        Assert.Equal(1L, await CountAsync("members.membership where role = 'Secretariat' and 'Liaison' = any(offices)"));
        Assert.Equal(228L, await CountAsync("members.membership where state = 'Full'"));
        Assert.Equal(2L, await CountAsync("governance.charter_version where number is not null"));
        Assert.Equal(1L, await CountAsync("exchange.round where state = 'InForce' and sample"));
        Assert.Equal(1L, await CountAsync("exchange.round where state = 'Open' and sample"));
        Assert.Equal(4L, await CountAsync("exchange.request"));
        Assert.Equal(7L, await CountAsync("cooperation.cooperation where sample and agreement_id is null"));
        Assert.Equal(5L, await CountAsync("(select distinct state from cooperation.cooperation where agreement_id is null) s"));
        await EveryPartShowsSomethingAsync(app.Services);
        Assert.Equal(3L, await CountAsync("(select distinct state from exchange.request) s"));
        Assert.Equal(0L, await CountAsync("exchange.request_message where text not like '示例：%'"));
        Assert.Equal(0L, await CountAsync("exchange.listing where not sample"));
        Assert.Equal(0L, await CountAsync("exchange.listing where title ~ '^[A-Za-z]'")); // whatever the operator's terminal speaks
        Assert.InRange(await CountAsync("exchange.listing where side = 'Need' and state = 'Published'"), 200, 2000);
        Assert.InRange(await CountAsync("exchange.round_outcome where leader_id is not null"), 30, 60);
        Assert.Equal(0L, await CountAsync("platform.event where at > now() + interval '1 minute'"));
        Assert.Equal(4L, await CountAsync("media.image where state = 'Ready' and object_id is not null and sample"));
        Assert.Equal(0L, await CountAsync("platform.job where state <> 'Done'"));

        await using var scope = app.Services.CreateAsyncScope();
        Assert.Equal(8, (await scope.ServiceProvider.GetRequiredService<ISample>().SignInsAsync(default)).Count);
        var events = await CountAsync("platform.event");
        await LoadAsync(app.Services);
        Assert.Equal(events, await CountAsync("platform.event"));
    }

    /// <summary>Case consultations, what is due, the programme, the showcase and the annex of the sample province.</summary>
    private async Task EveryPartShowsSomethingAsync(IServiceProvider services)
    {
        Assert.Equal(1L, await CountAsync("cooperation.case_memory where sample and result = 'better' and description not like '%安泽%' and description not like '%2001%' and withdrawn_why is null"));
        Assert.Equal(2L, await CountAsync("cooperation.case_sheet"));
        Assert.Equal(1L, await CountAsync("cooperation.opinion where state = 'Issued'"));
        Assert.Equal(1L, await CountAsync("cooperation.opinion_signature where signed_at is null and void_at is null"));
        Assert.Equal(0L, await CountAsync("cooperation.opinion_signature where name not like '示例%'"));
        Assert.Equal(1L, await CountAsync("resources.booking where agreement_id is not null and state = 'Confirmed' and sample"));
        Assert.Equal(4L, await CountAsync("resources.handover where sample"));
        Assert.Equal(5L, await CountAsync("resources.handover_item where object_id is not null and grade <> 'First'"));
        Assert.Equal(8L, await CountAsync("(select distinct state from funds.application) s"));
        Assert.InRange(await CountAsync("agreements.pair where adopted_at < now() - interval '200 days'"), 30, 60);
        Assert.InRange(await CountAsync("agreements.agreement where pair_id is not null and state = 'InForce'"), 1, 4);
        Assert.InRange(await CountAsync("cooperation.cooperation where agreement_id is not null and sample"), 5, 40);
        Assert.Equal(1L, await CountAsync("cooperation.showcase where state = 'Shown'"));
        Assert.Equal(2L, await CountAsync("cooperation.showcase_object"));
        Assert.Equal(1L, await CountAsync("cooperation.honour where sample"));
        var cluster = await ScalarAsync<Guid>("select party_id from members.mandate where role = 'secretariat' limit 1");
        foreach (var (user, least) in new[] { ("secretariat", 1), ("director", 1), ("coordinator", 1), ("county", 1), ("staff", 1) })
        {
            await using var scope = services.CreateAsyncScope();
            var person = await ScalarAsync<Guid>($"select person_id from members.account where user_name = '{user}'");
            var mandate = await ScalarAsync<Guid>($"select id from members.mandate where person_id = '{person}' limit 1");
            var actor = scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = await scope.ServiceProvider.GetRequiredService<IActorSource>().ForAsync(person, mandate, default);
            var due = 0;
            foreach (var source in scope.ServiceProvider.GetServices<IDueItems>())
            {
                due += (await source.ForAsync(actor, default)).Count;
            }

            Assert.True(due >= least, $"nothing is due for {user}");
            if (user != "secretariat")
            {
                continue;
            }

            var pairs = await scope.ServiceProvider.GetRequiredService<ReadPairs.Handler>().HandleAsync(default);
            Assert.Superset(new HashSet<PairState> { PairState.NoAgreement, PairState.Working }, pairs.Select(p => p.State).ToHashSet());
            Assert.Contains(pairs, p => p.Alarm == Alarm.Association);
            Assert.Contains(pairs, p => p.Confirmed > 0);
            Assert.NotEmpty(await scope.ServiceProvider.GetRequiredService<ReadBalance.Handler>().HandleAsync(null, null, default));
            Assert.NotEmpty(await scope.ServiceProvider.GetRequiredService<ReadTimes.Handler>().HandleAsync(null, default));
            var years = new[] { TimeProvider.System.GetUtcNow().Year - 1, TimeProvider.System.GetUtcNow().Year };
            var annexes = new List<AnnexFacts>();
            foreach (var year in years)
            {
                annexes.Add(await scope.ServiceProvider.GetRequiredService<ReadAnnex>().OfAsync(cluster, year, "", _ => Task.CompletedTask, default));
            }

            Assert.All(annexes, a => Assert.NotEmpty(a.Pairs));
            Assert.Contains(annexes.SelectMany(a => a.Results), r => r.ConfirmedOn is not null);
            Assert.NotEmpty(annexes.SelectMany(a => a.Measures));
            Assert.Contains(annexes.SelectMany(a => a.Gifts), g => g.Confirmed > 0);
        }
    }

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static async Task LoadAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        using var line = new ProgressLine(TextWriter.Null, live: false, TimeProvider.System);
        await scope.ServiceProvider.GetRequiredService<ISample>().LoadIfEmptyAsync(line, default);
    }

    private async Task<long> CountAsync(string from)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"select count(*) from {from}", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
