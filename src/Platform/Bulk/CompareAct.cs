using Guanlian.Platform.Data;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Guanlian.Platform.Bulk;

/// <summary>The dry run: every row is set against the present, and nothing but the comparison is written.</summary>
internal sealed class CompareAct(BulkAccess access, PlatformDb db, TimeProvider clock) : IJobKind
{
    public const string JobKind = "platform.bulk-compare";

    public string Kind => JobKind;

    public Task<JobEnd> RunAsync(JobRun run, CancellationToken ct) => RunAsync(run.Payload<BulkJob>().ActId, run.ReportAsync, ct);

    public async Task<JobEnd> RunAsync(Guid actId, Func<long, long, string?, Task> report, CancellationToken ct)
    {
        try
        {
            return await CompareAsync(actId, report, ct);
        }
        catch (Exception e) when (FullDisk.Is(e))
        {
            return await SayNoRoomAsync(actId, ct);
        }
    }

    /// <summary>The act stays where it is, with what stopped it; whoever made room starts the step over.</summary>
    private async Task<JobEnd> SayNoRoomAsync(Guid actId, CancellationToken ct)
    {
        var refusal = new Refusal.Stale(BulkWords.NoRoomToCompare);
        db.ChangeTracker.Clear();
        try
        {
            var told = Stored.Text(StoredRefusal.From(refusal));
            await db.Database.ExecuteSqlAsync(
                $"update platform.bulk_act set refusal = {told}::jsonb, version = version + 1 where id = {actId} and state = 'Comparing'", ct);
        }
        catch (Exception e) when (FullDisk.Is(e))
        {
            // No room even for that; the job's end says it.
        }

        return new JobEnd(null, refusal);
    }

    private async Task<JobEnd> CompareAsync(Guid actId, Func<long, long, string?, Task> report, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Database.SetCommandTimeout(BulkRegistrations.Longest);
        // Two runs of one act (a job taken over from a copy that is not dead after all) come one after the other.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({actId.ToString()}, 0))", ct);
        var opened = await access.OpenAsync(actId, ct);
        if (opened.Refused)
        {
            return new JobEnd(null, opened.Refusal);
        }

        var (act, kind) = opened.Value;
        if (act.State != BulkState.Comparing)
        {
            return Ended(act);
        }

        // What was left out, and, of rows that stand in no file, what was ticked.
        var chosen = await db.Set<BulkRow>().AsNoTracking()
            .Where(r => r.ActId == actId && (r.State == BulkRowState.Added || r.State == BulkRowState.Changed) && (!r.Accepted || r.FileRow == null))
            .ToDictionaryAsync(r => r.Key, r => r.Accepted, ct);
        await db.Database.ExecuteSqlAsync($"delete from platform.bulk_row where act_id = {actId}", ct);
        await using var rows = new RowComparison(kind, act.Context, db, chosen, clock);
        var read = await kind.PrepareAsync(act.Context, ct) is { } unfit ? unfit : kind switch
        {
            IBulkImport import => await ReadFileAsync(import, act, rows, report, ct),
            IBulkFile records => await ReadRecordsAsync(records, act, rows, report, ct),
            IBulkEdit edit => await ReadEditAsync(edit, act, rows, report, ct),
            _ => throw new InvalidOperationException($"{act.Kind} reads neither table nor records, and edits no list"),
        };
        await rows.EndAsync(whole: !read.Refused, ct);
        return await EndAsync(act, rows, read, transaction, ct);
    }

