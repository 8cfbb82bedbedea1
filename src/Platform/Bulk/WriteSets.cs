using System.Data.Common;
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
        for (var next = ReadAsync(reader, digest, kind.Batch, ct); await next is { Count: > 0 } rows;)
        {
            // The next batch comes in while this one is written.
            next = ReadAsync(reader, digest, kind.Batch, ct);
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
    }

    private static async Task<List<StoredRow>> ReadAsync(DbDataReader reader, RowDigest digest, int most, CancellationToken ct)
    {
        var rows = new List<StoredRow>(most);
        while (rows.Count < most && await reader.ReadAsync(ct))
        {
            digest.Add(reader, 7);
            rows.Add(new(
                reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(7) ? null : reader.GetString(7),
                reader.IsDBNull(8) ? null : reader.GetInt32(8), reader.GetGuid(3), reader.GetString(4), reader.GetString(5),
                reader.IsDBNull(6) ? null : reader.GetString(6)));
        }

        return rows;
    }

    private static async Task WriteAsync(
        IBulkKind kind, BulkContext context, List<StoredRow> rows, Setback setback, CancellationToken ct)
    {
        var proposed = rows.ConvertAll(r => new ProposedRow(r.Key, r.Label, Stored.Fields(r.Fields)) { Place = new(r.Sheet, r.FileRow) });
        var matches = await kind.MatchAsync(proposed, context, ct);
        var accepted = new List<AcceptedRow>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var (row, match) = (rows[i], matches[i]);
            var adds = row.State == nameof(BulkRowState.Added);
            var before = Stored.Fields(row.Before);
            if (IsOtherNow(row, adds, before, proposed[i], match))
            {
                setback.Edited.Add(row.Label);
            }

            accepted.Add(adds
                ? new(row.Number, proposed[i], null, proposed[i].Fields) { NewId = row.SubjectId }
                : new(row.Number, proposed[i], row.SubjectId,
                    proposed[i].Fields.Where(f => before.ContainsKey(f.Key)).ToDictionary(f => f.Key, f => f.Value)));
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

    private static bool IsOtherNow(StoredRow row, bool adds, Dictionary<string, string?> before, ProposedRow says, BulkMatch match)
    {
        if (adds || match.SubjectId is null)
        {
            return adds != (match.SubjectId is null) || match.Findings.Any(f => f.Weight == TableWeight.Problem);
        }

        var now = RowDifference.Of(says.Fields, match, match.Findings.Any(f => f.Weight == TableWeight.Problem));
        return now.State.ToString() != row.State || match.SubjectId != row.SubjectId || now.Before.Count != before.Count
            || now.Before.Any(f => !before.TryGetValue(f.Key, out var was) || !RowDifference.Same(was, f.Value));
    }
}
