using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Media.Labels;

/// <summary>
/// A keeper makes an ordinary view of a label frame, because the object itself is in it, or a label frame of it again. The frames taken
/// after it keep their object either way.
/// </summary>
internal static class TurnLabelFrame
{
    /// <param name="Code">Whose.</param>
    /// <param name="Id">Which image.</param>
    /// <param name="Version">As it was seen.</param>
    /// <param name="ToView">An ordinary view from now on; else a label frame again.</param>
    internal sealed record Command(string Code, Guid Id, int Version, bool ToView);

    internal sealed class Handler(MediaDb db, ImageAccess access, IObjectBook objects)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var kept = await access.KeptAsync(cmd.Code, cmd.Id, cmd.Version, ct);
            if (kept.Refused)
            {
                return kept.Refusal;
            }

            var image = kept.Value;
            if (image.Label is null || image.LabelFrame != cmd.ToView)
            {
                return new Refusal.Stale("media.image.stale");
            }

            var before = Facts(image);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (!cmd.ToView)
            {
                await LabelFrames.TakeOutAsync(db, image, ct);
                (image.LabelFrame, image.MatchedBy) = (true, null);
            }
            else
            {
                image.LabelFrame = false;
                if (image.LabelObjectId is { } id && (await objects.SeenAsync([new(image.InstitutionId, id)], ct)).Count > 0)
                {
                    await LabelFrames.PutLastAsync(db, image, id, ct);
                    image.MatchedBy = MatchedBy.Hand;
                }
            }

            image.Version++;
            db.Record(new("media.image.label-turned", StoredImage.SubjectKind, image.Id)
            {
                OwnerId = image.InstitutionId,
                ReasonCode = cmd.ToView ? "media.label.reason-view" : "media.label.reason-label",
                Before = before,
                After = Facts(image),
            });
            return await db.SaveInTurnAsync("media.image.stale", ct);
        }

        private static object Facts(StoredImage i) => new { i.LabelFrame, i.ObjectId, i.Place, i.MatchedBy };
    }
}
