using System.Globalization;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Harvest.Stamps;
using Guanlian.Catalogue.Objects;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static Guanlian.Integration.Catalogue.Harvest.OaiRepository;

namespace Guanlian.Integration.Catalogue.Harvest;

/// <summary>Whoever asks for "everything since my last visit" gets everything, whenever it was committed.</summary>
public sealed class StampTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private readonly CatalogueWorld world = new(host);
    private readonly OaiRepository oai = new(host);

    [Fact]
    public async Task A_transaction_that_commits_late_is_not_missed_by_the_next_harvest()
    {
        var owner = await world.MuseumAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CatalogueDb>();
        await using var slow = await db.Database.BeginTransactionAsync();
        await scope.ServiceProvider.GetRequiredService<WriteObjects>().WriteAsync([CatalogueWorld.Draft(owner, "late", "慢")], default);

        host.Clock.Now += TimeSpan.FromMinutes(5);
        await world.WriteAsync(CatalogueWorld.Draft(owner, "quick", "快"));
        var answer = await oai.AskAsync("verb=ListRecords&metadataPrefix=oai_dc");
        Assert.Single(answer.Descendants(Ns + "record"));
        var visited = answer.Element(Ns + "responseDate")!.Value;

        host.Clock.Now += TimeSpan.FromMinutes(5);
        await slow.CommitAsync();
        var late = Assert.Single(await oai.ListAsync($"metadataPrefix=oai_dc&from={visited}"), r => r.ToString().Contains('慢', StringComparison.Ordinal));
        Assert.True(string.CompareOrdinal(late.Descendants(Ns + "datestamp").Single().Value, visited) >= 0);
    }

    // Three million objects were read and sorted for every edit: the first harvester after it waited for 40 s.
    [Fact]
    public async Task A_stamp_reads_what_has_changed_and_not_every_object()
    {
        var owner = await world.MuseumAsync();
        await world.WriteAsync([.. Enumerable.Range(0, 200).Select(i => CatalogueWorld.Draft(owner, $"p{i}", "盘"))]);
        await StampAsync();
        await host.WithAsync<CatalogueDb, int>(db => db.Database.ExecuteSqlAsync($"analyze catalogue.object, catalogue.stamp"));
        await world.WriteAsync(CatalogueWorld.Draft(owner, "one", "碗"));
        var before = await ReadAsync();
        await StampAsync();
        var after = await ReadAsync();
        for (var i = 0; i < 10 && after.ByIndex == before.ByIndex; i++)
        {
            after = await ReadAsync();
        }

        Assert.True(after.ByIndex > before.ByIndex, "the server has not told yet what was read");
        Assert.Equal(before.Whole, after.Whole);

        Task<DateTimeOffset> StampAsync() => world.UseAsync<StampChanges, DateTimeOffset>(Guanlian.Platform.Access.Actor.Program, (stamps, _) => stamps.RunAsync(default));

        // A connection tells what it has read when it ends.
        async Task<Reads> ReadAsync()
        {
            host.Services.GetRequiredService<NpgsqlDataSource>().Clear();
            await Task.Delay(500);
            return await host.WithAsync<CatalogueDb, Reads>(db => db.Database.SqlQuery<Reads>($"""
                select coalesce(sum(seq_scan), 0)::bigint as "Whole", coalesce(sum(idx_scan), 0)::bigint as "ByIndex"
                  from pg_stat_user_tables where schemaname = 'catalogue' and relname in ('object', 'stamp')
                """).SingleAsync());
        }
    }

    private sealed record Reads(long Whole, long ByIndex);

    [Fact]
    public async Task Incremental_harvests_beside_many_writers_miss_nothing_and_datestamps_never_go_back()
    {
        const int Writers = 6, Each = 25;
        var owner = await world.MuseumAsync();
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
        {
            var random = new Random(w);
            for (var i = 0; i < Each; i++)
            {
                await using var scope = host.Services.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<CatalogueDb>();
                await using var transaction = await db.Database.BeginTransactionAsync();
                await scope.ServiceProvider.GetRequiredService<WriteObjects>().WriteAsync([CatalogueWorld.Draft(owner, $"m{w}-{i}", $"件{w}-{i}")], default);
                await Task.Delay(random.Next(15));
                await transaction.CommitAsync();
            }
        })));

        var seen = new HashSet<string>();
        var (from, last) = ("2000-01-01T00:00:00Z", "");
        var harvests = 0;
        for (var end = false; !end; harvests++)
        {
            end = writing.IsCompleted;
            host.Clock.Now += TimeSpan.FromMilliseconds(700);
            var answer = await oai.AskAsync($"verb=ListIdentifiers&metadataPrefix=oai_dc&from={from}");
            from = answer.Element(Ns + "responseDate")!.Value;
            foreach (var header in answer.Descendants(Ns + "header"))
            {
                seen.Add(IdOf(header));
                var stamp = header.Element(Ns + "datestamp")!.Value;
                Assert.True(string.CompareOrdinal(stamp, from) <= 0);
                last = string.CompareOrdinal(stamp, last) > 0 ? stamp : last;
            }
        }

        await writing;
        Assert.True(harvests > 3, $"{harvests}");
        var all = await host.WithAsync<CatalogueDb, int>(db => db.Objects.CountAsync(o => o.InstitutionId == owner));
        Assert.Equal(Writers * Each, all);
        var missed = await host.WithAsync<CatalogueDb, List<int>>(db => db.Objects.Where(o => o.InstitutionId == owner).Select(o => o.Serial).ToListAsync());
        Assert.DoesNotContain(missed, s => !seen.Any(id => id.EndsWith(string.Create(CultureInfo.InvariantCulture, $"/{s}"), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_clock_behind_the_others_does_not_turn_time_back()
    {
        var owner = await world.MuseumAsync();
        await world.WriteAsync(CatalogueWorld.Draft(owner, "c1", "甲"));
        var first = await RunAsync();
        host.Clock.Now -= TimeSpan.FromSeconds(90);
        await world.WriteAsync(CatalogueWorld.Draft(owner, "c2", "乙"));
        Assert.Equal(first, await RunAsync());
        host.Clock.Now += TimeSpan.FromSeconds(100);
        Assert.True(await RunAsync() > first);
    }

    [Fact]
    public async Task A_database_restored_into_a_younger_server_is_stamped_anew_and_goes_on()
    {
        var owner = await world.MuseumAsync();
        await world.WriteAsync(CatalogueWorld.Draft(owner, "y1", "甲"));
        await RunAsync();
        await host.WithAsync<CatalogueDb, int>(async db =>
        {
            await db.Database.ExecuteSqlAsync($"update catalogue.stamping set seen = '900000000:900000000:'");
            return await db.Database.ExecuteSqlAsync($"update catalogue.object set changed_in = '899999999' where institution_id = {owner}");
        });
        await RunAsync();
        await world.WriteAsync(CatalogueWorld.Draft(owner, "y2", "乙"));
        await RunAsync();
        Assert.Equal(2, await host.WithAsync<CatalogueDb, int>(db => db.Database
            .SqlQuery<int>($"select count(*)::int as \"Value\" from catalogue.stamp where institution_id = {owner}").SingleAsync()));
    }

    private Task<DateTimeOffset> RunAsync() => host.WithAsync<StampChanges, DateTimeOffset>(s => s.RunAsync(default));
}
