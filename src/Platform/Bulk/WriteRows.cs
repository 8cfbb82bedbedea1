using Guanlian.Platform.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Platform.Bulk;

/// <summary>
/// Writes the accepted rows in one transaction of the module: rows, history and the act's state commit together. A program killed
/// half-way leaves nothing; the job starts over. What somebody edited since the comparison is never overwritten.
/// </summary>
internal sealed class WriteRows(BulkAccess access, WriteSets sets, PlatformDb db, TimeProvider clock) : IJobKind
{
    public const string JobKind = "platform.bulk-apply";

    public string Kind => JobKind;

    public Task<JobEnd> RunAsync(JobRun run, CancellationToken ct) => RunAsync(run.Payload<BulkJob>().ActId, run.ReportAsync, ct);

    public async Task<JobEnd> RunAsync(Guid actId, Func<long, long, string?, Task> report, CancellationToken ct)
    {
        var opened = await access.OpenAsync(actId, ct);
        if (opened.Refused)
        {
            return new JobEnd(null, opened.Refusal);
        }

        var (act, kind) = opened.Value;
        var total = await db.Set<BulkRow>().CountAsync(r => r.ActId == actId && r.Accepted, ct);
        var setback = new Setback();
        await using (var transaction = await kind.Db.Database.BeginTransactionAsync(ct))
        {
            kind.Db.Database.SetCommandTimeout(BulkRegistrations.Longest);
            await kind.Db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({actId.ToString()}, 0))", ct);
            await db.Entry(act).ReloadAsync(ct);
            if (act.State != BulkState.Applying)
            {
                return Ended(act.Id, act.Written);
            }

            try
            {
                if (await WriteAllAsync(act, kind, total, setback, report, ct))
                {
                    await transaction.CommitAsync(ct);
                    return Ended(act.Id, total);
                }

                await transaction.RollbackAsync(ct);
            }
            catch (Exception e) when (FullDisk.Is(e))
            {
                // Such an error ends the connection, and the transaction with it.
                setback.Whole = new Refusal.Stale(BulkWords.NoRoom);
            }
        }

