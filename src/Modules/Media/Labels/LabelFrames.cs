using Guanlian.Media.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Labels;

/// <summary>A frame that shows a label is no view of an object. Both ways are taken within the transaction of whoever asks.</summary>
internal static class LabelFrames
{
    /// <summary>It has been read in a photograph that has just come: whatever object its name gave it, it is not a view of that.</summary>
    public static async Task NoteAsync(MediaDb db, StoredImage image, string label, CancellationToken ct)
    {
        var before = new { image.ObjectId, image.Place };
        await TakeOutAsync(db, image, ct);
        (image.Label, image.LabelFrame, image.MatchedBy) = (label, true, null);
        db.Record(new("media.image.label-read", StoredImage.SubjectKind, image.Id)
        {
            OwnerId = image.InstitutionId,
            Before = before,
            After = new { image.FileName, image.Label, image.ObjectId, image.Place },
        });
    }

    /// <summary>Takes an image out of its object's ranks and closes them.</summary>
    public static async Task TakeOutAsync(MediaDb db, StoredImage image, CancellationToken ct)
    {
        if (image.ObjectId is not { } left)
        {
            return;
        }

        await LockAsync(db, left, ct);
        var place = await db.Images.Where(i => i.InstitutionId == image.InstitutionId && i.Id == image.Id).Select(i => i.Place).SingleAsync(ct);
        await db.Images.Where(i => i.InstitutionId == image.InstitutionId && i.ObjectId == left && i.Place > place)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Place, i => i.Place - 1), ct);
        (image.ObjectId, image.Place) = (null, null);
        db.TellPicturesChanged(image.InstitutionId, left);
    }

    /// <summary>Puts an image behind all others of an object.</summary>
    public static async Task PutLastAsync(MediaDb db, StoredImage image, Guid objectId, CancellationToken ct)
    {
        await LockAsync(db, objectId, ct);
        var last = await db.Images.Where(i => i.InstitutionId == image.InstitutionId && i.ObjectId == objectId).MaxAsync(i => i.Place, ct) ?? 0;
        (image.ObjectId, image.Place) = (objectId, last + 1);
        db.TellPicturesChanged(image.InstitutionId, objectId);
    }

    /// <summary>Whoever changes the ranks of the same object waits.</summary>
    public static Task LockAsync(MediaDb db, Guid of, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({of.ToString()}, 0))", ct);
}
