using System.Text.Json;
using Guanlian.Platform.Events;
using Npgsql;

namespace Guanlian.Members.Divisions;

/// <summary>Gives the list of divisions in force: the latest one imported, else the one that comes with the program.</summary>
internal sealed class DivisionBooks(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>So long a copy of the program may go on with a list that another has replaced.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private volatile Known known = new(null, DivisionBook.Published, 0);

    public ValueTask<DivisionBook> NowAsync(CancellationToken ct) =>
        known is { LookedAt: not 0 } kept && clock.GetElapsedTime(kept.LookedAt) < LookAgain ? new(kept.Book) : LookAsync(ct);

    private async ValueTask<DivisionBook> LookAsync(CancellationToken ct)
    {
        var now = clock.GetTimestamp();
        await using var latest = database.CreateCommand("select id from members.division_list order by number desc limit 1");
        var id = (Guid?)await latest.ExecuteScalarAsync(ct);
        if (id == known.Id)
        {
            known = known with { LookedAt = now };
            return known.Book;
        }

        await using var read = database.CreateCommand("select rows::text from members.division_list where id = $1");
        read.Parameters.Add(new() { Value = id!.Value });
        var rows = JsonSerializer.Deserialize<List<StoredDivision>>((string)(await read.ExecuteScalarAsync(ct))!, HistoryJson.Options)!;
        known = new(id, new(rows.Where(r => !r.Gone).Select(r => r.Read())), now);
        return known.Book;
    }

    private sealed record Known(Guid? Id, DivisionBook Book, long LookedAt);
}
