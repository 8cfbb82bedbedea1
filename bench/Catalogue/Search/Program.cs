using System.Globalization;
using Guanlian.CatalogueSearch;
using Guanlian.Web;
using Guanlian.Web.Database;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) => (e.Cancel, _) = (true, stop.CancelAsync());
var folder = Directory.CreateDirectory(Value("--data") ?? "/tmp/bench-data").FullName;
var home = Path.Combine(folder, "postgres");
var made = new MadeProvince(double.Parse(Value("--coins") ?? "0.76", CultureInfo.InvariantCulture));

// One server for all commands while "hold" runs; else each brings its own.
var running = Directory.Exists(home) ? PrivatePostgres.FindRunning(home) : null;
await using var postgres = running is null ? await PrivatePostgres.StartAsync(home, PostgresSettings.Lasting, stop.Token) : null;
var connection = new NpgsqlConnectionStringBuilder(running ?? postgres!.ConnectionString);
switch (args.FirstOrDefault())
{
    case "hold":
        Console.WriteLine(connection.ConnectionString);
        await Task.Delay(Timeout.Infinite, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        break;
    case "fill":
        await using (var app = await OpenAsync(Value("--database") ?? "province"))
        {
            await new FillProvince(app.Services, made).RunAsync(int.Parse(Value("--records") ?? "3000000", CultureInfo.InvariantCulture), stop.Token);
            Console.WriteLine(await CompareRows.RunAsync(app.Services, made, stop.Token));
        }

        break;
    case "grow":
        var (from, grown) = (Value("--from") ?? "province", Value("--database") ?? "grown");
        await using (var app = await OpenAsync(grown, from == grown ? null : from))
        {
            var grow = new GrowProvince(app.Services.GetRequiredService<NpgsqlDataSource>());
            var (before, after) = await grow.RunAsync(int.Parse(Value("--times") ?? "3", CultureInfo.InvariantCulture), stop.Token);
            Console.WriteLine(await CompareRows.CopiesAsync(app.Services, before, after, stop.Token));
        }

        break;
    case "list":
        await using (var app = await OpenAsync(Value("--database") ?? "province"))
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            await new BareTables(app.Services.GetRequiredService<NpgsqlDataSource>()).ListAsync(stop.Token);
            Console.WriteLine($"listed in {clock.Elapsed.TotalSeconds:0} s");
        }

        break;
    case "search":
        await using (var app = await OpenAsync(Value("--database") ?? "province"))
        {
            var log = QueryLog.ReadAll().Where(q => Value("--kind") is not { } kind || q.Kind == kind).ToList();
            var measure = new MeasureSearch(app.Services);
            Console.WriteLine($"columns loaded in {await measure.WarmUpAsync(stop.Token):0.0} s");
            var first = await measure.PassAsync(log, 1, stop.Token);
            var again = await measure.PassAsync(log, int.Parse(Value("--passes") ?? "3", CultureInfo.InvariantCulture), stop.Token);
            Console.WriteLine(Report.ByKind(("first", first), ("again", again)));
            Console.WriteLine(Report.Slowest(first, 25));
        }

        break;
    case "groonga-load":
        await using (var app = await OpenAsync(Value("--database") ?? "province"))
        {
            await app.Services.GetRequiredService<Guanlian.Catalogue.Search.Indexing.FacetValues>().CatchUpAsync(stop.Token);
            await using var groonga = new GroongaPeer(Path.Combine(folder, $"groonga-{Value("--database") ?? "province"}"), 10041);
            await groonga.LoadAsync(app.Services, made, stop.Token);
        }

        break;
    case "measure":
        var parts = (Value("--parts") ?? "search,readers,peers,served,small").Split(',');
        var run = new FinalRun(made, Value("--record") ?? "search.md", Value("--program") ?? "src/Web/bin/Release/net10.0/Guanlian.Web.dll", int.Parse(Value("--passes") ?? "3", CultureInfo.InvariantCulture), stop.Token);
        var name = Value("--database") ?? "province";
        await using (var app = await OpenAsync(name))
        {
            if (parts.Contains("started"))
            {
                await run.StartedAsync(app, name);
            }

            if (parts.Contains("search"))
            {
                await run.SearchAsync(app, name);
            }

            if (parts.Contains("readers"))
            {
                await run.ReadersAsync(app);
            }

            if (parts.Contains("peers"))
            {
                await run.PeersAsync(app, Path.Combine(folder, $"groonga-{name}"), int.Parse(Value("--every") ?? "1", CultureInfo.InvariantCulture));
            }

            if (parts.Contains("sql"))
            {
                await run.SqlAsync(app);
            }

            var there = new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Database = name }.ConnectionString;
            if (parts.Contains("served"))
            {
                await run.ServedAsync(app, there);
            }

            if (parts.Contains("whole"))
            {
                await run.WholeAsync(app, there);
            }
        }

        if (parts.Contains("small") || parts.Contains("small-started"))
        {
            await using var small = await OpenAsync(Value("--small") ?? "small");
            await (parts.Contains("small") ? run.SearchAsync(small, Value("--small") ?? "small") : run.StartedAsync(small, Value("--small") ?? "small"));
        }

        break;
    default:
        Console.Error.WriteLine("hold | fill | grow | see README.md");
        return 2;
}

return 0;

async Task<Microsoft.AspNetCore.Builder.WebApplication> OpenAsync(string database, string? template = null)
{
    await using (var server = NpgsqlDataSource.Create(connection.ConnectionString))
    await using (var exists = server.CreateCommand($"select count(*) from pg_database where datname = '{database}'"))
    {
        if ((long)(await exists.ExecuteScalarAsync(stop.Token))! == 0)
        {
            await using var create = server.CreateCommand($"create database {database}{(template is null ? "" : $" template {template}")}");
            create.CommandTimeout = 0;
            await create.ExecuteNonQueryAsync(stop.Token);
        }
    }

    var app = WebHost.Build(new() { ConnectionString = new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Database = database }.ConnectionString });
    await WebHost.MigrateAsync(app, stop.Token);
    return app;
}

string? Value(string option) => args.SkipWhile(a => a != option).Skip(1).FirstOrDefault();
