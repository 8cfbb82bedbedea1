using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Details;

/// <summary>A keeper draws a part of an image and says what is to be seen there; or draws it anew, or takes it back.</summary>
internal static class DrawDetail
{
    private const int Longest = 1000;

    /// <param name="Code">Whose.</param>
    /// <param name="ImageId">Of which image.</param>
    /// <param name="Region">Which part; null where the numbers could not be read.</param>
    /// <param name="CaptionZh">In Chinese.</param>
    /// <param name="CaptionEn">In English.</param>
    internal sealed record Command(string Code, Guid ImageId, Region? Region, string CaptionZh, string CaptionEn)
    {
        /// <summary>The one that is drawn anew; null for a new one.</summary>
        public Guid? Id { get; init; }

        public int Version { get; init; }
    }

    internal sealed class Handler(MediaDb db, ImageAccess access, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var kept = await access.KeptAsync(cmd.Code, cmd.ImageId, ct);
            if (kept.Refused)
            {
                return kept.Refusal;
            }

            var image = kept.Value;
            if (cmd.Region is not { IsInside: true } region)
            {
                return new Refusal.Invalid("media.detail.not-inside", "X");
            }

            var (zh, en) = (cmd.CaptionZh.Trim(), cmd.CaptionEn.Trim());
            if (zh.Length + en.Length == 0 || zh.Length > Longest || en.Length > Longest)
            {
                return new Refusal.Invalid(zh.Length + en.Length == 0 ? "media.detail.nothing-said" : "media.image.too-long", zh.Length > Longest || en.Length == 0 ? "CaptionZh" : "CaptionEn");
            }

            var found = cmd.Id is { } id ? await OfAsync(image, id, ct) : new() { InstitutionId = image.InstitutionId, ImageId = image.Id, Id = Guid.CreateVersion7(clock.GetUtcNow()), CreatedAt = clock.GetUtcNow() };
            if (found is null)
            {
                return new Refusal.Missing("media.detail.missing");
            }

            if (cmd.Id is not null && found.Version != cmd.Version)
            {
                return new Refusal.Stale("media.detail.stale");
            }

            var before = cmd.Id is null ? null : Facts(found);
            (found.X, found.Y, found.Width, found.Height) = region;
            (found.CaptionZh, found.CaptionEn) = (zh, en);
            found.Version++;
            if (cmd.Id is null)
            {
                db.Add(found);
            }

            db.Record(new(cmd.Id is null ? "media.detail.drawn" : "media.detail.changed", StoredImage.SubjectKind, image.Id) { OwnerId = image.InstitutionId, Before = before, After = Facts(found) });
            var saved = await db.SaveInTurnAsync("media.detail.stale", ct);
            return saved.Refused ? saved.Refusal : found.Id;
        }

        public async Task<Outcome<Done>> RemoveAsync(string code, Guid imageId, Guid id, int version, CancellationToken ct)
        {
            var kept = await access.KeptAsync(code, imageId, ct);
            if (kept.Refused)
            {
                return kept.Refusal;
            }

            if (await OfAsync(kept.Value, id, ct) is not { } found)
            {
                return new Refusal.Missing("media.detail.missing");
            }

            if (found.Version != version)
            {
                return new Refusal.Stale("media.detail.stale");
            }

            db.Remove(found);
            db.Record(new("media.detail.removed", StoredImage.SubjectKind, imageId) { OwnerId = kept.Value.InstitutionId, Before = Facts(found) });
            return await db.SaveInTurnAsync("media.detail.stale", ct);
        }

        private Task<ImageDetail?> OfAsync(StoredImage image, Guid id, CancellationToken ct) =>
            db.Details.SingleOrDefaultAsync(d => d.InstitutionId == image.InstitutionId && d.ImageId == image.Id && d.Id == id, ct);

        private static object Facts(ImageDetail d) => new { Region = d.Region.ToString(), d.CaptionZh, d.CaptionEn };
    }
}
