using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Platform.Bulk;

/// <summary>Somebody sends a file (or the answers of a batch edit): it is kept, and compared by a job.</summary>
public static class StartAct
{
    /// <param name="Id">Chosen by the form: the same form sent twice starts one act.</param>
    /// <param name="Kind">Which kind.</param>
    /// <param name="File">A stream that can be rewound; null for a batch edit.</param>
    /// <param name="FileName">As it came.</param>
    /// <param name="Options">Answers to the kind's questions.</param>
    public sealed record Command(Guid Id, string Kind, Stream? File, string? FileName, IReadOnlyDictionary<string, string> Options);

    /// <summary>Returns the act's id.</summary>
    public sealed class Handler(BulkAccess access, PlatformDb db, CurrentActor current, TimeProvider clock)
    {
        /// <summary>Checks what can be told at once, keeps the file and queues the comparison.</summary>
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            ArgumentNullException.ThrowIfNull(cmd);
            var (kind, no) = access.Startable(cmd.Kind);
            if (kind is null)
            {
                return no!;
            }

            if (kind.Options.FirstOrDefault(o => !Answered(o, cmd.Options)) is { } option)
            {
                return new Refusal.Invalid(BulkWords.OptionMissing, option.Name);
            }

            var options = kind.Options.Where(o => cmd.Options.ContainsKey(o.Name))
                .ToDictionary(o => o.Name, o => cmd.Options[o.Name].Trim());
            var act = New(cmd, kind, options, cmd.File is null ? null : await BulkFiles.HashAsync(cmd.File, ct));
            if ((kind.Check(act.Context) ?? await kind.PrepareAsync(act.Context, ct)) is { } unfit)
            {
                return unfit;
            }

            if (kind is IBulkFile records && NoRecords(records, cmd.File) is { } foreign)
            {
                return foreign;
            }

            if (kind is IBulkImport import && await UnreadableAsync(import, cmd.File, ct) is { } unreadable)
            {
                return unreadable;
            }

            try
            {
                return await KeepAsync(act, cmd.File, ct);
            }
            catch (Exception e) when (FullDisk.Is(e))
            {
                return new Refusal.Stale(BulkWords.NoRoomForFile);
            }
        }

        private static bool Answered(BulkOption option, IReadOnlyDictionary<string, string> answers) =>
            answers.TryGetValue(option.Name, out var answer) && !string.IsNullOrWhiteSpace(answer)
                ? option.Choices.Count == 0 || option.Choices.Any(c => c.Value == answer)
                : option.Optional;

        private BulkAct New(Command cmd, IBulkKind kind, Dictionary<string, string> options, string? hash) => new()
        {
            Id = cmd.Id,
            Kind = kind.Kind,
            HistoryOf = kind.RowsAreHistory ? kind.SubjectKind : null,
            State = BulkState.Comparing,
            PersonId = current.Value.PersonId,
            ActorName = current.Value.Name,
            PartyId = current.Value.PartyId,
            FileName = cmd.FileName,
            FileHash = hash,
            Options = Stored.Json(options),
            CreatedAt = clock.GetUtcNow(),
        };

        /// <summary>What is no such table is refused at the form already; damage further down is met by the job.</summary>
        private static async Task<Refusal?> UnreadableAsync(IBulkImport kind, Stream? file, CancellationToken ct)
        {
            if (file is null)
            {
                return new Refusal.Invalid(BulkWords.FileMissing, "File");
            }

            file.Position = 0;
            var opened = await TableReader.OpenAsync(file, kind.Shape, ct);
            if (opened.Refused)
            {
                return opened.Refusal is Refusal.Invalid invalid ? invalid with { Field = "File" } : opened.Refusal;
            }

            opened.Value.Dispose();
            return null;
        }

        private static Refusal? NoRecords(IBulkFile kind, Stream? file)
        {
            var refusal = file is null ? new Refusal.Invalid(BulkWords.FileMissing) : kind.Look(file);
            return refusal is Refusal.Invalid invalid ? invalid with { Field = "File" } : refusal;
        }

        private async Task<Outcome<Guid>> KeepAsync(BulkAct act, Stream? file, CancellationToken ct)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            db.Add(act);
            act.JobId = db.Enqueue(CompareAct.JobKind, new BulkJob(act.Id), act.Id, access.Grace);
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                await transaction.RollbackAsync(ct);
                db.ChangeTracker.Clear();
                var first = await db.Set<BulkAct>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == act.Id, ct);
                return first?.FileHash == act.FileHash && first?.Kind == act.Kind && first.PersonId == act.PersonId
                    ? act.Id
                    : new Refusal.Stale(BulkWords.IdTaken);
            }

            if (file is not null)
            {
                await BulkFiles.KeepAsync(db, act.Id, file, ct);
            }

            await transaction.CommitAsync(ct);
            return act.Id;
        }
    }
}

/// <summary>Input of the jobs of an act.</summary>
internal sealed record BulkJob(Guid ActId);
