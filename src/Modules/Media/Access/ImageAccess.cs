using Guanlian.Contracts.Catalogue;
using Guanlian.Contracts.Members;
using Guanlian.Media.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Access;

/// <summary>
/// Who sees an image: whoever sees its object, as long as the keeper has not hidden it; the museum's own staff sees all. To everybody
/// else it is missing.
/// </summary>
internal sealed class ImageAccess(MediaDb db, CurrentActor current, IObjectBook objects, IPartyDirectory parties)
{
    public bool MayKeep(Guid institution) => current.Value.May(MediaPermissions.Keep, institution);

    public async Task<string> CodeOfAsync(Guid institution, CancellationToken ct) => (await parties.FindAsync(institution, ct))!.Code;

    /// <summary>The institution with this code, if the actor keeps its images.</summary>
    public async Task<Outcome<PartyCard>> KeptAsync(string code, CancellationToken ct)
    {
        if (current.Value.Mandate is { } mandate)
        {
            foreach (var party in mandate.ActsFor.Keys.Prepend(mandate.PartyId).Where(MayKeep))
            {
                if (await parties.FindAsync(party, ct) is { } card && card.Code == code)
                {
                    return card;
                }
            }
        }

        return new Refusal.Missing("media.collection.missing");
    }

    /// <summary>One image that the actor keeps.</summary>
    public async Task<Outcome<StoredImage>> KeptAsync(string code, Guid id, CancellationToken ct)
    {
        var holder = await KeptAsync(code, ct);
        if (holder.Refused)
        {
            return holder.Refusal;
        }

        var image = await db.Images.SingleOrDefaultAsync(i => i.InstitutionId == holder.Value.Id && i.Id == id && i.State != ImageState.Removed, ct);
        return image is null ? new Refusal.Missing("media.image.missing") : image;
    }

    /// <summary>One image that the reader sees, and its object; null where there is none for him.</summary>
    public async Task<SeenImage?> SeenAsync(Guid id, CancellationToken ct)
    {
        var image = await db.Images.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.State == ImageState.Ready, ct);
        if (image is null)
        {
            return null;
        }

        var key = image.ObjectId is { } objectId ? new ObjectKey(image.InstitutionId, objectId) : (ObjectKey?)null;
        var seen = key is { } asked ? (await objects.SeenAsync([asked], ct)).GetValueOrDefault(asked) : null;
        return MayKeep(image.InstitutionId) ? new(image, seen, false)
            : seen is null || image.Hidden ? null
            : new(image, seen, seen.Public);
    }

    /// <summary>The images of one object that the reader sees, in their order; whether he sees the object itself has been asked before.</summary>
    public Task<List<StoredImage>> OfObjectAsync(ObjectKey key, CancellationToken ct)
    {
        var own = MayKeep(key.InstitutionId);
        return db.Images.AsNoTracking()
            .Where(i => i.InstitutionId == key.InstitutionId && i.ObjectId == key.ObjectId && i.State == ImageState.Ready && (own || !i.Hidden))
            .OrderBy(i => i.Place).ToListAsync(ct);
    }
}

/// <summary>An image as one reader sees it.</summary>
/// <param name="Image">The row.</param>
/// <param name="Object">Its object, where the reader sees one.</param>
/// <param name="Public">Everybody sees it: caches may keep it.</param>
internal sealed record SeenImage(StoredImage Image, ObjectInBook? Object, bool Public);
