using System.Diagnostics;
using System.Globalization;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Guanlian.ProgrammeBench;

/// <summary>What the bench measures with.</summary>
internal sealed record MadeProgramme(int Pairs, int Cooperations, int Tasks, int Events)
{
    public required Guid Cluster { get; init; }

    public required IReadOnlyList<Guid> Leaders { get; init; }

    public required IReadOnlyList<Guid> Museums { get; init; }
}

/// <summary>
/// A province after ten years: 110 pairs, 20,000 cooperations of every shipped kind, 400,000 tasks with deliverables and evidence, 2 million
/// events. Written by COPY past triggers; the counts that the database keeps are made afterwards by the product's own functions.
/// </summary>
internal sealed class FillProgramme(IServiceProvider services, double size)
{
    public const int Chain = 500;
    private const int Years = 10;
    private const int TasksEach = 20;
    private const int EventsEach = 5;
    private readonly Random chance = new(20261120);
    private readonly NpgsqlDataSource source = services.GetRequiredService<NpgsqlDataSource>();
    private readonly DateTimeOffset now = services.GetRequiredService<TimeProvider>().GetUtcNow();
    private readonly Stopwatch clock = Stopwatch.StartNew();

    private int Pairs => Math.Max(6, (int)(110 * Math.Min(1, size * 2)));

    private int Cooperations => Math.Max(60, (int)(20_000 * size));

