using System.ComponentModel.DataAnnotations;
using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Images;

/// <summary>A keeper says what an image shows: of which object, which view, in which place, by whom, under which rights; or hides it.</summary>
internal static class EditImage
{
    /// <param name="Code">Whose.</param>
    /// <param name="Id">Which image.</param>
    /// <param name="Version">As it was seen.</param>
    internal sealed record Command(string Code, Guid Id, int Version)
    {
        /// <summary>Register number of the object; empty puts the image into the tray.</summary>
        [MaxLength(60)]
        public string Number { get; init; } = "";

        /// <summary>Among the images of the object; 1 is the main view, null the last.</summary>
        public int? Place { get; init; }

        public ViewKind ViewKind { get; init; }

        [MaxLength(1000)]
        public string CaptionZh { get; init; } = "";

        [MaxLength(1000)]
        public string CaptionEn { get; init; } = "";

        [MaxLength(200)]
        public string Photographer { get; init; } = "";

        [MaxLength(500)]
        public string Rights { get; init; } = "";

        public bool Hidden { get; init; }

        /// <summary>How many pixels a centimetre of the object has; null where nobody knows.</summary>
        public double? PixelsPerCentimetre { get; init; }

        /// <summary>Who says of which object it is.</summary>
        public MatchedBy? By { get; init; } = MatchedBy.Hand;
    }

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
            if (TooLong(cmd) is { } field)
            {
                return new Refusal.Invalid("media.image.too-long", field);
            }

            if (cmd.PixelsPerCentimetre is { } scale && scale is not (> 0 and <= 100_000))
            {
                return new Refusal.Invalid("media.image.no-such-scale", nameof(cmd.PixelsPerCentimetre));
            }

            ObjectInBook? shown = null;
            if (cmd.Number.Trim() is { Length: > 0 } number
                && (shown = (await objects.ByNumberAsync(image.InstitutionId, [number], ct)).GetValueOrDefault(number)) is null)
            {
                return new Refusal.Invalid("media.image.no-such-number", nameof(cmd.Number)).With(("number", number));
            }

            if (shown is not null && image.LabelFrame)
            {
                return new Refusal.Invalid("media.label.is-no-view", nameof(cmd.Number));
            }

            var before = Facts(image);
            image.MatchedBy = shown is null && image.ObjectId is null ? image.MatchedBy : cmd.By;
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            db.TellPicturesChanged(image.InstitutionId, image.ObjectId, shown?.Key.ObjectId);
            await PlaceAsync(image, shown?.Key.ObjectId, cmd.Place, ct);
            (image.ViewKind, image.CaptionZh, image.CaptionEn) = (cmd.ViewKind, cmd.CaptionZh.Trim(), cmd.CaptionEn.Trim());
            (image.Photographer, image.Rights, image.Hidden) = (cmd.Photographer.Trim(), cmd.Rights.Trim(), cmd.Hidden);
            image.PixelsPerCentimetre = cmd.PixelsPerCentimetre;
            image.Version++;
            db.Record(new("media.image.described", StoredImage.SubjectKind, image.Id) { OwnerId = image.InstitutionId, Before = before, After = Facts(image) });
            return await db.SaveInTurnAsync("media.image.stale", ct);
        }

        /// <summary>Puts an image into its place and closes the ranks it leaves; places are distinct when the transaction ends.</summary>
        private async Task PlaceAsync(StoredImage image, Guid? objectId, int? wanted, CancellationToken ct)
        {
            foreach (var id in new[] { image.ObjectId, objectId }.OfType<Guid>().Distinct().Order())
            {
                await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({id.ToString()}, 0))", ct);
            }

            if (image.ObjectId is { } left)
            {
                var others = await OthersAsync(image, left, ct);
                Number(others);
            }

            (image.ObjectId, image.Place) = (objectId, null);
            if (objectId is { } now)
            {
                var ranks = await OthersAsync(image, now, ct);
                ranks.Insert(Math.Clamp((wanted ?? ranks.Count + 1) - 1, 0, ranks.Count), image);
                Number(ranks);
            }
        }

        private async Task<List<StoredImage>> OthersAsync(StoredImage image, Guid objectId, CancellationToken ct) =>
            await db.Images.Where(i => i.InstitutionId == image.InstitutionId && i.ObjectId == objectId && i.Id != image.Id).OrderBy(i => i.Place).ToListAsync(ct);

        private static void Number(List<StoredImage> images)
        {
            for (var i = 0; i < images.Count; i++)
            {
                images[i].Place = i + 1;
            }
        }

        private static string? TooLong(Command cmd) =>
            cmd.CaptionZh.Length > 1000 ? nameof(cmd.CaptionZh) : cmd.CaptionEn.Length > 1000 ? nameof(cmd.CaptionEn)
            : cmd.Photographer.Length > 200 ? nameof(cmd.Photographer) : cmd.Rights.Length > 500 ? nameof(cmd.Rights)
            : cmd.Number.Length > 60 ? nameof(cmd.Number) : null;

        private static object Facts(StoredImage i) =>
            new { i.ObjectId, i.Place, i.ViewKind, i.CaptionZh, i.CaptionEn, i.Photographer, i.Rights, i.Hidden, i.PixelsPerCentimetre };
    }
}
