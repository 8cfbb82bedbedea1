using System.Diagnostics;
using System.Globalization;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Search.Indexing;
using Guanlian.Load;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.CatalogueSearch;

/// <summary>Everything that is to be shown, one after the other on one machine; what is ready is written at once.</summary>
internal sealed class FinalRun(MadeProvince made, string report, string program, int passes, CancellationToken ct)
{
    private static readonly TimeSpan Stretch = TimeSpan.FromSeconds(45);
    private readonly IReadOnlyList<LoggedQuery> log = QueryLog.ReadAll();

    /// <summary>A program that has just started and has been asked nothing: the compiler's first pass is in it.</summary>
    public async Task StartedAsync(WebApplication app, string title)
    {
        var measure = new MeasureSearch(app.Services);
        await SayAsync($"\n## {title}, in a process that has just started\n\n{Machine.Describe()}\n\nColumns loaded in {await measure.LoadAsync(ct):0.0} s.\n");
        var first = await measure.PassAsync(log, 1, ct);
        await SayAsync(Report.ByKind(("first asked of a program that has just started", first)) + $"\n```\n{Report.Slowest(first, 8)}\n```\n");
    }

    public async Task SearchAsync(WebApplication app, string title)
    {
        var measure = new MeasureSearch(app.Services);
        await SayAsync($"\n## {title}, in a warmed process\n\n{Machine.Describe()}\n\nColumns loaded in {await measure.WarmUpAsync(ct):0.0} s; then {QueryLog.ReadOthers().Count} queries that are not in the log.\n");
        var first = await measure.PassAsync(log, 1, ct);
        var again = await measure.PassAsync(log, passes, ct);
        await SayAsync(Report.ByKind(("first asked of a warmed program", first), ($"median of {passes} later passes", again)));
        await SayAsync($"\nSlowest when first asked:\n\n```\n{Report.Slowest(first, 15)}\n```\n");
    }

    /// <summary>The same questions by everybody: what it costs that some may see more.</summary>
    public async Task ReadersAsync(WebApplication app)
    {
        var measure = new MeasureSearch(app.Services);
        _ = await measure.WarmUpAsync(ct);
        var some = log.Where((_, i) => i % 4 == 0).ToList();
        await SayAsync("\n| every fourth query, asked by | queries | p50 ms | p95 ms | p99 ms | worst ms |\n|---|---|---|---|---|---|");
        foreach (var kind in new[] { "visitor", "member", "staff", "association", "visitor" })
        {
            var times = await measure.PassAsync(some, 3, ct, LoggedQuery.ReaderOf(kind));
            await SayAsync($"| {kind} | {times.Of(_ => true)} |");
        }
    }

    /// <param name="app">The search.</param>
    /// <param name="groongaFolder">Its peer.</param>
    /// <param name="every">1 for the whole log.</param>
    public async Task PeersAsync(WebApplication app, string groongaFolder, int every)
    {
        var values = app.Services.GetRequiredService<FacetValues>();
        await values.CatchUpAsync(ct);
        var audiences = app.Services.GetRequiredService<Audiences>();
        await using var groonga = new GroongaPeer(groongaFolder, 10041);
        if (!groonga.Exists)
        {
            return;
        }

        await groonga.StartAsync(ct);
        var asked = new List<(LoggedQuery Query, string Command)>();
        foreach (var query in log.Where((_, i) => i % every == 0))
        {
            if (GroongaPeer.Command(query, await audiences.OpenToAsync(query.Reader, ct), values, CodeBook.Standard) is { } command)
            {
                asked.Add((query, command));
            }
        }

        var (first, again) = (new Timings(), new Timings());
        for (var pass = 0; pass <= passes; pass++)
        {
            foreach (var (query, command) in asked)
            {
                (pass == 0 ? first : again).Add(query, (await groonga.AskAsync(command, ct)).Milliseconds);
            }
        }

        var measure = new MeasureSearch(app.Services);
        _ = await measure.WarmUpAsync(ct);
        var ours = await measure.PassAsync([.. asked.Select(a => a.Query)], 1, ct);
        var oursAgain = await measure.PassAsync([.. asked.Select(a => a.Query)], passes, ct);
        await SayAsync($"\n## Groonga and the search, {asked.Count} queries without pinyin\n\n{Machine.Describe()}\n\n" + Report.ByKind(
            ("Groonga, first pass", first), ($"Groonga, median of {passes} later passes", again), ("search, first pass", ours), ($"search, median of {passes} later passes", oursAgain)));
        await SayAsync($"\nGroonga's memory: {groonga.Megabytes():0} MB.\n\n```\n{Report.Slowest(again, 10)}\n```\n");
    }

