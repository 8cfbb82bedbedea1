using Guanlian.Media.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Multimedia;

/// <summary>A keeper describes a model, a sound or a film, and shows it; or takes it away, with a reason.</summary>
internal static class EditMultimedia
{
    private const int Title = 200, Description = 4000, Transcript = 100_000, Reason = 500;

    /// <param name="Code">Whose.</param>
    /// <param name="Id">Which.</param>
    /// <param name="Version">As it was seen.</param>
    internal sealed record Command(string Code, Guid Id, int Version)
    {
        public string TitleZh { get; init; } = "";

        public string TitleEn { get; init; } = "";

        public string DescriptionZh { get; init; } = "";

        public string DescriptionEn { get; init; } = "";

        public string TranscriptZh { get; init; } = "";

        public string TranscriptEn { get; init; } = "";

        /// <summary>An image of the same object.</summary>
        public Guid? PosterId { get; init; }

        public bool Hidden { get; init; }
    }

    internal sealed class Handler(MediaDb db, MultimediaAccess access)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var kept = await access.KeptAsync(cmd.Code, cmd.Id, ct);
            if (kept.Refused)
            {
                return kept.Refusal;
            }

            var file = kept.Value;
            if (file.Version != cmd.Version)
            {
                return new Refusal.Stale("media.multimedia.stale");
            }

            if (TooLong(cmd) is { } field)
            {
                return new Refusal.Invalid("media.image.too-long", field);
            }

            if (cmd.PosterId is { } poster && !await db.Images.AnyAsync(i => i.InstitutionId == file.InstitutionId && i.Id == poster && i.ObjectId == file.ObjectId && i.State == ImageState.Ready, ct))
            {
                return new Refusal.Invalid("media.multimedia.no-such-poster", nameof(cmd.PosterId));
            }

            if (!cmd.Hidden && (cmd.TitleZh.Trim().Length == 0 || cmd.DescriptionZh.Trim().Length == 0))
            {
                return new Refusal.Invalid("media.multimedia.describe-first", cmd.TitleZh.Trim().Length == 0 ? nameof(cmd.TitleZh) : nameof(cmd.DescriptionZh));
            }

            if (!cmd.Hidden && file.IsModel && cmd.PosterId is null)
            {
                return new Refusal.Invalid("media.multimedia.poster-first", nameof(cmd.PosterId));
            }

            var before = Facts(file);
            (file.TitleZh, file.TitleEn, file.DescriptionZh, file.DescriptionEn) = (cmd.TitleZh.Trim(), cmd.TitleEn.Trim(), cmd.DescriptionZh.Trim(), cmd.DescriptionEn.Trim());
            (file.TranscriptZh, file.TranscriptEn, file.PosterId, file.Hidden) = (cmd.TranscriptZh.Trim(), cmd.TranscriptEn.Trim(), cmd.PosterId, cmd.Hidden);
            file.Version++;
            db.Record(new("media.multimedia.described", MultimediaFile.SubjectKind, file.Id) { OwnerId = file.InstitutionId, Before = before, After = Facts(file) });
            return await db.SaveInTurnAsync("media.multimedia.stale", ct);
        }

        public async Task<Outcome<Done>> RemoveAsync(string code, Guid id, int version, string reason, CancellationToken ct)
        {
            var kept = await access.KeptAsync(code, id, ct);
            if (kept.Refused)
            {
                return kept.Refusal;
            }

            var file = kept.Value;
            if (file.Version != version)
            {
                return new Refusal.Stale("media.multimedia.stale");
            }

            if (reason.Trim() is not { Length: > 0 and <= Reason } why)
            {
                return new Refusal.Invalid("media.image.reason-needed", "Reason");
            }

            (file.Removed, file.Hidden, file.Version) = (true, true, file.Version + 1);
            db.Record(new("media.multimedia.removed", MultimediaFile.SubjectKind, file.Id) { OwnerId = file.InstitutionId, Reason = why, Before = new { file.FileName, file.Sha256 } });
            return await db.SaveInTurnAsync("media.multimedia.stale", ct);
        }

        private static string? TooLong(Command cmd) =>
            cmd.TitleZh.Length > Title ? nameof(cmd.TitleZh) : cmd.TitleEn.Length > Title ? nameof(cmd.TitleEn)
            : cmd.DescriptionZh.Length > Description ? nameof(cmd.DescriptionZh) : cmd.DescriptionEn.Length > Description ? nameof(cmd.DescriptionEn)
            : cmd.TranscriptZh.Length > Transcript ? nameof(cmd.TranscriptZh) : cmd.TranscriptEn.Length > Transcript ? nameof(cmd.TranscriptEn) : null;

        private static object Facts(MultimediaFile m) =>
            new { m.TitleZh, m.TitleEn, m.DescriptionZh, m.DescriptionEn, Transcript = m.TranscriptZh.Length + m.TranscriptEn.Length, m.PosterId, m.Hidden };
    }
}
