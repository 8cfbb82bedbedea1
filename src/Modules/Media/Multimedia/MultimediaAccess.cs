using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Multimedia;

/// <summary>Who sees a model, a sound or a film: exactly who would see an image of the same object.</summary>
internal sealed class MultimediaAccess(MediaDb db, ImageAccess access, IObjectBook objects)
{
    /// <param name="File">The row.</param>
    /// <param name="Object">Its object.</param>
    /// <param name="Public">Everybody sees it.</param>
    internal sealed record Seen(MultimediaFile File, ObjectInBook Object, bool Public);

    public async Task<Seen?> SeenAsync(Guid id, CancellationToken ct)
    {
        var file = await db.Multimedia.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id && !m.Removed, ct);
        if (file is null)
        {
            return null;
        }

        var key = new ObjectKey(file.InstitutionId, file.ObjectId);
        return (await objects.SeenAsync([key], ct)).GetValueOrDefault(key) is { } about && (!file.Hidden || access.MayKeep(file.InstitutionId))
            ? new(file, about, about.Public && !file.Hidden) : null;
    }

    /// <summary>One that the actor keeps.</summary>
    public async Task<Outcome<MultimediaFile>> KeptAsync(string code, Guid id, CancellationToken ct)
    {
        var holder = await access.KeptAsync(code, ct);
        if (holder.Refused)
        {
            return holder.Refusal;
        }

        var file = await db.Multimedia.SingleOrDefaultAsync(m => m.InstitutionId == holder.Value.Id && m.Id == id && !m.Removed, ct);
        return file is null ? new Refusal.Missing("media.multimedia.missing") : file;
    }
}