    private async Task<Outcome<IReadOnlyList<TableProblem>[]>> ReadFileAsync(
        IBulkImport kind, BulkAct act, RowComparison rows, Func<long, long, string?, Task> report, CancellationToken ct)
    {
        await using var file = await BulkFiles.OpenAsync(db, act.Id, ct);
        var opened = await TableReader.OpenAsync(file, kind.Shape, ct);
        if (opened.Refused)
        {
            return opened.Refusal;
        }

        using var table = opened.Value;
        // A file that breaks off further down takes back with the transaction what was compared so far.
        var (done, total) = (0, table.RowsExpected);
        var end = await ReadAhead.RunAsync<TableEnd>(kind.ReadsAhead, kind.Batch, (take, token) => table.ReadRowsAsync((row, t) =>
        {
            done++;
            return kind.Propose(row, act.Context) is not { } proposed ? ValueTask.CompletedTask : take(proposed with
            {
                Place = new TablePlace(row.Sheet, row.Number),
                Findings = row.Findings.Count == 0 ? proposed.Findings : [.. row.Findings, .. proposed.Findings],
            }, t);
        }, token), async (batch, token) =>
        {
            await rows.AddAsync(batch, token);
            await report(done, total >= done ? total : 0, BulkWords.StageComparing);
        }, ct);
        if (end.Refused)
        {
            return end.Refusal;
        }

        await foreach (var silent in kind.SilentAsync(act.Context, rows.Named, ct).Chunk(kind.Batch).WithCancellation(ct))
        {
            await rows.AddAsync([.. silent.Select(r => r with { Chosen = false })], ct);
        }

        return new[] { end.Value.Findings };
    }

    private async Task<Outcome<IReadOnlyList<TableProblem>[]>> ReadRecordsAsync(
        IBulkFile kind, BulkAct act, RowComparison rows, Func<long, long, string?, Task> report, CancellationToken ct)
    {
        await using var file = await BulkFiles.OpenAsync(db, act.Id, ct);
        var done = 0;
        var end = await ReadAhead.RunAsync(kind.ReadsAhead, kind.Batch, (take, token) => kind.ReadAsync(file, act.Context, (row, t) =>
        {
            done++;
            return take(row, t);
        }, token), async (batch, token) =>
        {
            await rows.AddAsync(batch, token);
            await report(done, 0, BulkWords.StageComparing);
        }, ct);
        if (end.Refused)
        {
            return end.Refusal;
        }

        return Array.Empty<IReadOnlyList<TableProblem>>();
    }

    private static async Task<Outcome<IReadOnlyList<TableProblem>[]>> ReadEditAsync(
        IBulkEdit kind, BulkAct act, RowComparison rows, Func<long, long, string?, Task> report, CancellationToken ct)
    {
        var done = 0;
        await foreach (var batch in kind.ProposeAsync(act.Context, ct).Chunk(kind.Batch).WithCancellation(ct))
        {
            await rows.AddAsync(batch, ct);
            await report(done += batch.Length, 0, BulkWords.StageComparing);
        }

        return Array.Empty<IReadOnlyList<TableProblem>>();
    }

    private async Task<JobEnd> EndAsync(
        BulkAct act, RowComparison rows, Outcome<IReadOnlyList<TableProblem>[]> read, IDbContextTransaction transaction,
        CancellationToken ct)
    {
        if (read.Refused || rows.Count == 0)
        {
            var refusal = read.Refusal ?? new Refusal.Invalid(BulkWords.NoRows);
            await transaction.RollbackAsync(ct);
            await db.Entry(act).ReloadAsync(ct);
            (act.State, act.Refusal) = (BulkState.Refused, Stored.Json(StoredRefusal.From(refusal)));
            act.Version++;
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Another run of this act waited for the lock, and has said the same meanwhile.
            }

            return new JobEnd(null, refusal);
        }

        (act.Added, act.Changed, act.Same, act.Problems, act.Flagged) = (rows.Added, rows.Changed, rows.Same, rows.Problems, rows.Flagged);
        act.Findings = Stored.Json(read.Value.SelectMany(f => f).Take(200).Select(StoredFinding.From));
        act.State = BulkState.Ready;
        act.Version++;
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Discarded while it was being compared.
            return Ended(act);
        }

        await transaction.CommitAsync(ct);
        return Ended(act);
    }

    private static JobEnd Ended(BulkAct act) =>
        new(new { act.Added, act.Changed, act.Same, act.Problems, act.Flagged, Href = $"bulk/{act.Id}" });
}
