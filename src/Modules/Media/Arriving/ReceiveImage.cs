using System.Data;
using System.Text.Json;
using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Media.Masters;
using Guanlian.Media.Tiles;
using Guanlian.Media.Working;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Media.Arriving;

/// <summary>
/// One photograph arrives: it is recognised by its content, kept as it is, matched to its object by the number in its name, and waits
/// for its tiles. What is refused is written down with the reason.
/// </summary>
internal static class ReceiveImage
{
    /// <param name="Code">Whose.</param>
    /// <param name="UploadId">With which others; chosen by whoever sends.</param>
    /// <param name="FileName">As it came.</param>
    /// <param name="Content">Can be rewound.</param>
    internal sealed record Command(string Code, Guid UploadId, string FileName, Stream Content)
    {
        /// <summary>The object that all files of this upload show; null lets their names say.</summary>
        public int? Serial { get; init; }
    }

    /// <param name="ImageId">The image; the one that was there already, where <paramref name="Twice"/>.</param>
    /// <param name="Twice">The museum had this very file.</param>
    /// <param name="ObjectNumber">Of the object that it was matched to; null: it lies in the tray.</param>
    internal sealed record Received(Guid ImageId, bool Twice, string? ObjectNumber);

    internal sealed class Handler(
        MediaDb db, ImageAccess access, IMasterStore store, ImageWorkers workers, IObjectBook objects, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Received>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var holder = await access.KeptAsync(cmd.Code, ct);
            if (holder.Refused)
            {
                return holder.Refusal;
            }

            var institution = holder.Value.Id;
            Outcome<Received> taken;
            try
            {
                taken = await TakeAsync(institution, cmd, ct);
            }
            catch (IOException e) when (StoreTrouble.Of(e) is { } trouble)
            {
                taken = new Refusal.Invalid(trouble);
            }

            if (taken.Refused)
            {
                db.ChangeTracker.Clear();
                db.Add(ArrivalOf(institution, cmd) with { Refusal = taken.Refusal.Code });
                await db.SaveChangesAsync(ct);
                return taken.Refusal.With(("file", cmd.FileName));
            }

            return taken;
        }

        private async Task<Outcome<Received>> TakeAsync(Guid institution, Command cmd, CancellationToken ct)
        {
            var head = new byte[FileKind.Head];
            var got = await cmd.Content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
            if (got == 0)
            {
                return new Refusal.Invalid("media.file.empty");
            }

            if (cmd.Content.Length > WorkLimits.FileBytes)
            {
                return new Refusal.Invalid("media.file.too-large");
            }

            if (FileKind.Of(head.AsSpan(0, got)) is not { } kind)
            {
                return new Refusal.Invalid("media.file.not-an-image");
            }

            cmd.Content.Position = 0;
            var master = await store.PutAsync(cmd.Content, ct);
            if (await TwiceAsync(institution, cmd, master, ct) is { } twice)
            {
                return twice;
            }

            using var file = await store.AtHandAsync(master.Sha256, ct);
            var look = file is null ? new() { Refused = "media.master.missing" } : await workers.DoAsync(new(file.Path, kind, null), ct);
            return look.Refused is { } code ? new Refusal.Invalid(code) : await KeepAsync(institution, cmd, master, kind, look, ct);
        }

