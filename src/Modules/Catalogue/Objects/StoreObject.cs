using Guanlian.Catalogue.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Npgsql;

namespace Guanlian.Catalogue.Objects;

/// <summary>Stores one record with its line of history, in one transaction. Whatever else the caller added to the context goes along.</summary>
internal sealed class StoreObject(CatalogueDb db, WriteObjects write)
{
    /// <summary>The record as stored; stale where somebody was faster.</summary>
    public async Task<Outcome<WrittenObject>> StoreAsync(ObjectDraft draft, Change change, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            var written = await write.WriteAsync([draft], ct);
            if (written.Count == 0)
            {
                db.ChangeTracker.Clear();
                return new Refusal.Stale("catalogue.object.stale");
            }

            db.Record(change with { OwnerId = draft.InstitutionId });
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return written[0];
        }
        catch (PostgresException e) when (e.ConstraintName == "object_number_once")
        {
            db.ChangeTracker.Clear();
            return new Refusal.Invalid("catalogue.object.number-taken", draft.Record.Profile.Of(Profiles.FieldRoles.Number)?.Key);
        }
    }
}
