using Guanlian.Contracts.Catalogue;
using Guanlian.Contracts.Media;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Media.Iiif;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Looking;

/// <summary>Main views for lists of objects.</summary>
internal sealed class ObjectPictures(MediaDb db, ImageAccess access) : IObjectPictures
{
    public async Task<IReadOnlyDictionary<ObjectKey, ObjectPicture>> MainOfAsync(IReadOnlyCollection<ObjectKey> keys, CancellationToken ct)
    {
        var (owners, ids) = (keys.Select(k => k.InstitutionId).ToArray(), keys.Select(k => k.ObjectId).ToArray());
        var own = owners.Distinct().Where(access.MayKeep).ToArray();
        var rows = await db.Images.FromSql($"""
            select i.* from unnest({owners}, {ids}) as w (owner, id) cross join lateral (
                select * from media.image
                 where institution_id = w.owner and object_id = w.id and state = 'Ready' and (not hidden or institution_id = any ({own}))
                 order by place limit 1) i
            """).AsNoTracking().ToListAsync(ct);
        return rows.ToDictionary(i => new ObjectKey(i.InstitutionId, i.ObjectId!.Value), i => new ObjectPicture(
            ServePicture.AddressOf(i, PictureSize.Small), ServePicture.AddressOf(i, PictureSize.Medium), i.Width, i.Height, i.Colour!));
    }

    public Task<bool> AnyAsync(ObjectKey key, CancellationToken ct) =>
        db.Images.AnyAsync(i => i.InstitutionId == key.InstitutionId && i.ObjectId == key.ObjectId && i.State == ImageState.Ready && !i.Hidden, ct);
}