        return await StepBackAsync(act, setback, ct);
    }

    private static JobEnd Ended(Guid actId, int written) => new(new { Written = written, Href = $"bulk/{actId}" });

    private async Task<bool> WriteAllAsync(
        BulkAct act, IBulkKind kind, int total, Setback setback, Func<long, long, string?, Task> report, CancellationToken ct)
    {
        setback.Whole = await kind.PrepareAsync(act.Context, ct);
        if (!setback.IsEmpty)
        {
            return false;
        }

        var digest = act.HistoryOf is null ? null : await sets.WriteAsync(act, kind, total, setback, report, ct);
        if (digest is null)
        {
            await WriteAsync(act, kind, total, setback, report, ct);
        }

        if (!setback.IsEmpty)
        {
            return false;
        }

        await EndAsync(act, kind, total, digest, ct);
        await kind.Db.SealAsync(ct);
        return true;
    }

    private static async Task WriteAsync(
        BulkAct act, IBulkKind kind, int total, Setback setback, Func<long, long, string?, Task> report, CancellationToken ct)
    {
        var done = 0;
        for (var last = 0; await NextAsync(kind, act.Id, last, ct) is { Count: > 0 } rows; last = rows[^1].Number)
        {
            var accepted = await MatchAgainAsync(act, kind, rows, setback, ct);
            if (setback.IsEmpty)
            {
                try
                {
                    await WriteBatchAsync(act, kind, rows, accepted, setback, ct);
                }
                catch (DbUpdateConcurrencyException)
                {
                    setback.Edited.Add(accepted[0].Row.Label);
                }
                catch (DbUpdateException e) when (e.InnerException is PostgresException violation && kind.Explain(violation) is { } refusal)
                {
                    setback.Whole = refusal;
                    return;
                }
            }

            kind.Db.ChangeTracker.Clear();
            await report(done += rows.Count, total, BulkWords.StageWriting);
        }
    }

    private static async Task<List<AcceptedRow>> MatchAgainAsync(
        BulkAct act, IBulkKind kind, List<StoredRow> rows, Setback setback, CancellationToken ct)
    {
        var proposed = rows.ConvertAll(r => new ProposedRow(r.Key, r.Label, Stored.Fields(r.Fields)) { Place = new(r.Sheet, r.FileRow) });
        // What is in the database, not what the kind has set and not yet saved.
        kind.Db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        var matches = await kind.MatchAsync(proposed, act.Context, ct);
        kind.Db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
        var accepted = new List<AcceptedRow>(rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            var now = RowDifference.Of(
                proposed[i].Fields, matches[i], matches[i].Findings.Any(f => f.Weight == TableWeight.Problem));
            var before = Stored.Fields(rows[i].Before);
            if (now.State.ToString() != rows[i].State || matches[i].SubjectId != rows[i].SubjectId
                || now.Before.Count != before.Count
                    || now.Before.Any(f => !before.TryGetValue(f.Key, out var was) || !RowDifference.Same(was, f.Value)))
            {
                setback.Edited.Add(rows[i].Label);
            }

            var changed = matches[i].SubjectId is null
                ? proposed[i].Fields
                : proposed[i].Fields.Where(f => before.ContainsKey(f.Key)).ToDictionary(f => f.Key, f => f.Value);
            accepted.Add(new(rows[i].Number, proposed[i], matches[i].SubjectId, changed));
        }

        return accepted;
    }

    private static async Task WriteBatchAsync(
        BulkAct act, IBulkKind kind, List<StoredRow> rows, List<AcceptedRow> accepted, Setback setback, CancellationToken ct)
    {
        var written = await kind.ApplyAsync(accepted, act.Context, ct);
        // Between the first look and the kind's loading somebody may have been faster; after it, the concurrency token watches.
        await MatchAgainAsync(act, kind, rows, setback, ct);
        for (var i = 0; i < rows.Count; i++)
        {
            if (written[i].Refused)
            {
                setback.Refused.Add((rows[i].Number, written[i].Refusal!));
                continue;
            }

            var adds = rows[i].SubjectId is null;
            kind.Db.Record(new Change(
                $"{kind.SubjectKind}.{(adds ? "added" : "changed")}-in-bulk", kind.SubjectKind, written[i].Value.SubjectId)
            {
                OwnerId = written[i].Value.OwnerId,
                ReasonCode = act.Kind,
                Reason = act.Reason,
                Before = adds ? null : Stored.Fields(rows[i].Before),
                After = accepted[i].Changed,
            });
        }

        if (!setback.IsEmpty)
        {
            return;
        }

        await kind.Db.SaveChangesAsync(ct);
        var (numbers, subjects) = (rows.Select(r => r.Number).ToArray(), written.Select(w => w.Value.SubjectId).ToArray());
        await kind.Db.Database.ExecuteSqlAsync($"""
            update platform.bulk_row r set outcome = 'Applied', subject_id = w.subject
              from unnest({numbers}, {subjects}) as w (number, subject) where r.act_id = {act.Id} and r.number = w.number
            """, ct);
    }

    private async Task EndAsync(BulkAct act, IBulkKind kind, int total, string? digest, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        kind.Db.Record(new Change("platform.bulk-act.applied", "platform.bulk-act", act.Id)
        {
            OwnerId = act.PartyId,
            ReasonCode = act.Kind,
            Reason = act.Reason,
            After = new { act.FileName, act.FileHash, Written = total, RowsHash = digest },
        });
        await kind.Db.SaveChangesAsync(ct);
        await kind.Db.Database.ExecuteSqlAsync($"""
            update platform.bulk_act set state = 'Applied', version = version + 1, applied_at = {now}, written = {total} where id = {act.Id}
            """, ct);
    }

    /// <summary>Nothing was written. Edited rows: compare anew. Refused rows: they become problems, and the person decides again.</summary>
    private async Task<JobEnd> StepBackAsync(BulkAct act, Setback setback, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({act.Id.ToString()}, 0))", ct);
        await db.Entry(act).ReloadAsync(ct);
        if (act.State != BulkState.Applying)
        {
            // Another copy of the program has met the same and stepped back already.
            return Ended(act.Id, act.Written);
        }

        foreach (var (number, refusal) in setback.Refused.Take(1000))
        {
            var problem = new TableProblem(refusal.Code, TablePlace.WholeFile) { Holes = refusal.Holes };
            var finding = Stored.Text(new[] { StoredFinding.From(problem) });
            await db.Database.ExecuteSqlAsync($"""
                update platform.bulk_row set state = 'Problem', accepted = false, findings = coalesce(findings, '[]') || {finding}::jsonb
                 where act_id = {act.Id} and number = {number}
                """, ct);
        }

        var told = setback.AsRefusal();
        act.Refusal = Stored.Json(StoredRefusal.From(told));
        act.State = setback.Edited.Count > 0 || setback.CompareAnew ? BulkState.Comparing : BulkState.Ready;
        act.Version++;
        if (act.State == BulkState.Comparing)
        {
            act.JobId = db.Enqueue(CompareAct.JobKind, new BulkJob(act.Id), act.Id);
        }
        else
        {
            var counts = await db.Set<BulkRow>().Where(r => r.ActId == act.Id).GroupBy(r => r.State)
                .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
            (act.Added, act.Changed, act.Problems) =
                (counts.GetValueOrDefault(BulkRowState.Added), counts.GetValueOrDefault(BulkRowState.Changed),
                    counts.GetValueOrDefault(BulkRowState.Problem));
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new JobEnd(null, told);
    }

    private static Task<List<StoredRow>> NextAsync(IBulkKind kind, Guid actId, int after, CancellationToken ct) =>
        kind.Db.Database.SqlQuery<StoredRow>($"""
            select number as "Number", key as "Key", label as "Label", sheet as "Sheet", file_row as "FileRow", subject_id as "SubjectId",
                   state as "State", fields::text as "Fields", before::text as "Before"
              from platform.bulk_row where act_id = {actId} and accepted and number > {after} order by number limit {kind.Batch}
            """).ToListAsync(ct);
}

/// <summary>A row of the comparison as the jobs read it inside the module's transaction.</summary>
internal sealed record StoredRow(
    int Number, string Key, string Label, string? Sheet, int? FileRow, Guid? SubjectId, string State, string Fields, string? Before);