    public async Task SqlAsync(WebApplication app)
    {
        await app.Services.GetRequiredService<FacetValues>().CatchUpAsync(ct);
        var sql = await new SqlPeer(app.Services).PassAsync(log.Where((_, i) => i % 12 == 0), ct);
        await SayAsync($"\n| plain SQL, every twelfth query without years and pinyin | {sql.Of(_ => true)} |\n");
    }

    public async Task ServedAsync(WebApplication app, string database)
    {
        await using var served = await ServedProvince.StartAsync(program, database);
        var clock = Stopwatch.StartNew();
        _ = await served.PageAsync("catalogue?q=%E7%90%89%E7%92%83", ct);
        await SayAsync($"\n## Over HTTP, the page of a visitor\n\nFirst search after the start: {clock.Elapsed.TotalSeconds:0.0} s.\n");
        var mine = log.Where(q => q.ReaderKind == "visitor").ToList();
        _ = await served.PassAsync(mine.Take(60), 1, ct);
        var first = await served.PassAsync(mine, 1, ct);
        var again = await served.PassAsync(mine, 2, ct);
        await SayAsync(Report.ByKind(("asked for the first time", first), ("median of 2 later passes", again)) + $"\nMemory at most {served.Most:0} MB.\n");
        await SayAsync(await EditsAsync(app, served));
        foreach (var prefix in new[] { "oai_dc", "lido" })
        {
            served.Most = 0;
            await SayAsync("- " + await served.HarvestAsync(prefix, Stretch, long.MaxValue, ct));
        }

        served.Most = 0;
        await SayAsync("- " + await served.ExportAsync("object.jsonl", Stretch, long.MaxValue, ct));
    }

    /// <summary>Everything that visitors may see, to its end.</summary>
    public async Task WholeAsync(WebApplication app, string database)
    {
        await using var served = await ServedProvince.StartAsync(program, database);
        _ = await served.PageAsync("catalogue?q=%E7%90%89%E7%92%83", ct);
        await using var count = app.Services.GetRequiredService<Npgsql.NpgsqlDataSource>().CreateCommand("select count(*) from catalogue.stamp");
        var expected = (long)(await count.ExecuteScalarAsync(ct))!;
        await SayAsync($"\n## Whole lists\n\n{Machine.Describe()}\n");
        foreach (var prefix in new[] { "oai_dc", "lido" })
        {
            served.Most = 0;
            await SayAsync("- " + await served.HarvestAsync(prefix, TimeSpan.FromHours(2), expected, ct));
        }

        served.Most = 0;
        await SayAsync("- " + await served.ExportAsync("object.jsonl", TimeSpan.FromHours(2), expected, ct));
    }

    // Another copy of the program writes; this one is asked at once.
    private async Task<string> EditsAsync(WebApplication app, ServedProvince served)
    {
        var delays = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CatalogueDb>();
            var name = $"示例改{(char)(0x5200 + (i * 7))}{(char)(0x6A00 + (i * 11))}瓶";
            var draft = made.Draft(10 + i) with { State = ObjectState.Published, Level = Level.Public, Named = [], OpensOn = null };
            var stored = await db.Objects.FindAsync([draft.InstitutionId, draft.Id], ct);
            await using (var transaction = await db.Database.BeginTransactionAsync(ct))
            {
                await scope.ServiceProvider.GetRequiredService<WriteObjects>().WriteAsync(
                    [draft with { Version = stored!.Version, Record = draft.Record.With("title", WordsValue.Zh(name)) }], ct);
                await transaction.CommitAsync(ct);
            }

            var clock = Stopwatch.StartNew();
            while (!(await served.PageAsync($"catalogue?q={Uri.EscapeDataString(name)}", ct)).Contains($">{name}<", StringComparison.Ordinal) && clock.Elapsed < TimeSpan.FromSeconds(20))
            {
            }

            delays.Add(clock.Elapsed.TotalMilliseconds);
        }

        return string.Create(CultureInfo.InvariantCulture, $"- 20 edits by another copy of the program, seen in the search's answer after {delays.Order().ElementAt(10):0} ms (median), {delays.Max():0} ms (worst), the search itself included");
    }

    private async Task SayAsync(string text)
    {
        Console.WriteLine(text);
        await File.AppendAllTextAsync(report, text + "\n", ct);
    }
}
