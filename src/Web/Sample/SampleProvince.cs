using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Migrations;
using Guanlian.Platform.Samples;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Words;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Guanlian.Web.Sample;

/// <summary>
/// Loads Shanxi into an empty database, step by step through the real handlers, in a program of its own whose clock begins last year.
/// Killed half-way, the next start finds the mark, empties the database and begins again.
/// </summary>
internal sealed class SampleProvince(NpgsqlDataSource database, MigrationRunner migrations, Wording words, FileHome files, TimeProvider clock) : ISample
{
    private const long LockKey = 0x67_6c_73_61_6d_70_6c_65; // "glsample"

    public async Task LoadIfEmptyAsync(ProgressLine progress, CancellationToken ct)
    {
        await using var hold = await database.OpenConnectionAsync(ct);
        await ExecuteAsync(hold, $"select pg_advisory_lock({LockKey})", ct);
        try
        {
            if (await TextAsync(hold, "select state from platform.sample", ct) == "loading")
            {
                await EmptyAsync(hold, ct);
            }

            if (await TextAsync(hold, "select 'empty' where not exists (select from members.person) and not exists (select from members.party where kind <> 'Operator')", ct) is not null)
            {
                await LoadAsync(hold, progress, ct);

                // A whole second program has come and gone; the one that serves from now on starts with what it needs.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }
        finally
        {
            await ExecuteAsync(hold, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    /// <summary>As long as the account still has the password that it was made with.</summary>
    public async Task<IReadOnlyList<SampleSignIn>> SignInsAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var text = await TextAsync(connection, """
            select jsonb_agg(s order by n)::text from platform.sample, jsonb_array_elements(sign_ins) with ordinality as x(s, n)
              join members.account a on a.user_name = s->>'Name'
             where state = 'loaded' and a.closed_at is null and a.password_set_at = (s->>'SetAt')::timestamptz
            """, ct);
        return text is null ? [] : [.. JsonSerializer.Deserialize<List<SampleSignIn>>(text)!.Select(s => s with { Who = words[s.Who] })];
    }

    private async Task LoadAsync(NpgsqlConnection hold, ProgressLine progress, CancellationToken ct)
    {
        await ExecuteAsync(hold, "insert into platform.sample (state) values ('loading')", ct);
        var time = new SampleClock(clock.GetUtcNow());
        await using var program = WebHost.Build(new()
        {
            ConnectionString = database.ConnectionString,
            Files = files.Exists ? files.Folder : null,
            Services = services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)).Replace(ServiceDescriptor.Singleton(database)),
        });
        var world = new SampleWorld(program.Services, at => time.Now = at, clock.GetUtcNow(), NewPassword());
        var steps = program.Services.GetServices<ISampleStep>().OrderBy(s => s.Order).ToList();
        for (var i = 0; i < steps.Count; i++)
        {
            progress.Report(words[steps[i].Title], i, steps.Count);
            await InChineseAsync(steps[i], world, ct);
        }

        progress.Report(words["web.sample.loaded"], steps.Count, steps.Count);
        await using var done = new NpgsqlCommand("""
            update platform.sample set state = 'loaded', sign_ins = (
                select coalesce(jsonb_agg(s || jsonb_build_object('SetAt', a.password_set_at) order by n), '[]')
                  from jsonb_array_elements($1) with ordinality as x(s, n) join members.account a on a.user_name = s->>'Name')
            """, hold);
        done.Parameters.Add(new() { Value = JsonSerializer.Serialize(world.SignIns), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb });
        await done.ExecuteNonQueryAsync(ct);
    }

    // What the handlers write of themselves, such as the title of a suggested need, is a Chinese museum's whatever the terminal speaks.
    private static async Task InChineseAsync(ISampleStep step, SampleWorld world, CancellationToken ct)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(Wording.Chinese);
        await step.RunAsync(world, ct);
    }

    // Only ever reached with the mark of an unfinished load, which is set before the server takes its first request.
    private async Task EmptyAsync(NpgsqlConnection hold, CancellationToken ct)
    {
        foreach (var (schema, _) in ModuleList.Migrated.Reverse())
        {
            await ExecuteAsync(hold, $"drop schema if exists {schema} cascade", ct);
        }

        await migrations.RunAsync(ModuleList.Migrated, ct);
    }

    // Twenty letters and digits that cannot be mistaken for each other: nobody guesses it, anybody can type it.
    private static string NewPassword() =>
        string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 5)));

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<string?> TextAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct) as string;
    }

    /// <summary>Shows the time that the steps set.</summary>
    private sealed class SampleClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
