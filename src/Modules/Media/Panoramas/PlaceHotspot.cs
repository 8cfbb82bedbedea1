using System.Globalization;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Panoramas;

/// <summary>A keeper marks a place in a panorama and says what is to be seen there; or takes the mark away.</summary>
internal static class PlaceHotspot
{
    private const int Label = 200, Text = 2000, MostOfOne = 200;

    /// <param name="Code">Whose.</param>
    /// <param name="ImageId">In which panorama.</param>
    /// <param name="X">Percent from the left edge, as typed.</param>
    /// <param name="Y">Percent from the upper edge, as typed.</param>
    internal sealed record Command(string Code, Guid ImageId, string? X, string? Y)
    {
        public string LabelZh { get; init; } = "";

        public string LabelEn { get; init; } = "";

        public string TextZh { get; init; } = "";

        public string TextEn { get; init; } = "";
    }

    internal sealed class Handler(MediaDb db, ImageAccess access, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var kept = await access.KeptAsync(cmd.Code, cmd.ImageId, ct);
            if (kept.Refused)
            {
                return kept.Refusal;
            }

            var institution = kept.Value.InstitutionId;
            if (!await db.Panoramas.AnyAsync(p => p.InstitutionId == institution && p.ImageId == cmd.ImageId, ct)
                || await db.Hotspots.CountAsync(h => h.InstitutionId == institution && h.ImageId == cmd.ImageId, ct) >= MostOfOne)
            {
                return new Refusal.Stale("media.panorama.stale");
            }

            if (!Percent(cmd.X, out var x) || !Percent(cmd.Y, out var y))
            {
                return new Refusal.Invalid("media.hotspot.not-inside", Percent(cmd.X, out _) ? "Y" : "X");
            }

            var spot = new Hotspot
            {
                InstitutionId = institution,
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                ImageId = cmd.ImageId,
                X = x,
                Y = y,
                LabelZh = cmd.LabelZh.Trim(),
                LabelEn = cmd.LabelEn.Trim(),
                TextZh = cmd.TextZh.Trim(),
                TextEn = cmd.TextEn.Trim(),
                CreatedAt = clock.GetUtcNow(),
            };
            if (spot.LabelZh.Length is 0 or > Label || spot.LabelEn.Length > Label || spot.TextZh.Length > Text || spot.TextEn.Length > Text)
            {
                return new Refusal.Invalid(spot.LabelZh.Length == 0 ? "media.hotspot.label-needed" : "media.image.too-long", "LabelZh");
            }

            db.Add(spot);
            db.Record(new("media.hotspot.placed", StoredImage.SubjectKind, cmd.ImageId) { OwnerId = institution, After = new { spot.X, spot.Y, spot.LabelZh, spot.LabelEn, spot.TextZh, spot.TextEn } });
            return await db.SaveInTurnAsync("media.panorama.stale", ct);
        }

        public async Task<Outcome<Done>> RemoveAsync(string code, Guid imageId, Guid id, CancellationToken ct)
        {
            var kept = await access.KeptAsync(code, imageId, ct);
            if (kept.Refused)
            {
                return kept.Refusal;
            }

            if (await db.Hotspots.SingleOrDefaultAsync(h => h.InstitutionId == kept.Value.InstitutionId && h.ImageId == imageId && h.Id == id, ct) is not { } spot)
            {
                return new Refusal.Missing("media.hotspot.missing");
            }

            db.Remove(spot);
            db.Record(new("media.hotspot.removed", StoredImage.SubjectKind, imageId) { OwnerId = kept.Value.InstitutionId, Before = new { spot.X, spot.Y, spot.LabelZh, spot.LabelEn } });
            return await db.SaveInTurnAsync("media.panorama.stale", ct);
        }

        private static bool Percent(string? text, out decimal number) =>
            decimal.TryParse(text?.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && (number = Math.Round(number, 4)) is >= 0 and <= 100;
    }
}
