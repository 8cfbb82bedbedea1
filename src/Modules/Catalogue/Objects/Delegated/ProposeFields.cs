using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Objects.Delegated;

/// <summary>Somebody of the helper museum says what a field should hold, and what that rests on. Nothing changes before the owner accepts.</summary>
internal static class ProposeFields
{
    /// <param name="Owner">The owner's code.</param>
    /// <param name="Given">Box → text; boxes of other fields than those handed over are not looked at.</param>
    internal sealed record Command(string Owner, int Serial, IReadOnlyDictionary<string, string> Given, string? Source);

    internal sealed class Handler(CatalogueDb db, DelegatedAccess access, CurrentActor current, TimeProvider clock)
    {
        /// <summary>How many fields were proposed.</summary>
        public async Task<Outcome<int>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await access.FindAsync(cmd.Owner, cmd.Serial, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            if (Reasons.Tidy(cmd.Source) is not { } source)
            {
                return new Refusal.Invalid("catalogue.help.source-missing", "Source");
            }

            var (helped, faults, record) = (found.Value, new List<Refusal.Invalid>(), found.Value.Record);
            foreach (var box in helped.Boxes.Where(b => cmd.Given.ContainsKey(b.Name)
                && TypedText.Tidy(cmd.Given[b.Name]) != TypedText.Tidy(b.Print(found.Value.Record, Wording.Language))))
            {
                (record, var reading) = box.Apply(record, cmd.Given[box.Name]);
                if (reading.FaultKey is { } key)
                {
                    faults.Add(new(key, box.Name) { Holes = [("units", string.Join(Wording.InChinese ? "、" : ", ", box.Field.Units))] });
                }
            }

            if (faults.Count > 0)
            {
                return faults[0] with { Also = faults[1..] };
            }

            var (before, after) = ObjectHistory.Difference(helped.Record, record);
            string[] fields = [.. before.Keys.Union(after.Keys)];
            if (fields.Length == 0)
            {
                return 0;
            }

            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await ReplaceAsync(helped, fields, ct);
            foreach (var field in fields)
            {
                db.Add(new Proposal
                {
                    InstitutionId = helped.Row.InstitutionId,
                    Id = Guid.CreateVersion7(clock.GetUtcNow()),
                    DelegationId = helped.Delegation.Id,
                    ObjectId = helped.Row.Id,
                    Field = field,
                    Value = after.GetValueOrDefault(field),
                    Was = before.GetValueOrDefault(field),
                    Source = source,
                    PartyId = helped.Delegation.HelperId,
                    PersonId = current.Value.PersonId,
                    PersonName = current.Value.Name,
                    SaidAt = clock.GetUtcNow(),
                });
            }

            db.Record(new("catalogue.object.proposed", ObjectHistory.SubjectKind, helped.Row.Id) { OwnerId = helped.Row.InstitutionId, Reason = source });
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return fields.Length;
        }

        /// <summary>A second proposal of the same museum for a field takes the place of the first.</summary>
        private async Task ReplaceAsync(HelpedObject helped, string[] fields, CancellationToken ct)
        {
            var open = await db.Proposals.Where(p => p.InstitutionId == helped.Row.InstitutionId && p.ObjectId == helped.Row.Id
                && p.PartyId == helped.Delegation.HelperId && p.State == ProposalState.Open && fields.Contains(p.Field)).ToListAsync(ct);
            foreach (var old in open)
            {
                old.State = ProposalState.Replaced;
            }

            if (open.Count > 0)
            {
                await db.SaveChangesAsync(ct);
            }
        }
    }
}

/// <summary>An object that was handed to the actor's museum: its name, and the fields handed over. Nothing else of it is open.</summary>
internal sealed record HelpedObject(Holder Owner, CatalogueObject Row, ObjectRecord Record, Delegation Delegation)
{
    public IReadOnlyList<FieldBox> Boxes => [.. FieldBox.Of(Record).Where(b => Delegation.Fields.Contains(b.Field.Key))];
}

/// <summary>What was handed to the museum that the actor acts for, and is open today.</summary>
internal sealed class DelegatedAccess(CatalogueDb db, ObjectAccess access, CurrentActor current, ProfileBook profiles, TimeProvider clock)
{
    public async Task<IReadOnlyList<Delegation>> OpenAsync(CancellationToken ct)
    {
        if (current.Value.PartyId is not { } helper || !current.Value.May(CataloguePermissions.Keep, helper))
        {
            return [];
        }

        var today = Dates.InChina(clock.GetUtcNow());
        return await db.Delegations.AsNoTracking().Where(d => d.HelperId == helper && d.EndedAt == null && d.FromOn <= today && d.ToOn >= today)
            .OrderBy(d => d.ToOn).ToListAsync(ct);
    }

    public async Task<Outcome<HelpedObject>> FindAsync(string owner, int serial, CancellationToken ct)
    {
        var open = await OpenAsync(ct);
        if (open.Count == 0 || await access.HolderAsync(owner, ct) is not { } holder
            || await db.Objects.AsNoTracking().SingleOrDefaultAsync(o => o.InstitutionId == holder.Id && o.Serial == serial
                && o.State != ObjectState.Binned && o.State != ObjectState.Gone, ct) is not { } row)
        {
            return new Refusal.Missing("catalogue.help.not-there");
        }

        Guid[] ids = [.. open.Where(d => d.InstitutionId == holder.Id).Select(d => d.Id)];
        var with = await db.DelegatedObjects.Where(d => d.InstitutionId == holder.Id && d.ObjectId == row.Id && ids.Contains(d.DelegationId))
            .Select(d => d.DelegationId).ToListAsync(ct);
        return open.FirstOrDefault(d => with.Contains(d.Id)) is { } delegation
            ? new HelpedObject(holder, row, ObjectRecord.Read(profiles[row.Profile], row.Record), delegation)
            : new Refusal.Missing("catalogue.help.not-there");
    }

    /// <summary>The objects of a delegation, for the helper's list.</summary>
    public async Task<IReadOnlyList<ListObjects.KeptRow>> ObjectsAsync(Delegation delegation, CancellationToken ct) =>
        [.. (await db.Objects.AsNoTracking().Where(o => o.InstitutionId == delegation.InstitutionId && o.State != ObjectState.Binned && o.State != ObjectState.Gone
                && db.DelegatedObjects.Any(d => d.InstitutionId == o.InstitutionId && d.DelegationId == delegation.Id && d.ObjectId == o.Id))
            .OrderBy(o => o.Serial).Take(500).ToListAsync(ct)).Select(o => new ListObjects.KeptRow(o, ObjectRecord.Read(profiles[o.Profile], o.Record)))];
}