    /// <summary>A guid that is the same each time.</summary>
    public static Guid Id(int kind, long number) => new(kind, 0, 0x7000, 0x80, 0, 0, 0, (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number);

    public async Task<MadeProgramme> RunAsync(CancellationToken ct)
    {
        var made = new MadeProgramme(Pairs, Cooperations, Cooperations * TasksEach, Cooperations * TasksEach * EventsEach)
        {
            Cluster = Id(1, 0),
            Leaders = [.. Enumerable.Range(0, Math.Max(2, Pairs * 33 / 110)).Select(n => Id(2, n))],
            Museums = [.. Enumerable.Range(0, Pairs).Select(n => Id(3, n))],
        };
        await using var connection = await source.OpenConnectionAsync(ct);
        if (await CountAsync(connection, "cooperation.cooperation", ct) > 0)
        {
            return made;
        }

        await using var whole = await connection.BeginTransactionAsync(ct);
        await DoAsync(connection, "set local session_replication_role = replica", ct);
        await PartiesAsync(connection, made, ct);
        await PaperAsync(connection, made, ct);
        await WorkAsync(connection, made, await EditionsAsync(ct), ct);
        await whole.CommitAsync(ct);
        await DoAsync(connection, "select cooperation.count_results(id) from cooperation.cooperation", ct);
        await DoAsync(connection, """
            insert into cooperation.pair_activity (one_id, other_id, at)
            select least(does_party_id, checks_party_id), greatest(does_party_id, checks_party_id), max(greatest(handed_in_at, confirmed_at)) from cooperation.task
             where does_party_id <> checks_party_id and handed_in_at is not null group by 1, 2 on conflict do nothing
            """, ct);
        Say("counted");
        await DoAsync(connection, "vacuum analyze", ct);
        Say("vacuumed");
        return made;
    }

    private async Task<IReadOnlyList<(Guid Id, Template Template)>> EditionsAsync(CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var editions = scope.ServiceProvider.GetRequiredService<Editions>();
        var kept = new List<(Guid, Template)>();
        foreach (var template in TemplateBook.Shipped.Values)
        {
            kept.Add((await editions.KeepAsync(template, null, ct), template));
        }

        return kept;
    }

    private async Task PartiesAsync(NpgsqlConnection connection, MadeProgramme made, CancellationToken ct)
    {
        var parties = made.Leaders.Select((id, n) => (Id: id, Code: $"L{n:0000}", Name: $"示例大馆{n + 1}", Level: "Province", Grade: "First"))
            .Concat(made.Museums.Select((id, n) => (Id: id, Code: $"M{n:0000}", Name: $"示例县博物馆{n + 1}", Level: "County", Grade: "None"))).ToList();
        await CopyText.WriteAsync(connection, "members.party (id, code, kind, name, level, grade, registered_at)", [
            [made.Cluster, "CLUSTER", "Cluster", "示例省博物馆协会", "Unknown", "None", now],
            .. parties.Select(p => new object?[] { p.Id, p.Code, "Museum", p.Name, p.Level, p.Grade, now })], ct);
        await DoAsync(connection, $"insert into members.cluster (party_id, kind, mode, founded_on) values ('{made.Cluster}', 'Regional', 'StrategicAlliance', '2016-01-01')", ct);
        await CopyText.WriteAsync(connection, "members.membership (id, cluster_id, party_id, state, role, asked_at, from_on)",
            parties.Select((p, n) => new object?[] { Id(4, n), made.Cluster, p.Id, "Full", "Member", now, new DateOnly(2016, 1, 1) }), ct);
        var people = parties.Select((p, n) => (Id: Id(5, n), Party: p.Id, Role: "director")).Append((Id: Id(5, 100_000), Party: made.Cluster, Role: "secretariat")).ToList();
        await CopyText.WriteAsync(connection, "members.person (id, name, registered_at)", people.Select(p => new object?[] { p.Id, "示例", now }), ct);
        await CopyText.WriteAsync(connection, "members.account (person_id, user_name, user_name_key, created_at)", people.Select(p => new object?[] { p.Id, $"u{p.Id:N}", $"u{p.Id:N}", now }), ct);
        await CopyText.WriteAsync(connection, "members.mandate (id, person_id, party_id, role, from_on, granted_at, reason)",
            people.Select(p => new object?[] { Mandate(p.Id), p.Id, p.Party, p.Role, new DateOnly(2016, 1, 1), now, "示例" }), ct);
        await CopyText.WriteAsync(connection, "members.session (id, person_id, mandate_id, method, kept, started_at, seen_at, expires_at)",
            people.Select(p => new object?[] { Session(p.Id), p.Id, Mandate(p.Id), "Password", true, now, now, now.AddDays(300) }), ct);
        Say($"{parties.Count} institutions");
    }

    public static Guid Mandate(Guid person) => Other(person, 6);

    public static Guid Session(Guid person) => Other(person, 7);

    private static Guid Other(Guid id, byte kind)
    {
        var bytes = id.ToByteArray();
        bytes[0] = kind;
        return new(bytes);
    }

    private async Task PaperAsync(NpgsqlConnection connection, MadeProgramme made, CancellationToken ct)
    {
        var pairs = made.Museums.Select((m, n) => (Id: Id(10, n), Leader: Leader(made, n), Museum: m, Agreement: Id(11, n), N: n)).ToList();
        await CopyText.WriteAsync(connection, "agreements.pair (id, round_code, cluster_id, leader_id, museum_id, adopted_at)",
            pairs.Select(p => new object?[] { p.Id, "R2025", made.Cluster, p.Leader, p.Museum, now.AddDays(-400) }), ct);
        var sealedOnes = pairs.Where(p => p.N % 11 != 0).ToList();
        await CopyText.WriteAsync(connection, "agreements.agreement (id, template, title, state, lead_party_id, pair_id, in_force_on, until_on, check_code, created_at, state_since)",
            sealedOnes.Select(p => new object?[]
            {
                p.Agreement, "pairing", $"示例帮扶协议{p.N}", "InForce", p.Leader, p.Id, DateOnly.FromDateTime(now.AddDays(-350).Date), DateOnly.FromDateTime(now.AddDays(700).Date),
                $"C{p.N:000000000}", now.AddDays(-360), now.AddDays(-350),
            }), ct);
        await CopyText.WriteAsync(connection, "agreements.agreement_party (agreement_id, party_id)",
            sealedOnes.SelectMany(p => new[] { new object?[] { p.Agreement, p.Leader }, [p.Agreement, p.Museum] }), ct);
        await CopyText.WriteAsync(connection,
            "exchange.listing (id, party_id, side, domain, resource, title, strength, urgency, urgency_reason, state, created_at, confirmed_at)",
            made.Museums.SelectMany((m, n) => Enumerable.Range(0, 4).Select(k => new object?[]
            {
                Id(12, (n * 10) + k), m, "Need", "Conservation", "Technology", $"示例需求{n}-{k}", 3, k, k < 3 ? null : "示例", "Published", now.AddDays(-30 * k), now,
            })), ct);
    }

    private static Guid Leader(MadeProgramme made, int museum) => made.Leaders[museum % made.Leaders.Count];

    private async Task WorkAsync(NpgsqlConnection connection, MadeProgramme made, IReadOnlyList<(Guid Id, Template Template)> editions, CancellationToken ct)
    {
        var plans = Enumerable.Range(0, made.Cooperations).Select(n => Plan(made, n, editions[n % editions.Count])).ToList();
        plans.Add(Plan(made, made.Cooperations, editions[0]) with { Count = Chain, Done = 0, State = "Running", Start = Today.AddDays(-40) });
        await CopyText.WriteAsync(connection,
            "cooperation.cooperation (id, edition_id, template, family, title, state, lead_party_id, start_on, depth, done, total, created_at, state_since, quiet_since, reason_code)",
            plans.Select(p => new object?[]
            {
                p.Id, p.Edition, p.Template.Code, Guanlian.Platform.Words.CodeWords.Write(p.Template.Family), $"示例合作{p.N}", p.State, p.Leader, p.Start, 2, p.Done, p.Count, At(p.Start), At(p.Start),
                At(p.Start.AddDays(30)), p.State == "Cancelled" ? "no-people" : null,
            }), ct);
        await CopyText.WriteAsync(connection, "cooperation.participant (id, cooperation_id, party_id, role, sort, agreed_at, agreed_by)",
            plans.SelectMany(p => new[] { new object?[] { Id(21, p.N * 2), p.Id, p.Leader, "leader", 0, At(p.Start), "示例" }, [Id(21, (p.N * 2) + 1), p.Id, p.Museum, "museum", 1, At(p.Start), "示例"] }), ct);
        await CopyText.WriteAsync(connection, "cooperation.contribution (id, cooperation_id, party_id, what_zh, what_en, unit, sort, promised, given, confirmed)",
            plans.SelectMany(p => new[] { new object?[] { Id(22, p.N * 2), p.Id, p.Leader, "专家人天", "Expert days", "days", 0, 10, 8, 7 }, [Id(22, (p.N * 2) + 1), p.Id, p.Museum, "场地", "Rooms", "times", 1, 4, 4, 4] }), ct);
        Say($"{plans.Count} cooperations");
        await CopyText.WriteAsync(connection, """
            cooperation.task (id, cooperation_id, stage, code, sort, title_zh, title_en, does_party_id, checks_party_id, confirms_party_id, days, after, state,
                start_on, due_on, began_on, ended_on, done_by, handed_in_at, confirmed_at, disputed_why)
            """, plans.SelectMany(Tasks), ct);
        Say("tasks");
        await CopyText.WriteAsync(connection, "cooperation.deliverable (id, task_id, code, sort, title_zh, title_en, evidence, measures)",
            plans.SelectMany(p => Enumerable.Range(0, p.Count).Select(k => new object?[]
            {
                Deliverable(p, k), TaskId(p, k), "result", 0, "示例成果", "Result", new[] { "number", "note" }, k % 4 == 0 && p.Template.Indicators.Count > 0 ? p.Template.Indicators[0].Code : null,
            })), ct);
        await CopyText.WriteAsync(connection, "cooperation.evidence (id, deliverable_id, kind, text, number, party_id, by_name, at)",
            plans.SelectMany(p => Enumerable.Range(0, p.Done).Select(k => new object?[]
            {
                Id(25, (p.N * 512L) + k), Deliverable(p, k), k % 4 == 0 ? "Number" : "Note", k % 4 == 0 ? null : "示例", k % 4 == 0 ? 12 : null, p.Leader, "示例", At(p.Start.AddDays(4 * k)),
            })), ct);
        Say("evidence");
        var serial = 0L;
        await CopyText.WriteAsync(connection, "platform.event (id, at, actor_name, party_id, action, subject_kind, subject_id, owner_id, before, after)",
            plans.SelectMany(p => Enumerable.Range(0, p.Count * EventsEach).Select(k => new object?[]
            {
                Id(30, serial++), At(p.Start.AddDays(4 * (k / EventsEach))), "示例", k % 2 == 0 ? p.Leader : p.Museum, "cooperation.task.hand-in", "cooperation.task", TaskId(p, k / EventsEach),
                p.Leader, "{\"state\": \"Doing\"}", "{\"state\": \"HandedIn\"}",
            })), ct);
        await DoAsync(connection, "insert into platform.event_seal (seq, event_id, prev_hash, hash) select 1, id, repeat('0', 64), repeat('0', 64) from platform.event limit 1", ct);
        Say($"{serial} events");
    }

    private DateOnly Today => DateOnly.FromDateTime(now.AddHours(8).Date);

    private sealed record CooperationPlan(int N, Guid Id, Guid Edition, Template Template, Guid Leader, Guid Museum, DateOnly Start, string State, int Count, int Done);

    private static Guid TaskId(CooperationPlan p, int k) => Id(23, (p.N * 512L) + k);

    private static Guid Deliverable(CooperationPlan p, int k) => Id(24, (p.N * 512L) + k);

    private CooperationPlan Plan(MadeProgramme made, int n, (Guid Id, Template Template) edition)
    {
        var pair = n % made.Museums.Count;
        var age = (int)((long)n * 365 * Years / Math.Max(1, made.Cooperations)) - 30;
        var (state, done) = age < 150 && n % 5 < 3 ? ("Running", chance.Next(0, TasksEach)) : age < 0 ? ("Agreed", 0) : n % 17 == 0 ? ("Cancelled", 3) : ("Closed", TasksEach);
        return new(n, Id(20, n), edition.Id, edition.Template, Leader(made, pair), made.Museums[pair], Today.AddDays(-age), state, TasksEach, done);
    }

    // A chain: what is done is confirmed, but for a few; the next is handed in or late.
    private IEnumerable<object?[]> Tasks(CooperationPlan p)
    {
        for (var k = 0; k < p.Count; k++)
        {
            var (from, to) = (p.Start.AddDays(4 * k), p.Start.AddDays((4 * k) + 3));
            var leads = k % 3 != 2;
            var (does, checks) = leads ? (p.Leader, p.Museum) : (p.Museum, p.Leader);
            Guid? receives = leads ? p.Museum : null;
            var accepted = k < p.Done;
            var handed = accepted || (k == p.Done && p.State == "Running" && p.N % 3 == 0);
            var sure = accepted && receives is not null && (p.N + k) % 23 != 0;
            yield return
            [
                TaskId(p, k), p.Id, p.Template.Stages[0].Code, $"t{k}", k, $"示例任务{k + 1}", $"Task {k + 1}", does, checks, receives, 3,
                k == 0 ? Array.Empty<Guid>() : new[] { TaskId(p, k - 1) }, accepted ? "Accepted" : handed ? "HandedIn" : "Open", from, to, handed ? from : null,
                accepted ? to : null, handed ? (k % 2 == 0 ? "Together" : "Supervised") : null, handed ? At(to) : null, sure ? At(to.AddDays(2)) : null,
                accepted && !sure && receives is not null && (p.N + k) % 46 == 0 ? "示例" : null,
            ];
        }
    }

    private static DateTimeOffset At(DateOnly day) => new(day, new(2, 0), TimeSpan.Zero);

    private static async Task<long> CountAsync(NpgsqlConnection connection, string table, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select count(*) from {table}", connection);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task DoAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private void Say(string what) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds,6:0} s {what}"));
}
