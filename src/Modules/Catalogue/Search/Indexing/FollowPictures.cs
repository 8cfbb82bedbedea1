using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Contracts.Catalogue;
using Guanlian.Contracts.Media;
using Guanlian.Platform.Events;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Search.Indexing;

/// <summary>Lets the search know which objects have a photograph: they stand first among equals, and the facet counts them.</summary>
internal sealed class FollowPictures(CatalogueDb db, IObjectPictures pictures, IndexObjects index, ProfileBook profiles, TimeProvider clock)
    : ISubscriber<ObjectPicturesChanged>
{
    public static string SubscriberName => "catalogue.follow-pictures";

    public async Task HandleAsync(ObjectPicturesChanged fact, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);

        // Locked, so that of two tidings the later one says what there is.
        var row = await db.Objects.FromSql(
            $"select * from catalogue.object where institution_id = {fact.InstitutionId} and id = {fact.ObjectId} for update").AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null)
        {
            return;
        }

        await (await pictures.AnyAsync(new ObjectKey(fact.InstitutionId, fact.ObjectId), ct)
            ? db.Database.ExecuteSqlAsync($"insert into catalogue.pictured values ({fact.InstitutionId}, {fact.ObjectId}) on conflict do nothing", ct)
            : db.Database.ExecuteSqlAsync($"delete from catalogue.pictured where institution_id = {fact.InstitutionId} and id = {fact.ObjectId}", ct));
        var draft = ObjectDraft.Of(row, ObjectRecord.Read(profiles[row.Profile], row.Record));
        await index.WriteAsync(await index.RowsAsync([(draft, row.Serial, row.ShownTo)], Dates.InChina(clock.GetUtcNow()), ct), ct);
        await transaction.CommitAsync(ct);
    }
}
