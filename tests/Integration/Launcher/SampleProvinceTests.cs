using System.Globalization;
using Guanlian.Hosting;
using Guanlian.Platform.Commands;
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
        Assert.Equal(6L, await CountAsync("cooperation.cooperation where sample"));
        Assert.Equal(5L, await CountAsync("(select distinct state from cooperation.cooperation) s"));
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
