using System.Buffers;
using System.Globalization;
using Guanlian.Platform.Data;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Platform.Bulk;

/// <summary>Matches batches of proposed rows, finds what each would do, and writes them into the comparison.</summary>
/// <param name="kind">What a row means.</param>
/// <param name="context">The act.</param>
/// <param name="db">Where the comparison is kept.</param>
/// <param name="chosen">What somebody had left out or ticked, by key, when it was compared before.</param>
/// <param name="clock">For ids.</param>
internal sealed class RowComparison(
    IBulkKind kind, BulkContext context, PlatformDb db, IReadOnlyDictionary<string, bool> chosen, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Sent when there is so much; a row of a hostile file may be longer.</summary>
    private const int Piece = 1 << 18;

    private readonly Dictionary<string, (string Name, int Number)> byKey = [];
    private readonly Dictionary<Guid, (string Name, int Number)> bySubject = [];
    private readonly HashSet<Guid> subjects = [];
    private readonly HashSet<string> labels = [];
    private readonly ArrayBufferWriter<byte> buffer = new(8192);
    private readonly CopyBlock block = new();
    private NpgsqlRawCopyStream? copy;

    public int Count { get; private set; }
    public int Added { get; private set; }
    public int Changed { get; private set; }
    public int Same { get; private set; }
    public int Problems { get; private set; }
    public int Flagged { get; private set; }

    /// <summary>Whom the rows so far speak of.</summary>
    public BulkNamed Named => new(subjects, labels);

    public async Task AddAsync(IReadOnlyList<ProposedRow> rows, CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var matches = await kind.MatchAsync(rows, context, ct);
        // One COPY for the whole act: the database stores one batch while the next is read and matched.
        if (copy is null)
        {
            copy = await ((NpgsqlConnection)db.Database.GetDbConnection()).BeginRawBinaryCopyAsync("""
                copy platform.bulk_row (
                    act_id, number, key, label, sheet, file_row, subject_id, state, accepted, flagged, fields, before, findings)
                from stdin (format binary)
                """, ct);
            block.Begin();
        }

        for (var i = 0; i < rows.Count; i++)
        {
            Write(rows[i], matches[i]);
            if (block.Length > Piece)
            {
                await SendAsync(copy, ct);
            }
        }

        await SendAsync(copy, ct);
    }

    /// <summary>Keeps the rows, or drops them where the file cannot be used.</summary>
    public async Task EndAsync(bool whole, CancellationToken ct)
    {
        if (whole && copy is { } kept)
        {
            block.End();
            await SendAsync(kept, ct);
            copy = null;
            await kept.DisposeAsync();
        }

        await DisposeAsync();
    }

    /// <summary>What has not come to its end is dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        if (copy is { } dropped)
        {
            copy = null;
            await CopyBlock.DropAsync(dropped);
        }
    }

    private async Task SendAsync(NpgsqlRawCopyStream into, CancellationToken ct)
    {
        await into.WriteAsync(block.Written, ct);
        block.Clear();
    }

    private void Write(ProposedRow row, BulkMatch match)
    {
        List<TableProblem> findings = [.. row.Findings, .. match.Findings, .. Twice(row, match)];
        var difference = RowDifference.Of(row.Fields, match, findings.Exists(f => f.Weight == TableWeight.Problem));
        var flagged = findings.Exists(f => f.Weight == TableWeight.Notice);
        Tally(difference.State, flagged);
        labels.Add(row.Label);
        if (match.SubjectId is { } named)
        {
            subjects.Add(named);
        }

        block.Row(13);
        block.Id(context.ActId);
        block.Whole(Count);
        block.Text(row.Key);
        block.Text(row.Label);
        block.Text(row.Place.Sheet);
        block.Whole(row.Place.Row);
        block.Id(Subject(match, difference.State));
        block.Text(difference.State.ToString());
        block.Bool(difference.State is BulkRowState.Added or BulkRowState.Changed && chosen.GetValueOrDefault(row.Key, row.Chosen));
        block.Bool(flagged);
        block.Bytes(Stored.Fields(row.Fields, buffer).Span);
        block.Text(difference.Before.Count == 0 ? null : Stored.Fields(difference.Before));
        block.Jsonb(findings.Count == 0 ? null : Stored.Text(findings.Select(StoredFinding.From)));
    }

    /// <summary>Rows that are history name the subject that they will add before they add it, and are never written again.</summary>
    private Guid? Subject(BulkMatch match, BulkRowState state) =>
        kind.RowsAreHistory && state == BulkRowState.Added ? Guid.CreateVersion7(clock.GetUtcNow()) : match.SubjectId;

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
