using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Media.Panoramas;

/// <summary>A keeper says that an image is a view all round, and what it is called; or that it is none.</summary>
internal static class SetPanorama
{
    private const int Longest = 200;

    /// <param name="Code">Whose.</param>
    /// <param name="ImageId">Which image.</param>
    /// <param name="Version">As it was seen; 0 where it is none yet.</param>
    /// <param name="TitleZh">In Chinese; null where it shall be none any more.</param>
    /// <param name="TitleEn">In English.</param>
    internal sealed record Command(string Code, Guid ImageId, int Version, string? TitleZh, string TitleEn);

    /// <summary>An equirectangular picture is twice as wide as it is high; stitching leaves a pixel or two over.</summary>
    public static bool MayBe(StoredImage image) => Math.Abs(image.Width - (2.0 * image.Height)) <= image.Width * 0.01;

    internal sealed class Handler(MediaDb db, ImageAccess access, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var kept = await access.KeptAsync(cmd.Code, cmd.ImageId, ct);
            if (kept.Refused)
            {
                return kept.Refusal;
            }

            var image = kept.Value;
            var there = await db.Panoramas.SingleOrDefaultAsync(p => p.InstitutionId == image.InstitutionId && p.ImageId == image.Id, ct);
            if ((there?.Version ?? 0) != cmd.Version)
            {
                return new Refusal.Stale("media.panorama.stale");
            }

            if (cmd.TitleZh is null)
            {
                if (there is not null)
                {
                    db.Remove(there);
                    db.Record(new("media.panorama.unset", StoredImage.SubjectKind, image.Id) { OwnerId = image.InstitutionId, Before = new { there.TitleZh, there.TitleEn } });
                }

                return await db.SaveInTurnAsync("media.panorama.stale", ct);
            }

            if (!MayBe(image))
            {
                return new Refusal.Invalid("media.panorama.not-twice-as-wide").With(("width", image.Width), ("height", image.Height));
            }

            var (zh, en) = (cmd.TitleZh.Trim(), cmd.TitleEn.Trim());
            if (zh.Length is 0 or > Longest || en.Length > Longest)
            {
                return new Refusal.Invalid(zh.Length == 0 ? "media.panorama.title-needed" : "media.image.too-long", en.Length > Longest ? "TitleEn" : "TitleZh");
            }

            var before = there is null ? null : new { there.TitleZh, there.TitleEn };
            if (there is null)
            {
                db.Add(there = new() { InstitutionId = image.InstitutionId, ImageId = image.Id, CreatedAt = clock.GetUtcNow() });
            }

            (there.TitleZh, there.TitleEn) = (zh, en);
            there.Version++;
            db.Record(new("media.panorama.set", StoredImage.SubjectKind, image.Id) { OwnerId = image.InstitutionId, Before = before, After = new { there.TitleZh, there.TitleEn } });
            try
            {
                return await db.SaveInTurnAsync("media.panorama.stale", ct);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "panorama_pkey" })
            {
                db.ChangeTracker.Clear();
                return new Refusal.Stale("media.panorama.stale"); // two said so at once
            }
        }
    }
}
