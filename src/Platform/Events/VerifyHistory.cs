using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Guanlian.Platform.Events;

/// <summary>Recomputes the hash chain of the history, reading rows in order with bounded memory.</summary>
public sealed class VerifyHistory(NpgsqlDataSource database)
{
    /// <summary>Where the chain first fails; null when it holds.</summary>
    public sealed record Break(long Seq, Guid? EventId, string Code);

    /// <summary>What was found.</summary>
    /// <param name="Events">How many events were checked.</param>
    /// <param name="Head">Hash of the last seal: compare it with one noted earlier to see that nothing was cut off.</param>
    /// <param name="First">The first break.</param>
    public sealed record Report(long Events, string Head, Break? First);

    /// <summary>Checks the whole chain.</summary>
    public async Task<Report> RunAsync(Action<long>? progress = null, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var (count, head, first) = await WalkAsync(connection, progress, ct);
        if (first is null && await UnsealedAsync(connection, ct) is { } stray)
        {
            first = new Break(count + 1, stray, "platform.history.unsealed");
        }

        first ??= await Bulk.VerifyRows.FirstBreakAsync(connection, ct);

        return new Report(count, head, first);
    }

    private static async Task<(long Count, string Head, Break? First)> WalkAsync(
        NpgsqlConnection connection, Action<long>? progress, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select s.seq, s.event_id, s.prev_hash, s.hash, platform.event_text(e)
              from platform.event_seal s left join platform.event e on e.id = s.event_id
             order by s.seq
            """, connection)
        { CommandTimeout = 0 };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var last = new string('0', 64);
        long count = 0;
        while (await rows.ReadAsync(ct))
        {
            var (seq, id) = (rows.GetInt64(0), rows.GetGuid(1));
            var code = seq != count + 1 ? "platform.history.gap"
                : rows.IsDBNull(4) ? "platform.history.event-gone"
                : rows.GetString(2) != last ? "platform.history.broken-link"
                : rows.GetString(3) != Hash(last, seq, rows.GetString(4)) ? "platform.history.changed"
                : null;
            if (code is not null)
            {
                return (count, last, new Break(seq, id, code));
            }

            last = rows.GetString(3);
            count++;
            progress?.Invoke(count);
        }

        return (count, last, null);
    }

    private static async Task<Guid?> UnsealedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select e.id from platform.event e left join platform.event_seal s on s.event_id = e.id where s.seq is null limit 1", connection);
        return (Guid?)await command.ExecuteScalarAsync(ct);
    }

    private static string Hash(string previous, long seq, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{previous}|{seq}|{text}"))));
}
