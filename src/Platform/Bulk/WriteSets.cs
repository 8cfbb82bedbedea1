using System.Globalization;
using Guanlian.Platform.Tables;
using Npgsql;

namespace Guanlian.Platform.Bulk;

/// <summary>
/// Writes the accepted rows of a kind whose rows are history: batch by batch, each matched under lock, compared once more and handed to
/// the kind. The rows themselves are not touched; their hash goes into the act's event.
/// </summary>
internal sealed class WriteSets(NpgsqlDataSource database)
{
    public async Task<string> WriteAsync(
        BulkAct act, IBulkKind kind, int total, Setback setback, Func<long, long, string?, Task> report, CancellationToken ct)
    {
        using var digest = new RowDigest();
        // Read on a connection of its own: the rows were committed by the comparison and nobody may change them now.
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(
            $"select {RowDigest.Written}, sheet, file_row from platform.bulk_row where act_id = $1 and accepted order by number", connection)
        {
            Parameters = { new() { Value = act.Id } },
            CommandTimeout = 0,
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var context = act.Context;
        var done = 0;
        var names = new List<string>();
        for (var next = NextAsync(); await next is { Count: > 0 } rows;)
        {
            // The next batch comes in while this one is written.
            next = NextAsync();
            try
            {
                await WriteAsync(kind, context, rows, setback, ct);
            }
            catch (PostgresException violation) when (kind.Explain(violation) is { } refusal)
            {
                (setback.Whole, setback.CompareAnew) = (refusal, violation.SqlState == PostgresErrorCodes.UniqueViolation);
            }
            finally
            {
                await Task.WhenAny(next);
            }

            if (setback.Whole is not null)
            {
                break;
            }

            await report(done += rows.Count, total, BulkWords.StageWriting);
        }

        return digest.ToString();

        // On a thread of its own: most of it is work, and none of it waits for the batch before.
        Task<List<SetRow>> NextAsync() => Task.Run(() => ReadAsync(reader, digest, names, kind, context, ct), ct);
    }

    /// <summary>Reads, hashes and takes apart the next rows: all that can be done before they are matched.</summary>
    private static async Task<List<SetRow>> ReadAsync(
        NpgsqlDataReader reader, RowDigest digest, List<string> names, IBulkKind kind, BulkContext context, CancellationToken ct)
    {
        var rows = new List<SetRow>(kind.Batch);
        while (rows.Count < kind.Batch && await reader.ReadAsync(ct))
        {
            var (number, key, label) = (reader.GetInt32(0), reader.GetString(1), reader.GetString(2));
            var (subject, state, fields) = (reader.GetGuid(3), reader.GetString(4), reader.GetFieldValue<byte[]>(5));
            var before = reader.IsDBNull(6) ? null : reader.GetFieldValue<byte[]>(6);
            digest.Add(number.ToString(CultureInfo.InvariantCulture));
            digest.Add(key);
            digest.Add(label);
            digest.Add(subject.ToString());
            digest.Add(state);
            digest.AddUtf8(fields);
            if (before is null)
            {
                digest.Add(null);
            }
            else
            {
                digest.AddUtf8(before);
            }

            rows.Add(new(number, subject, state == nameof(BulkRowState.Added), state, before is null ? [] : Stored.Fields(before, []),
                new ProposedRow(key, label, Stored.Fields(fields, names))
                {
                    Place = new(reader.IsDBNull(7) ? null : reader.GetString(7), reader.IsDBNull(8) ? null : reader.GetInt32(8)),
                }));
        }

        if (rows.FindAll(r => r.Adds) is { Count: > 0 } adds)
        {
            await kind.MakeReadyAsync(adds.ConvertAll(r => r.Accepted), context, ct);
        }

        return rows;
    }

    private static async Task WriteAsync(
        IBulkKind kind, BulkContext context, List<SetRow> rows, Setback setback, CancellationToken ct)
    {
        var matches = await kind.MatchAsync(rows.ConvertAll(r => r.Says), context, ct);
        var accepted = new List<AcceptedRow>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (IsOtherNow(row, matches[i]))
            {
                setback.Edited.Add(row.Says.Label);
            }

            accepted.Add(row.Accepted);
        }

        if (!setback.IsEmpty)
        {
            return;
        }

        var written = await kind.ApplyAsync(accepted, context, ct);
        for (var i = 0; i < rows.Count; i++)
        {
            if (written[i].Refused)
            {
                setback.Refused.Add((rows[i].Number, written[i].Refusal!));
            }
        }
    }

    private static bool IsOtherNow(SetRow row, BulkMatch match)
    {
        if (row.Adds || match.SubjectId is null)
        {
            return row.Adds != (match.SubjectId is null) || match.Findings.Any(f => f.Weight == TableWeight.Problem);
        }

        var now = RowDifference.Of(row.Says.Fields, match, match.Findings.Any(f => f.Weight == TableWeight.Problem));
        return now.State.ToString() != row.State || match.SubjectId != row.SubjectId || now.Before.Count != row.Before.Count
            || now.Before.Any(f => !row.Before.TryGetValue(f.Key, out var was) || !RowDifference.Same(was, f.Value));
    }

    private sealed record SetRow(int Number, Guid SubjectId, bool Adds, string State, Dictionary<string, string?> Before, ProposedRow Says)
    {
        public AcceptedRow Accepted { get; } = Adds
            ? new(Number, Says, null, Says.Fields) { NewId = SubjectId }
            : new(Number, Says, SubjectId, Says.Fields.Where(f => Before.ContainsKey(f.Key)).ToDictionary(f => f.Key, f => f.Value));
    }
}
