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
internal sealed class ImageAccess(MediaDb db, CurrentActor current, IObjectBook objects, IPartyDirectory parties, ServingTerms terming)
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

    /// <summary>One of its images, to change as it was seen.</summary>
    /// <param name="code">Of the institution.</param>
    /// <param name="id">Of the image.</param>
    /// <param name="version">That the form was drawn with; another means that somebody was faster.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<Outcome<StoredImage>> KeptAsync(string code, Guid id, int version, CancellationToken ct) =>
        (await KeptAsync(code, id, ct)).Then<StoredImage>(image => image.Version == version ? image : new Refusal.Stale("media.image.stale"));

    /// <summary>One image that the reader sees, and its object; null where there is none for him.</summary>
    public Task<SeenImage?> SeenAsync(Guid id, CancellationToken ct) => SeenAsync(id, Face.Open, ct);

    /// <param name="id">Which.</param>
    /// <param name="asked">At which address; null for the best that the reader has.</param>
    /// <param name="ct">Ends it early.</param>
    public async Task<SeenImage?> SeenAsync(Guid id, Face? asked, CancellationToken ct)
    {
        var image = await db.Images.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.State == ImageState.Ready, ct);
        if (image is null)
        {
            return null;
        }

        var key = image.ObjectId is { } objectId ? new ObjectKey(image.InstitutionId, objectId) : (ObjectKey?)null;
        var seen = key is { } of ? (await objects.SeenAsync([of], ct)).GetValueOrDefault(of) : null;
        var reader = ReaderOf(image.InstitutionId);
        if (reader != Face.Keepers && (seen is null || image.Hidden))
        {
            return null;
        }

        var open = seen is { Public: true } && !image.Hidden;
        var (terms, since) = await terming.WithSinceAsync(image.InstitutionId, ct);
        var face = asked ?? (open && terms[reader] == terms[Face.Open] ? Face.Open : reader);
        return face > reader ? null

            // The plain address says the same to everybody; where there is nothing for everybody, what the reader may see.
            : new(image, seen, open && face == Face.Open, face, terms[face == Face.Open && !open ? reader : face], since > image.MadeAt ? since.Value : image.MadeAt!.Value);
    }

    /// <summary>The face in which pages show a museum's images to the present reader: that for everybody, where it shows him as much.</summary>
    /// <param name="institution">Whose.</param>
    /// <param name="ct">Ends it early.</param>
    /// <param name="asEverybody">He looks as everybody does.</param>
    public async Task<PageFace> FaceAsync(Guid institution, CancellationToken ct, bool asEverybody = false)
    {
        var (reader, terms) = (asEverybody ? Face.Open : ReaderOf(institution), await terming.OfAsync(institution, ct));
        return terms[reader] == terms[Face.Open] ? new("", terms[Face.Open].Edge) : new(reader.Ending(), terms[reader].Edge);
    }

    /// <summary>The face of a museum's images that its own staff sees.</summary>
    public async Task<PageFace> KeptFaceAsync(Guid institution, CancellationToken ct) =>
        (await terming.OfAsync(institution, ct))[Face.Open] == Terms.None ? PageFace.Plain : new(Face.Keepers.Ending(), null);

    /// <summary>The images of one object that the reader sees, in their order; whether he sees the object itself has been asked before.</summary>
    public Task<List<StoredImage>> OfObjectAsync(ObjectKey key, CancellationToken ct)
    {
        var own = MayKeep(key.InstitutionId);
        return db.Images.AsNoTracking()
            .Where(i => i.InstitutionId == key.InstitutionId && i.ObjectId == key.ObjectId && i.State == ImageState.Ready && (own || !i.Hidden))
            .OrderBy(i => i.Place).ToListAsync(ct);
    }

    /// <summary>The main view of each of these objects, as far as the reader sees one; whether he sees the objects themselves has been asked before.</summary>
    public async Task<Dictionary<ObjectKey, StoredImage>> MainsAsync(IReadOnlyCollection<ObjectKey> keys, CancellationToken ct)
    {
        var (owners, ids) = (keys.Select(k => k.InstitutionId).ToArray(), keys.Select(k => k.ObjectId).ToArray());
        var own = owners.Distinct().Where(MayKeep).ToArray();
        var rows = await db.Images.FromSql($"""
            select i.* from unnest({owners}, {ids}) as w (owner, id) cross join lateral (
                select * from media.image
                 where institution_id = w.owner and object_id = w.id and state = 'Ready' and (not hidden or institution_id = any ({own}))
                 order by place limit 1) i
            """).AsNoTracking().ToListAsync(ct);
        return rows.ToDictionary(i => new ObjectKey(i.InstitutionId, i.ObjectId!.Value));
    }

    private Face ReaderOf(Guid institution) => MayKeep(institution) ? Face.Keepers : current.Value.Mandate is not null ? Face.Members : Face.Open;
}
