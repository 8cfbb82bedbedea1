using Guanlian.Platform.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Platform.Bulk;

/// <summary>
/// Takes an applied act back in one transaction, last row first, field by field: where the act's value still stands, the old one
/// returns; what somebody edited since stays and is named.
/// </summary>
internal sealed class TakeBackRows(BulkAccess access, PlatformDb db, TimeProvider clock) : IJobKind
{
    public const string JobKind = "platform.bulk-undo";

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
        if (await kind.PrepareAsync(act.Context, ct) is { } unfit)
        {
            return new JobEnd(null, unfit);
        }

        await using var transaction = await kind.Db.Database.BeginTransactionAsync(ct);
        kind.Db.Database.SetCommandTimeout(BulkRegistrations.Longest);
        await kind.Db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({actId.ToString()}, 0))", ct);
        await db.Entry(act).ReloadAsync(ct);
        if (act.State != BulkState.Undoing)
        {
            return Ended(act, act.Written, act.Kept);
        }

        var (done, kept) = (0, 0);
        for (var before = int.MaxValue; await NextAsync(kind, act.Id, before, ct) is { Count: > 0 } rows; before = rows[^1].Number)
        {
            kept += await TakeBackAsync(act, kind, rows, ct);
            kind.Db.ChangeTracker.Clear();
            await report(done += rows.Count, act.Written, BulkWords.StageTakingBack);
        }

        await EndAsync(act, kind, kept, ct);
        await kind.Db.SealAsync(ct);
        await transaction.CommitAsync(ct);
        return Ended(act, done, kept);
    }

    private static JobEnd Ended(BulkAct act, int done, int kept) => new(new { Undone = done - kept, Kept = kept, Href = $"bulk/{act.Id}" });

    private static async Task<int> TakeBackAsync(BulkAct act, IBulkKind kind, List<StoredRow> rows, CancellationToken ct)
    {
        var present = await kind.CurrentAsync([.. rows.Select(r => r.SubjectId!.Value)], act.Context, ct);
        var plans = rows.ConvertAll(r => Plan.Of(r, present.GetValueOrDefault(r.SubjectId!.Value)));
        var doable = plans.Where(p => p.Undo is not null).ToList();
        var answers = await kind.UndoAsync([.. doable.Select(p => p.Undo!)], act.Context, ct);
        for (var i = 0; i < doable.Count; i++)
        {
            var (row, undo) = (doable[i].Row, doable[i].Undo!);
            if (answers[i] is { } refusal)
            {
                doable[i].End = BulkRowEnd.Kept;
                doable[i].Kept = new([], StoredRefusal.From(refusal));
                continue;
            }

            if (act.HistoryOf is not null)
            {
                continue;
            }

            kind.Db.Record(new Change($"{kind.SubjectKind}.bulk-undone", kind.SubjectKind, undo.SubjectId)
            {
                OwnerId = act.PartyId,
                ReasonCode = act.Kind,
                Reason = act.UndoReason,
                Before = Stored.Fields(row.Fields).Where(f => undo.Added || undo.Back.ContainsKey(f.Key)).ToDictionary(),
                After = undo.Added ? null : undo.Back,
            });
        }

        await kind.Db.SaveChangesAsync(ct);
        // Where rows are history, only what is not as the act's own state says is written beside them.
        var told = act.HistoryOf is null ? plans : plans.FindAll(p => p.End != BulkRowEnd.Undone);
        var (numbers, ends, notes) = (
            told.Select(p => p.Row.Number).ToArray(),
            told.Select(p => p.End.ToString()).ToArray(),
            told.Select(p => p.Kept is null ? null : Stored.Text(p.Kept)).ToArray());
        await kind.Db.Database.ExecuteSqlAsync($"""
            update platform.bulk_row r set outcome = u.outcome, kept = u.kept::jsonb
              from unnest({numbers}, {ends}, {notes}) as u (number, outcome, kept) where r.act_id = {act.Id} and r.number = u.number
            """, ct);
        return plans.Count(p => p.End != BulkRowEnd.Undone);
    }

    private async Task EndAsync(BulkAct act, IBulkKind kind, int kept, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var left = act.HistoryOf is null ? null : await LeftAsync(kind, act.Id, ct);
        kind.Db.Record(new Change("platform.bulk-act.undone", "platform.bulk-act", act.Id)
        {
            OwnerId = act.PartyId,
            ReasonCode = act.Kind,
            Reason = act.UndoReason,
            After = new { act.Written, Kept = kept, LeftHash = left },
        });
        await kind.Db.SaveChangesAsync(ct);
        await kind.Db.Database.ExecuteSqlAsync($"""
            update platform.bulk_act set state = 'Undone', version = version + 1, undone_at = {now}, kept = {kept} where id = {act.Id}
            """, ct);
    }

    private static async Task<string> LeftAsync(IBulkKind kind, Guid actId, CancellationToken ct)
    {
        using var digest = new RowDigest();
        await using var command = new NpgsqlCommand(
            $"select {RowDigest.Left} from platform.bulk_row where act_id = $1 and outcome is not null order by number",
            (NpgsqlConnection)kind.Db.Database.GetDbConnection())
        {
            Parameters = { new() { Value = actId } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            digest.Add(rows, 3);
        }

        return digest.ToString();
    }

    private static Task<List<StoredRow>> NextAsync(IBulkKind kind, Guid actId, int before, CancellationToken ct) =>
        kind.Db.Database.SqlQuery<StoredRow>($"""
            select number as "Number", key as "Key", label as "Label", sheet as "Sheet", file_row as "FileRow", subject_id as "SubjectId",
                   state as "State", fields::text as "Fields", before::text as "Before"
              from platform.bulk_row where act_id = {actId} and accepted and number < {before} order by number desc limit {kind.Batch}
            """).ToListAsync(ct);

    /// <summary>What is to become of one row.</summary>
    private sealed class Plan(StoredRow row)
    {
        public StoredRow Row => row;
        public UndoRow? Undo { get; private init; }
        public BulkRowEnd End { get; set; } = BulkRowEnd.Undone;
        public KeptRow? Kept { get; set; }

        public static Plan Of(StoredRow row, IReadOnlyDictionary<string, string?>? now)
        {
            var (written, subject) = (Stored.Fields(row.Fields), row.SubjectId!.Value);
            if (now is null)
            {
                return new Plan(row) { End = BulkRowEnd.Kept, Kept = new([], StoredRefusal.From(new Refusal.Missing(BulkWords.Gone))) };
            }

            if (row.State == nameof(BulkRowState.Added))
            {
                var edited = written.Where(f => !RowDifference.Same(f.Value, now.GetValueOrDefault(f.Key)))
                    .Select(f => new KeptField(f.Key, f.Value, now.GetValueOrDefault(f.Key))).ToList();
                return edited.Count == 0
                    ? new Plan(row) { Undo = new UndoRow(subject, Added: true, new Dictionary<string, string?>()) }
                    : new Plan(row)
                    {
                        End = BulkRowEnd.Kept,
                        Kept = new(edited, StoredRefusal.From(new Refusal.Stale(BulkWords.KeptOfAdded))),
                    };
            }

            var (back, kept) = RowDifference.ToUndo(written, Stored.Fields(row.Before), now);
            return new Plan(row)
            {
                Undo = back.Count == 0 ? null : new UndoRow(subject, Added: false, back),
                End = kept.Count == 0 ? BulkRowEnd.Undone : back.Count == 0 ? BulkRowEnd.Kept : BulkRowEnd.PartlyUndone,
                Kept = kept.Count == 0 ? null : new(kept, null),
            };
        }
    }
}
