using System.Globalization;
using Guanlian.Platform.Data;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Guanlian.Platform.Bulk;

/// <summary>Matches batches of proposed rows, finds what each would do, and writes them into the comparison.</summary>
internal sealed class RowComparison(IBulkKind kind, BulkContext context, PlatformDb db, IReadOnlySet<string> skipped)
{
    private readonly Dictionary<string, (string Name, int Number)> byKey = [];
    private readonly Dictionary<Guid, (string Name, int Number)> bySubject = [];

    public int Count { get; private set; }
    public int Added { get; private set; }
    public int Changed { get; private set; }
    public int Same { get; private set; }
    public int Problems { get; private set; }
    public int Flagged { get; private set; }

    public async Task AddAsync(IReadOnlyList<ProposedRow> rows, CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var matches = await kind.MatchAsync(rows, context, ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var copy = await connection.BeginBinaryImportAsync("""
            copy platform.bulk_row (
                act_id, number, key, label, sheet, file_row, subject_id, state, accepted, flagged, fields, before, findings)
            from stdin (format binary)
            """, ct);
        for (var i = 0; i < rows.Count; i++)
        {
            await WriteAsync(copy, rows[i], matches[i], ct);
        }

        await copy.CompleteAsync(ct);
    }

    private async Task WriteAsync(NpgsqlBinaryImporter copy, ProposedRow row, BulkMatch match, CancellationToken ct)
    {
        List<TableProblem> findings = [.. row.Findings, .. match.Findings, .. Twice(row, match)];
        var difference = RowDifference.Of(row.Fields, match, findings.Exists(f => f.Weight == TableWeight.Problem));
        var flagged = findings.Exists(f => f.Weight == TableWeight.Notice);
        Tally(difference.State, flagged);

        await copy.StartRowAsync(ct);
        await copy.WriteAsync(context.ActId, NpgsqlDbType.Uuid, ct);
        await copy.WriteAsync(Count, NpgsqlDbType.Integer, ct);
        await copy.WriteAsync(row.Key, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row.Label, NpgsqlDbType.Text, ct);
        await WriteOrNullAsync(copy, row.Place.Sheet, NpgsqlDbType.Text, ct);
        await WriteOrNullAsync(copy, row.Place.Row, NpgsqlDbType.Integer, ct);
        await WriteOrNullAsync(copy, match.SubjectId, NpgsqlDbType.Uuid, ct);
        await copy.WriteAsync(difference.State.ToString(), NpgsqlDbType.Text, ct);
        await copy.WriteAsync(
            difference.State is BulkRowState.Added or BulkRowState.Changed && !skipped.Contains(row.Key), NpgsqlDbType.Boolean, ct);
        await copy.WriteAsync(flagged, NpgsqlDbType.Boolean, ct);
        await copy.WriteAsync(Stored.Fields(row.Fields), NpgsqlDbType.Jsonb, ct);
        await WriteOrNullAsync(copy, difference.Before.Count == 0 ? null : Stored.Fields(difference.Before), NpgsqlDbType.Jsonb, ct);
        await WriteOrNullAsync(copy, findings.Count == 0 ? null : Stored.Text(findings.Select(StoredFinding.From)), NpgsqlDbType.Jsonb, ct);
    }

    private static Task WriteOrNullAsync(NpgsqlBinaryImporter copy, object? value, NpgsqlDbType type, CancellationToken ct) =>
        value is null ? copy.WriteNullAsync(ct) : copy.WriteAsync(value, type, ct);

    /// <summary>The same thing twice in one file: which of the two is meant is for a person to say.</summary>
    private IEnumerable<TableProblem> Twice(ProposedRow row, BulkMatch match)
    {
        if (!byKey.TryAdd(row.Key, Of(row)))
        {
            yield return Twice(BulkWords.KeyTwice, row, byKey[row.Key]);
        }
        else if (match.SubjectId is { } subject && !bySubject.TryAdd(subject, Of(row)))
        {
            yield return Twice(BulkWords.SubjectTwice, row, bySubject[subject]);
        }
    }

    private (string Name, int Number) Of(ProposedRow row) => (row.Label, row.Place.Row ?? Count + 1);

    private static TableProblem Twice(string code, ProposedRow row, (string Name, int Number) first) => new(code, row.Place, row.Key)
    {
        Holes = [("name", first.Name), ("first", first.Number.ToString(CultureInfo.InvariantCulture))],
    };

    private void Tally(BulkRowState state, bool flagged)
    {
        Count++;
        Added += state == BulkRowState.Added ? 1 : 0;
        Changed += state == BulkRowState.Changed ? 1 : 0;
        Same += state == BulkRowState.Same ? 1 : 0;
        Problems += state == BulkRowState.Problem ? 1 : 0;
        Flagged += flagged ? 1 : 0;
    }
}
