using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using Guanlian.Cooperation.Annex;
using Guanlian.Cooperation.Steps;
using Guanlian.Load;
using Guanlian.Platform.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Guanlian.ProgrammeBench;

/// <summary>Asks for the pages that the alliance opens every morning, moves a date through a long chain, makes an annex.</summary>
internal sealed class MeasureProgramme(Microsoft.AspNetCore.Builder.WebApplication app, TimeSpan time, int users, string? only)
{
    private const int Moves = 15;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private readonly List<string> lines = [];
    private readonly NpgsqlDataSource source = app.Services.GetRequiredService<NpgsqlDataSource>();

    public async Task<string> RunAsync(MadeProgramme made, CancellationToken ct)
    {
        foreach (var (name, pages, cookies) in await KindsAsync(made, ct))
        {
            if (only is not null && !name.Contains(only, StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var (pause, said) in new[] { (TimeSpan.FromSeconds(1), "1 s on each page"), (TimeSpan.Zero, "never pausing") })
            {
                await Visitors.SendAsync(new(app.Urls.First() + "/"), name, pages, users, WarmUp, cookies, TimeSpan.Zero);
                var m = await Visitors.SendAsync(new(app.Urls.First() + "/"), name, pages, users, time, cookies, pause);
                lines.Add(string.Create(CultureInfo.InvariantCulture,
                    $"| {name} | {said} | {m.Milliseconds.Length} | {m.PerSecond:0} | {m.At(0.5):0.0} | {m.At(0.95):0.0} | {m.At(0.99):0.0} | {m.Bytes / 1024.0:0} | {m.Failures} |"));
                Console.Error.WriteLine(lines[^1]);
            }
        }

        var moved = only is null or "chain" ? await ChainAsync(made, ct) : [];
        var annex = only is null or "annex" ? await AnnexAsync(made, ct) : "";
        return $"""
            # Programme: {made.Pairs} pairs, {made.Cooperations:N0} cooperations, {made.Tasks:N0} tasks, {made.Events:N0} events, {users} users at once

            {Machine.Describe()}
            The server, its database and the users share this machine and one process. Each measurement lasts {time.TotalSeconds:0} s after {WarmUp.TotalSeconds:0} s of warming up.
            Again with: `dotnet run -c Release --project bench/Programme -- --record bench/results/…`.

            | page | {users} users | answers | per second | p50 ms | p95 ms | p99 ms | largest KB as sent | not 200 |
            |---|---|---|---|---|---|---|---|---|
            {string.Join("\n", lines)}

            A date moved through a chain of {FillProgramme.Chain} tasks (accepting the first one late, from the act to the commit), {moved.Count} times: {Spread(moved)}.

            {annex}

            """;
    }

    private async Task<List<(string Name, string[] Pages, string[] Cookies)>> KindsAsync(MadeProgramme made, CancellationToken ct)
    {
        var leaders = made.Leaders.Select((_, n) => Cookie(FillProgramme.Id(5, n))).ToArray();
        var museums = made.Museums.Select((_, n) => Cookie(FillProgramme.Id(5, made.Leaders.Count + n))).ToArray();
        string[] office = [Cookie(FillProgramme.Id(5, 100_000))];
        var running = await ListAsync("select id::text from cooperation.cooperation where state = 'Running' order by id limit 200", ct);
        return
        [
            ("Today, leaders", [""], leaders),
            ("Today, county museums", ["", "en/"], museums),
            ("Today, association", [""], office),
            ("programme", ["programme", "programme?state=working", "programme?quiet=true", "en/programme"], office),
            ("programme, time taken", ["programme/time"], office),
            ("programme, contributions", ["programme/balance"], office),
            ("programme, unmet needs", ["programme/needs"], office),
            ("counties side by side", ["counties"], leaders),
            ("cooperations", ["cooperations", "cooperations?late=true", "cooperations?state=running"], leaders),
            ("timeline", [.. running.Select(id => $"cooperations/{id}/timeline")], office),
            ("board", [.. running.Select(id => $"cooperations/{id}/board")], office),
        ];
    }

    // As a browser that has signed in.
    private string Cookie(Guid person)
    {
        const string Scheme = "guanlian";
        var options = app.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Scheme);
        var principal = new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, person.ToString()), new("session", FillProgramme.Session(person).ToString())], Scheme));
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var ticket = new AuthenticationTicket(principal, new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddDays(30) }, Scheme);
        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}";
    }

    private async Task<List<double>> ChainAsync(MadeProgramme made, CancellationToken ct)
    {
        var (cooperation, first) = (FillProgramme.Id(20, made.Cooperations), FillProgramme.Id(23, made.Cooperations * 512L));
        var checks = made.Museums[made.Cooperations % made.Museums.Count];
        var times = new List<double>();
        for (var n = 0; n < Moves; n++)
        {
            // As it was before: the first task handed in forty days ago, everything behind it where it was planned.
            await DoAsync($"""
                update cooperation.task set state = 'Open', start_on = t.s, due_on = t.s + 3, ended_on = null, confirmed_at = null
                  from (select id, current_date - 40 + 4 * sort as s from cooperation.task where cooperation_id = '{cooperation}') t where t.id = task.id;
                update cooperation.task set state = 'HandedIn', began_on = current_date - 40, handed_in_at = now() - interval '37 days', done_by = 'Together' where id = '{first}'
                """, ct);
            await using var scope = app.Services.CreateAsyncScope();
            var museum = made.Museums.ToList().IndexOf(checks);
            var person = FillProgramme.Id(5, made.Leaders.Count + museum);
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = await scope.ServiceProvider.GetRequiredService<IActorSource>().ForAsync(person, FillProgramme.Mandate(person), ct);
            var version = int.Parse((await ListAsync($"select version::text from cooperation.task where id = '{first}'", ct))[0], CultureInfo.InvariantCulture);
            var from = Stopwatch.GetTimestamp();
            var done = await scope.ServiceProvider.GetRequiredService<ReviewTask.Handler>().HandleAsync(new(first, true, null, null, version), ct);
            times.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            if (done.Refused)
            {
                throw new InvalidOperationException(done.Refusal.ToString());
            }
        }

        return [.. times.Skip(1)];
    }

    private async Task<string> AnnexAsync(MadeProgramme made, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var person = FillProgramme.Id(5, 100_000);
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = await scope.ServiceProvider.GetRequiredService<IActorSource>().ForAsync(person, FillProgramme.Mandate(person), ct);
        var year = app.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(-200).Year;
        var job = await scope.ServiceProvider.GetRequiredService<MakeAnnex.Handler>().HandleAsync(new(year, "https://example.org/"), ct);
        if (job.Refused)
        {
            throw new InvalidOperationException(job.Refusal.ToString());
        }

        while ((await ListAsync($"select state from platform.job where id = '{job.Value}'", ct))[0] is "Waiting" or "Running")
        {
            await Task.Delay(50, ct);
        }

        return (await ListAsync($"""
            select format('Annex of the year, from asking to the end: %s s; %s pairs, %s results, workbook %s KB, PDF %s KB (%s).', round(extract(epoch from j.ended_at - j.created_at)::numeric, 1),
                a.pairs, a.results, octet_length(a.xlsx) / 1024, coalesce(octet_length(a.pdf) / 1024, 0), j.state)
              from platform.job j join cooperation.annex a on a.job_id = j.id where j.id = '{job.Value}'
            """, ct))[0];
    }

    private static string Spread(List<double> times) => times.Count == 0 ? "–"
        : string.Create(CultureInfo.InvariantCulture, $"median {times.Order().ElementAt(times.Count / 2):0} ms, slowest {times.Max():0} ms");

    private async Task<List<string>> ListAsync(string sql, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var list = new List<string>();
        while (await reader.ReadAsync(ct))
        {
            list.Add(reader.GetString(0));
        }

        return list;
    }

    private async Task DoAsync(string sql, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }
}
