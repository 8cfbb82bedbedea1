using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Access;
using Guanlian.Media.Arriving;
using Guanlian.Media.Data;
using Guanlian.Media.Masters;
using Guanlian.Media.Working;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Media.Multimedia;

/// <summary>A model, a sound or a film of an object arrives: known by its content, kept as it is, shown once it is described.</summary>
internal static class ReceiveMultimedia
{
    /// <param name="Code">Whose.</param>
    /// <param name="Serial">Of which object.</param>
    /// <param name="FileName">As it came.</param>
    /// <param name="Content">Can be rewound.</param>
    internal sealed record Command(string Code, int Serial, string FileName, Stream Content);

    internal sealed class Handler(MediaDb db, ImageAccess access, IMasterStore store, IObjectBook objects, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var holder = await access.KeptAsync(cmd.Code, ct);
            if (holder.Refused)
            {
                return holder.Refusal;
            }

            if (await objects.SeenAsync(cmd.Code, cmd.Serial, ct) is not { } about)
            {
                return new Refusal.Missing("media.collection.missing");
            }

            if (cmd.Content.Length is 0 or > WorkLimits.FileBytes)
            {
                return new Refusal.Invalid(cmd.Content.Length == 0 ? "media.file.empty" : "media.file.too-large", "File").With(("file", cmd.FileName));
            }

            var found = MultimediaKind.Of(cmd.Content);
            if (found.Kind is not { } kind)
            {
                return new Refusal.Invalid(found.Refusal!, "File").With(("file", cmd.FileName));
            }

            cmd.Content.Position = 0;
            StoredMaster master;
            try
            {
                master = await store.PutAsync(cmd.Content, ct);
            }
            catch (IOException e) when (StoreTrouble.Of(e) is { } trouble)
            {
                return new Refusal.Invalid(trouble, "File").With(("file", cmd.FileName));
            }

            var kept = new MultimediaFile
            {
                InstitutionId = holder.Value.Id,
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                Sha256 = master.Sha256,
                Bytes = master.Bytes,
                FileName = ReceiveImage.NameOf(cmd.FileName),
                Kind = kind,
                Blanks = Blank.Write(found.Blanks),
                ObjectId = about.Key.ObjectId,
                Hidden = true,
                Version = 1,
                CreatedAt = clock.GetUtcNow(),
            };

            // Outside of what is taken back where the object has this file: brought again, a damaged one is whole, for the store has just
            // put it in its place.
            await db.KeepMasterAsync(master, clock.GetUtcNow(), ct);
            db.Add(kept);
            db.Record(new("media.multimedia.arrived", MultimediaFile.SubjectKind, kept.Id) { OwnerId = kept.InstitutionId, After = new { kept.FileName, kept.Kind, kept.Sha256, kept.Bytes, Object = about.Number } });
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "multimedia_once" })
            {
                return new Refusal.Invalid("media.multimedia.twice", "File").With(("file", cmd.FileName));
            }

            return kept.Id;
        }
    }
}
