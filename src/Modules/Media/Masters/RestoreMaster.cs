using System.Security.Cryptography;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Media.Multimedia;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Masters;

/// <summary>A keeper brings the file again whose master is missing or damaged; only that very file is taken.</summary>
internal static class RestoreMaster
{
    /// <param name="Code">Whose.</param>
    /// <param name="Id">Which image, or which model, sound or film.</param>
    /// <param name="Content">Can be rewound.</param>
    internal sealed record Command(string Code, Guid Id, Stream Content);

    internal sealed class Handler(MediaDb db, ImageAccess images, MultimediaAccess multimedia, IMasterStore store, TimeProvider clock)
    {
        /// <summary>The master of an image.</summary>
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var kept = await images.KeptAsync(cmd.Code, cmd.Id, ct);
            return kept.Refused ? kept.Refusal
                : await PutBackAsync(kept.Value.Sha256, kept.Value.FileName, new("media.master.healed", StoredImage.SubjectKind, cmd.Id) { OwnerId = kept.Value.InstitutionId }, cmd.Content, ct);
        }

        /// <summary>A model, a sound or a film.</summary>
        public async Task<Outcome<Done>> OfMultimediaAsync(Command cmd, CancellationToken ct)
        {
            var kept = await multimedia.KeptAsync(cmd.Code, cmd.Id, ct);
            return kept.Refused ? kept.Refusal
                : await PutBackAsync(kept.Value.Sha256, kept.Value.FileName, new("media.master.healed", MultimediaFile.SubjectKind, cmd.Id) { OwnerId = kept.Value.InstitutionId }, cmd.Content, ct);
        }

        private async Task<Outcome<Done>> PutBackAsync(string sha256, string fileName, Change healed, Stream content, CancellationToken ct)
        {
            // Compared before it is stored: another file would stay in the store with nobody's name on it.
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct)) != sha256)
            {
                return new Refusal.Invalid("media.master.another-file", "File").With(("file", fileName));
            }

            content.Position = 0;
            try
            {
                await store.PutAsync(content, ct);
            }
            catch (IOException e) when (StoreTrouble.Of(e) is { } trouble)
            {
                return new Refusal.Invalid(trouble, "File").With(("file", fileName));
            }

            var master = await db.Masters.SingleAsync(m => m.Sha256 == sha256, ct);
            var before = master.State;
            (master.State, master.CheckedAt) = (MasterState.Whole, clock.GetUtcNow());
            db.Record(healed with { Before = new { Master = before }, After = new { Master = MasterState.Whole } });
            return await db.SaveInTurnAsync("media.image.stale", ct);
        }
    }
}
