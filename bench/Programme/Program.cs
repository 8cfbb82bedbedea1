using System.Globalization;
using Guanlian.ProgrammeBench;
using Guanlian.Web;
using Guanlian.Web.Database;
using Npgsql;

// dotnet run -c Release --project bench/Programme -- [--data folder] [--size 1.0] [--seconds 20] [--users 50] [--only word] [--fill-only] [--record file]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) => (e.Cancel, _) = (true, stop.CancelAsync());
var size = double.Parse(Value("--size") ?? "1", CultureInfo.InvariantCulture);
var folder = Directory.CreateDirectory(Value("--data") ?? "/tmp/bench-programme").FullName;
var home = Path.Combine(folder, "postgres");
var running = Directory.Exists(home) ? PrivatePostgres.FindRunning(home) : null;
await using var postgres = running is null ? await PrivatePostgres.StartAsync(home, PostgresSettings.Lasting, stop.Token) : null;
var server = new NpgsqlConnectionStringBuilder(running ?? postgres!.ConnectionString);
var name = string.Create(CultureInfo.InvariantCulture, $"programme_{size * 1000:0}");
await using (var maintenance = NpgsqlDataSource.Create(server.ConnectionString))
await using (var exists = maintenance.CreateCommand($"select count(*) from pg_database where datname = '{name}'"))
{
    if ((long)(await exists.ExecuteScalarAsync(stop.Token))! == 0)
    {
        await using var create = maintenance.CreateCommand($"create database {name}");
        await create.ExecuteNonQueryAsync(stop.Token);
    }
}

server.Database = name;
await using var app = WebHost.Build(new() { ConnectionString = server.ConnectionString, Files = folder, Urls = "http://127.0.0.1:0" });
await WebHost.MigrateAsync(app, stop.Token);
var made = await new FillProgramme(app.Services, size).RunAsync(stop.Token);
Console.Error.WriteLine(made);
if (args.Contains("--hold"))
{
    Console.WriteLine(server.ConnectionString);
    await Task.Delay(Timeout.Infinite, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
}

if (args.Contains("--fill-only") || args.Contains("--hold"))
{
    return 0;
}

await app.StartAsync(stop.Token);
var bench = new MeasureProgramme(app, TimeSpan.FromSeconds(double.Parse(Value("--seconds") ?? "20", CultureInfo.InvariantCulture)),
    int.Parse(Value("--users") ?? "50", CultureInfo.InvariantCulture), Value("--only"));
var report = await bench.RunAsync(made, stop.Token);
Console.WriteLine(report);
if (Value("--record") is { } file)
{
    await File.WriteAllTextAsync(file, report, stop.Token);
}

await app.StopAsync(stop.Token);
return 0;

string? Value(string option) => args.SkipWhile(a => a != option).Skip(1).FirstOrDefault();