        private async Task<Received?> TwiceAsync(Guid institution, Command cmd, StoredMaster master, CancellationToken ct)
        {
            var there = await db.Images.AsNoTracking()
                .SingleOrDefaultAsync(i => i.InstitutionId == institution && i.Sha256 == master.Sha256 && i.State != ImageState.Removed, ct);
            if (there is null)
            {
                return null;
            }

            // Brought again, a damaged master is whole: the store has just put it in its place.
            await db.Masters.Where(m => m.Sha256 == master.Sha256 && m.State != MasterState.Whole)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, MasterState.Whole).SetProperty(m => m.CheckedAt, clock.GetUtcNow()), ct);
            db.Add(ArrivalOf(institution, cmd) with { ImageId = there.Id, Twice = true });
            await MakeTiles.AskAsync(db, new(institution, cmd.UploadId, cmd.Code), ct); // it may be a label, or stand after one that came now
            await db.SaveChangesAsync(ct);
            return new(there.Id, true, null);
        }

        private async Task<Outcome<Received>> KeepAsync(Guid institution, Command cmd, StoredMaster master, string kind, WorkDone look, CancellationToken ct)
        {
            var shown = await ObjectOfAsync(institution, cmd, ct);
            var id = Guid.CreateVersion7(clock.GetUtcNow());
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (shown is not null)
            {
                // Whoever adds to the same object waits, so that each gets a place of its own.
                await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({shown.Key.ObjectId.ToString()}, 0))", ct);
            }

            await db.KeepMasterAsync(master, clock.GetUtcNow(), ct);
            db.Add(new StoredImage
            {
                InstitutionId = institution,
                Id = id,
                Sha256 = master.Sha256,
                FileName = NameOf(cmd.FileName),
                Kind = kind,
                UploadId = cmd.UploadId,
                Width = look.Width,
                Height = look.Height,
                PixelsPerInch = look.PixelsPerInch,
                Camera = look.Camera.Count == 0 ? null : JsonSerializer.Serialize(look.Camera, HistoryJson.Options),
                ObjectId = shown?.Key.ObjectId,
                Place = shown is null ? null : await NextPlaceAsync(shown.Key, ct),
                MatchedBy = shown is null ? null : cmd.Serial is null ? MatchedBy.Name : MatchedBy.Given,
                ViewKind = NumberInName.ViewIn(cmd.FileName),
                Sample = current.Value.Sample,
                CreatedAt = clock.GetUtcNow(),
            });
            db.Add(ArrivalOf(institution, cmd) with { ImageId = id });
            db.Record(new("media.image.arrived", StoredImage.SubjectKind, id)
            {
                OwnerId = institution,
                After = new { FileName = NameOf(cmd.FileName), master.Sha256, master.Bytes, Object = shown?.Number },
            });
            await MakeTiles.AskAsync(db, new(institution, cmd.UploadId, cmd.Code), ct);
            try
            {
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "image_once" })
            {
                await transaction.RollbackAsync(ct);
                db.ChangeTracker.Clear();
                return (await TwiceAsync(institution, cmd, master, ct))!;
            }

            return new Received(id, false, shown?.Number);
        }

        private async Task<ObjectInBook?> ObjectOfAsync(Guid institution, Command cmd, CancellationToken ct)
        {
            if (cmd.Serial is { } serial)
            {
                return await objects.SeenAsync(cmd.Code, serial, ct);
            }

            var candidates = NumberInName.Candidates(cmd.FileName);
            var known = candidates.Count == 0 ? [] : (await objects.ByNumberAsync(institution, candidates, ct)).ToList();
            // The longest wins; two objects that are named equally long are a question for people.
            var best = known.GroupBy(k => k.Key.Count(char.IsLetterOrDigit)).MaxBy(g => g.Key)?.Select(k => k.Value).DistinctBy(o => o.Key).ToList();
            return best is [var only] ? only : null;
        }

        private async Task<int> NextPlaceAsync(ObjectKey key, CancellationToken ct) =>
            (await db.Images.Where(i => i.InstitutionId == key.InstitutionId && i.ObjectId == key.ObjectId).MaxAsync(i => i.Place, ct) ?? 0) + 1;

        private Arrival ArrivalOf(Guid institution, Command cmd) => new()
        {
            InstitutionId = institution,
            UploadId = cmd.UploadId,
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            FileName = NameOf(cmd.FileName),
            Bytes = cmd.Content.Length,
            At = clock.GetUtcNow(),
        };
    }

    /// <summary>Some browsers send a path; a name is what is left of it.</summary>
    public static string NameOf(string sent) =>
        sent.Replace('\\', '/').Split('/')[^1].Trim() is { Length: > 0 } name ? name.Length > 255 ? name[^255..] : name : "?";
}
