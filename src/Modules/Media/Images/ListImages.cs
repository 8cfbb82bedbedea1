using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Media.Masters;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Images;

/// <summary>A keeper looks through the museum's images: all, those without an object, those that could not be read, one upload's.</summary>
internal static class ListImages
{
    public const int PageSize = 60;

    /// <summary>What may be shown; also the last part of word keys.</summary>
    public static readonly string[] Shows = ["all", "loose", "labels", "waiting", "refused", "damaged", "advised"];

    /// <param name="Code">Whose.</param>
    /// <param name="Show">One of <see cref="Shows"/>.</param>
    /// <param name="Upload">Of one upload only.</param>
    /// <param name="Page">From 1.</param>
    internal sealed record Query(string Code, string Show, Guid? Upload, int Page);

    /// <param name="Institution">Whose.</param>
    /// <param name="Counts">By <see cref="Shows"/>.</param>
    /// <param name="Rows">This page.</param>
    /// <param name="Objects">Those that the rows show.</param>
    /// <param name="Arrivals">Of the upload asked for.</param>
    internal sealed record Answer(
        Contracts.Members.PartyCard Institution, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<StoredImage> Rows,
        IReadOnlyDictionary<ObjectKey, ObjectInBook> Objects, IReadOnlyList<Arrival> Arrivals);

    internal sealed class Handler(MediaDb db, ImageAccess access, IObjectBook objects)
    {
        public async Task<Outcome<Answer>> HandleAsync(Query query, CancellationToken ct)
        {
            var holder = await access.KeptAsync(query.Code, ct);
            if (holder.Refused)
            {
                return holder.Refusal;
            }

            var all = db.Images.AsNoTracking().Where(i => i.InstitutionId == holder.Value.Id && i.State != ImageState.Removed
                && (query.Upload == null || i.UploadId == query.Upload));
            var counts = new Dictionary<string, int>();
            foreach (var show in Shows)
            {
                counts[show] = await Of(all, show).CountAsync(ct);
            }

            var rows = await Of(all, query.Show).OrderBy(i => query.Show == "loose" && i.LabelFrame).ThenByDescending(i => i.CreatedAt).ThenBy(i => i.Id)
                .Skip((Math.Clamp(query.Page, 1, 100_000) - 1) * PageSize).Take(PageSize).ToListAsync(ct);
            var keys = rows.Where(r => r.ObjectId is not null).Select(r => new ObjectKey(r.InstitutionId, r.ObjectId!.Value)).Distinct().ToList();
            var arrivals = query.Upload is { } upload
                ? await db.Arrivals.AsNoTracking().Where(a => a.InstitutionId == holder.Value.Id && a.UploadId == upload).OrderBy(a => a.Id).ToListAsync(ct)
                : [];
            return new Answer(holder.Value, counts, rows, await objects.SeenAsync(keys, ct), arrivals);
        }

        private IQueryable<StoredImage> Of(IQueryable<StoredImage> all, string show) => show switch
        {
            "loose" => all.Where(i => i.ObjectId == null && i.State != ImageState.Refused),
            "labels" => all.Where(i => i.LabelFrame),
            "waiting" => all.Where(i => i.State == ImageState.Waiting),
            "refused" => all.Where(i => i.State == ImageState.Refused),
            "advised" => all.Where(i => (!i.LabelFrame && db.PhotoChecks.Any(c => c.InstitutionId == i.InstitutionId && c.ImageId == i.Id && (c.Advised || c.Small)))
                || (i.ObjectId != null && i.MatchedBy != MatchedBy.Hand
                    && db.Images.Any(l => l.InstitutionId == i.InstitutionId && l.Id == i.LabelledBy && l.LabelObjectId != null && l.LabelObjectId != i.ObjectId))),
            "damaged" => all.Where(i => db.Masters.Any(m => m.Sha256 == i.Sha256 && m.State != MasterState.Whole)),
            _ => all,
        };
    }
}
