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
    public async Task<IReadOnlyDictionary<ObjectKey, ObjectPicture>> MainOfAsync(IReadOnlyCollection<ObjectKey> keys, CancellationToken ct) =>
        (await access.MainsAsync(keys, ct)).ToDictionary(m => m.Key, m => new ObjectPicture(
            ServePicture.AddressOf(m.Value, PictureSize.Small), ServePicture.AddressOf(m.Value, PictureSize.Medium), m.Value.Width, m.Value.Height, m.Value.Colour!));

    public Task<bool> AnyAsync(ObjectKey key, CancellationToken ct) =>
        db.Images.AnyAsync(i => i.InstitutionId == key.InstitutionId && i.ObjectId == key.ObjectId && i.State == ImageState.Ready && !i.Hidden, ct);
}
