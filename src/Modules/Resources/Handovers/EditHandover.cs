using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Handovers;

/// <summary>Either side changes what was planned, until the sender has signed the list.</summary>
internal static class EditHandover
{
    internal sealed record Command(Guid Id, HandoverForm Form, int Version);

    internal sealed class Handler(ResourcesDb db, ReadHandoverForm read, ListItems list, CurrentActor current)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await db.HandoverAsync(cmd.Id, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (record, items) = found.Value;
            if (HandoverAccess.Sides(current.Value, record).Count == 0)
            {
                return new Refusal.Denied("resources.handover.not-a-side");
            }

            if (record.Version != cmd.Version || record.State != HandoverState.Planned)
            {
                return new Refusal.Stale("resources.handover.stale");
            }

            var form = await read.HandleAsync(cmd.Form, ct);
            return form.Refused ? form.Refusal : await WriteAsync(record, items, form.Value, ct);
        }

        private async Task<Outcome<Done>> WriteAsync(HandoverRecord record, IReadOnlyList<HandoverItem> items, HandoverFacts facts, CancellationToken ct)
        {
            // What hangs on an earlier handover, or on a booking, keeps its sides; whoever is no side any more could not plan it.
            var sidesStay = record.FromPartyId == facts.From.Id && record.ToPartyId == facts.To.Id;
            if (!sidesStay && (record.PreviousId is not null || record.BookingId is not null || (!HandoverAccess.Acts(current.Value, facts.From.Id) && !HandoverAccess.Acts(current.Value, facts.To.Id))))
            {
                return new Refusal.Invalid("resources.handover.sides-stay", nameof(HandoverForm.To));
            }

            var before = new { record.Kind, record.PlannedOn, record.DueBackOn, record.Place, record.AgreementNumber, record.FilingNumber, Items = items.Count };
            facts.Into(record);
            if (await list.PutAsync(record, items, facts.Owner.Id, facts.Lines, ct) is { } refusal)
            {
                return refusal;
            }

            await DropPicturesAsync(items, ct);
            record.Version++;
            db.Note(record, "resources.handover.changed", new { record.Kind, record.PlannedOn, record.DueBackOn, record.Place, record.AgreementNumber, record.FilingNumber, Items = facts.Lines.Count }, before);
            return await db.SaveAsync(ct);
        }

        private async Task DropPicturesAsync(IReadOnlyList<HandoverItem> items, CancellationToken ct)
        {
            var gone = items.Where(i => db.Entry(i).State == EntityState.Deleted).Select(i => i.Id).ToList();
            await db.HandoverPictures().Where(p => gone.Contains(p.ItemId)).ExecuteDeleteAsync(ct);
        }
    }
}
