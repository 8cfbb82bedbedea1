using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Objects;

/// <summary>Sets, pairs, same tomb, same site: one record names another of the collection, or something outside in words.</summary>
internal static class RelateObjects
{
    /// <param name="Kind">Code of the list of relations.</param>
    /// <param name="Other">The other's register number, or words for something that is not in the collection.</param>
    /// <param name="Remove">Takes the relation away instead.</param>
    internal sealed record Command(string Institution, int Serial, int Version, string Kind, string? Other, Relation? Remove);

    internal sealed class Handler(ObjectAccess access, CatalogueDb db, StoreObject store)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await access.KeptAsync(cmd.Institution, cmd.Serial, cmd.Version, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var kept = found.Value;
            if (kept.Record.Profile.Of(FieldRoles.Relations) is not { } field || kept.Row.State is ObjectState.Binned or ObjectState.Gone)
            {
                return new Refusal.Invalid("catalogue.object.not-editable");
            }

            var present = (kept.Record[field.Key] as RelationsValue)?.Relations ?? [];
            IReadOnlyList<Relation> wanted;
            if (cmd.Remove is { } gone)
            {
                wanted = [.. present.Where(r => r != gone)];
            }
            else
            {
                var relation = await RelationAsync(kept, cmd, ct);
                if (relation.Refused)
                {
                    return relation.Refusal;
                }

                wanted = [.. present, relation.Value];
            }

            var record = kept.Record.With(field.Key, wanted.Count == 0 ? null : new RelationsValue(wanted));
            var (before, after) = ObjectHistory.Difference(kept.Record, record);
            var stored = await store.StoreAsync(ObjectDraft.Of(kept.Row, record),
                new("catalogue.object.related", ObjectHistory.SubjectKind, kept.Row.Id) { Before = before, After = after }, ct);
            return stored.Refused ? stored.Refusal : Done.It;
        }

        private async Task<Outcome<Relation>> RelationAsync(KeptObject kept, Command cmd, CancellationToken ct)
        {
            if (CodeBook.Standard["relation"].Find(cmd.Kind) is null)
            {
                return new Refusal.Invalid("catalogue.relation.kind", "Kind");
            }

            if (TypedText.Tidy(cmd.Other) is not { Length: > 0 and <= 300 } said)
            {
                return new Refusal.Invalid("catalogue.relation.other", "Other");
            }

            var key = RegisterNumber.Key(said);
            var others = await db.Objects.AsNoTracking().Where(o => o.InstitutionId == kept.Row.InstitutionId && o.NumberKey == key && o.Id != kept.Row.Id
                && o.State != ObjectState.Binned && o.State != ObjectState.Gone).Select(o => o.Id).Take(2).ToListAsync(ct);
            return others.Count == 1 ? new Relation(cmd.Kind, others[0], null) : new Relation(cmd.Kind, null, said);
        }
    }
}
