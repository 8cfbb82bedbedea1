using System.Text.Json;
using Guanlian.Platform.Events;
using Npgsql;
using NpgsqlTypes;

namespace Guanlian.Members.Divisions;

/// <summary>Gives the list of divisions in force: the latest one imported, else the one that comes with the program.</summary>
internal sealed class DivisionBooks(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>So long a copy of the program may go on with a list that another has replaced.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    private volatile Known known = new(null, DivisionBook.Published, 0);

    public ValueTask<DivisionBook> NowAsync(CancellationToken ct) =>
        known is { LookedAt: not 0 } kept && clock.GetElapsedTime(kept.LookedAt) < LookAgain ? new(kept.Book) : LookAsync(ct);

    /// <summary>Puts a list in force.</summary>
    public async Task ImportAsync(IReadOnlyList<Division> divisions, string source, CancellationToken ct)
    {
        var rows = JsonSerializer.Serialize(divisions
            .Select(d => new Row(d.Code, d.Name, d.ShortName, d.Pinyin, d.Longitude, d.Latitude)), HistoryJson.Options);
        await using var command =
            database.CreateCommand("insert into members.division_list (id, imported_at, source, rows) values ($1, $2, $3, $4)");
        command.Parameters.Add(new() { Value = Guid.CreateVersion7(clock.GetUtcNow()) });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        command.Parameters.Add(new() { Value = source });
        command.Parameters.Add(new() { Value = rows, NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync(ct);
        known = known with { LookedAt = 0 };
    }

    private async ValueTask<DivisionBook> LookAsync(CancellationToken ct)
    {
        var now = clock.GetTimestamp();
        await using var latest = database.CreateCommand("select id from members.division_list order by imported_at desc, id desc limit 1");
        var id = (Guid?)await latest.ExecuteScalarAsync(ct);
        if (id == known.Id)
        {
            known = known with { LookedAt = now };
            return known.Book;
        }

        await using var read = database.CreateCommand("select rows::text from members.division_list where id = $1");
        read.Parameters.Add(new() { Value = id!.Value });
        var rows = JsonSerializer.Deserialize<List<Row>>((string)(await read.ExecuteScalarAsync(ct))!, HistoryJson.Options)!;
        known = new(id, new(rows.Select(r => new Division(r.Code, r.Name, r.ShortName ?? "", r.Pinyin ?? "", r.Longitude, r.Latitude))),
            now);
        return known.Book;
    }

    private sealed record Known(Guid? Id, DivisionBook Book, long LookedAt);

    private sealed record Row(string Code, string Name, string? ShortName, string? Pinyin, double? Longitude, double? Latitude);
}
