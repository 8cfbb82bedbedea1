using System.Security.Cryptography;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Masters;

/// <summary>A keeper brings the file again whose master is missing or damaged; only that very file is taken.</summary>
internal static class RestoreMaster
{
    /// <param name="Code">Whose.</param>
    /// <param name="Id">Which image.</param>
    /// <param name="Content">Can be rewound.</param>
    internal sealed record Command(string Code, Guid Id, Stream Content);

    internal sealed class Handler(MediaDb db, ImageAccess access, IMasterStore store, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var kept = await access.KeptAsync(cmd.Code, cmd.Id, ct);
            if (kept.Refused)
            {
                return kept.Refusal;
            }

            // Compared before it is stored: another file would stay in the store with nobody's name on it.
            var image = kept.Value;
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(cmd.Content, ct)) != image.Sha256)
            {
                return new Refusal.Invalid("media.master.another-file", "File").With(("file", image.FileName));
            }

            cmd.Content.Position = 0;
            try
            {
                await store.PutAsync(cmd.Content, ct);
            }
            catch (IOException e) when (StoreTrouble.Of(e) is { } trouble)
            {
                return new Refusal.Invalid(trouble, "File").With(("file", image.FileName));
            }

            var master = await db.Masters.SingleAsync(m => m.Sha256 == image.Sha256, ct);
            var before = master.State;
            (master.State, master.CheckedAt) = (MasterState.Whole, clock.GetUtcNow());
            db.Record(new("media.master.healed", StoredImage.SubjectKind, image.Id) { OwnerId = image.InstitutionId, Before = new { Master = before }, After = new { Master = MasterState.Whole } });
            return await db.SaveInTurnAsync("media.image.stale", ct);
        }
    }
}
