using Guanlian.Platform.Events;
using Npgsql;

namespace Guanlian.Platform.Bulk;

/// <summary>Recomputes the hashes of acts whose rows are history, and sets them against the acts' sealed events.</summary>
internal static class VerifyRows
{
    private sealed record Sealed(Guid Act, long? Seq, Guid? Event, string? Hash, bool Undone);

    public static async Task<VerifyHistory.Break?> FirstBreakAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        foreach (var act in await ActsAsync(connection, ct))
        {
            if (act.Event is null || act.Hash is null)
            {
                return new(act.Seq ?? 0, act.Act, "platform.history.act-unsealed");
            }

            if (await HashAsync(connection, act, ct) != act.Hash)
            {
                return new(act.Seq ?? 0, act.Event, "platform.history.rows-changed");
            }
        }

        return null;
    }

    private static async Task<List<Sealed>> ActsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select a.id, s.seq, e.id, e.after ->> (case when u.undone then 'leftHash' else 'rowsHash' end), u.undone
              from platform.bulk_act a
             cross join (values (false), (true)) u (undone)
              left join platform.event e on e.subject_id = a.id
                    and e.action = case when u.undone then 'platform.bulk-act.undone' else 'platform.bulk-act.applied' end
              left join platform.event_seal s on s.event_id = e.id
             where a.history_of is not null and (a.applied_at is not null and not u.undone or a.undone_at is not null and u.undone)
             order by s.seq
            """, connection)
        { CommandTimeout = 0 };
        await using var rows = await command.ExecuteReaderAsync(ct);
        var acts = new List<Sealed>();
        while (await rows.ReadAsync(ct))
        {
            acts.Add(new(
                rows.GetGuid(0), rows.IsDBNull(1) ? null : rows.GetInt64(1), rows.IsDBNull(2) ? null : rows.GetGuid(2),
                rows.IsDBNull(3) ? null : rows.GetString(3), rows.GetBoolean(4)));
        }

        return acts;
    }

    private static async Task<string> HashAsync(NpgsqlConnection connection, Sealed act, CancellationToken ct)
    {
        var (columns, count, which) = act.Undone ? (RowDigest.Left, 3, "outcome is not null") : (RowDigest.Written, 7, "accepted");
        await using var command = new NpgsqlCommand(
            $"select {columns} from platform.bulk_row where act_id = $1 and {which} order by number", connection)
        {
            Parameters = { new() { Value = act.Act } },
            CommandTimeout = 0,
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        using var digest = new RowDigest();
        while (await rows.ReadAsync(ct))
        {
            digest.Add(rows, count);
        }

        return digest.ToString();
    }
}
