using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Guanlian.Platform.Migrations;

/// <summary>
/// Brings the database to this program's state: the numbered SQL files embedded in each module, in the modules' order, one
/// transaction a file, under an advisory lock so that two copies may start at once. Forward only; an edited file is refused.
/// </summary>
public sealed partial class MigrationRunner(NpgsqlDataSource database)
{
    private const long LockKey = 0x6775616e6c69616e; // "guanlian"

    /// <summary>Applies what is missing.</summary>
    /// <param name="modules">Name (schema) and assembly of each module; foreign keys point only to earlier ones.</param>
    /// <returns>Names of the files applied now.</returns>
    /// <exception cref="MigrationRefusedException">A file that was applied has been edited, or the database is newer than the program.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<(string Name, Assembly Assembly)> modules, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await ExecuteAsync(connection, $"select pg_advisory_lock({LockKey})", ct);
        try
        {
            await ExecuteAsync(connection, """
                create schema if not exists platform;
                create table if not exists platform.migration (
                    module text not null, number int not null, name text not null, sha256 text not null,
                    applied_at timestamptz not null default clock_timestamp(), primary key (module, number));
                """, ct);
            var applied = await AppliedAsync(connection, ct);
            var now = new List<string>();
            foreach (var (module, assembly) in modules)
            {
                var files = Files(assembly);
                foreach (var stray in applied.Keys.Where(k => k.Module == module && files.All(f => f.Number != k.Number)))
                {
                    throw new MigrationRefusedException($"{module} {stray.Number:0000}: applied to the database but unknown to this program; it is older than the database");
                }

                foreach (var file in files)
                {
                    if (applied.TryGetValue((module, file.Number), out var hash))
                    {
                        if (hash != file.Hash)
                        {
                            throw new MigrationRefusedException($"{module} {file.Name}: edited after it was applied; write a new file instead");
                        }

                        continue;
                    }

                    await ApplyAsync(connection, module, file, ct);
                    now.Add($"{module}/{file.Name}");
                }
            }

            return now;
        }
        finally
        {
            await ExecuteAsync(connection, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, string module, MigrationFile file, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, file.Sql, ct);
        await using var note = new NpgsqlCommand(
            "insert into platform.migration (module, number, name, sha256) values ($1, $2, $3, $4)", connection, transaction)
        {
            Parameters = { new() { Value = module }, new() { Value = file.Number }, new() { Value = file.Name }, new() { Value = file.Hash } },
        };
        await note.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task<Dictionary<(string Module, int Number), string>> AppliedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var read = new NpgsqlCommand("select module, number, sha256 from platform.migration", connection);
        await using var rows = await read.ExecuteReaderAsync(ct);
        var applied = new Dictionary<(string, int), string>();
        while (await rows.ReadAsync(ct))
        {
            applied[(rows.GetString(0), rows.GetInt32(1))] = rows.GetString(2);
        }

        return applied;
    }

    private static List<MigrationFile> Files(Assembly assembly)
    {
        var files = new List<MigrationFile>();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (FileName().Match(resource) is { Success: true } match)
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
                var sql = reader.ReadToEnd();
                var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
                files.Add(new(int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture), match.Groups["name"].Value, sql, hash));
            }
        }

        return [.. files.OrderBy(f => f.Number)];
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    [GeneratedRegex(@"\.Migrations\.(?<name>(?<number>\d{4})_[a-z0-9_]+)\.sql$")]
    private static partial Regex FileName();

    private sealed record MigrationFile(int Number, string Name, string Sql, string Hash);
}

/// <summary>The database cannot be brought to this program's state; the message says which file and why.</summary>
public sealed class MigrationRefusedException(string message) : Exception(message);
