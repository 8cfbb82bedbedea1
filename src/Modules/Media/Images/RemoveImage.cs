using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Media.Tiles;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Images;

/// <summary>A keeper takes an image away, with a reason. Its tiles go; its row stays as a tombstone and its master in the store.</summary>
internal static class RemoveImage
{
    internal sealed record Command(string Code, Guid Id, int Version, string Reason);

    internal sealed class Handler(MediaDb db, ImageAccess access, TileFiles files)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var kept = await access.KeptAsync(cmd.Code, cmd.Id, cmd.Version, ct);
            if (kept.Refused)
            {
                return kept.Refusal;
            }

            var image = kept.Value;
            if (cmd.Reason.Trim() is not { Length: > 0 and <= 500 } reason)
            {
                return new Refusal.Invalid("media.image.reason-needed", nameof(cmd.Reason));
            }

            var (made, before) = (image.MadeAt, new { image.ObjectId, image.Place, image.FileName, image.Sha256 });
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (image.ObjectId is { } objectId)
            {
                await db.Images.Where(i => i.InstitutionId == image.InstitutionId && i.ObjectId == objectId && i.Place > image.Place)
                    .ExecuteUpdateAsync(set => set.SetProperty(i => i.Place, i => i.Place - 1), ct);
                db.TellPicturesChanged(image.InstitutionId, objectId);
            }

            (image.State, image.Refusal, image.ObjectId, image.Place) = (ImageState.Removed, null, null, null);
            image.Version++;
            db.Record(new("media.image.removed", StoredImage.SubjectKind, image.Id) { OwnerId = image.InstitutionId, Reason = reason, Before = before });
            var saved = await db.SaveInTurnAsync("media.image.stale", ct);
            if (!saved.Refused && made is { } at)
            {
                files.Remove(image, at);
            }

            return saved;
        }
    }
}
