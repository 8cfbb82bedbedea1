using Guanlian.Contracts.Resources;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Resources.Access;
using Guanlian.Resources.Bookings;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Offering;

/// <summary>An institution describes what others can book, or changes that. What is booked already stays as it was agreed.</summary>
internal static class WriteResource
{
    /// <param name="Id">Null for a new one.</param>
    /// <param name="Open">Open it for booking at once; a draft otherwise, where it is not open yet.</param>
    internal sealed record Command(Guid? Id, ResourceForm Form, bool Open);

    internal sealed class Handler(ResourcesDb db, WaitingList waiting, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            if (actor.PartyId is not { } party || !ResourceAccess.Offers(actor, party))
            {
                return new Refusal.Denied("resources.not-yours");
            }

            var record = await RecordAsync(cmd.Id, party, ct);
            if (record is null || !ResourceAccess.MaySee(actor, record))
            {
                return ResourceAccess.MissingResource;
            }

            if (!ResourceAccess.Offers(actor, record.OwnerId))
            {
                return new Refusal.Denied("resources.not-yours");
            }

            if (cmd.Id is not null && record.Version != cmd.Form.Version)
            {
                return new Refusal.Stale("resources.stale");
            }

            if ((cmd.Form.Check() ?? await StillFitsAsync(cmd, record, ct)) is { } invalid)
            {
                return invalid;
            }

            var before = cmd.Id is null ? null : ResourceForm.Of(record);
            cmd.Form.Fill(record);
            record.State = cmd.Open ? ResourceState.Open : record.State;
            record.Version++;
            if (cmd.Id is null)
            {
                db.Add(record);
            }

            db.Record(new Change(before is null ? "resources.described" : "resources.changed", "resources.resource", record.Id)
            {
                OwnerId = record.OwnerId,
                Before = before,
                After = ResourceForm.Of(record),
            });
            if (cmd.Id is not null)
            {
                // More of it, or a shorter gap: those who wait are next.
                await db.SaveChangesAsync(ct);
                await waiting.SettleAsync(record, ct);
            }

            var saved = await db.SaveInTurnAsync("resources.stale", ct);
            return saved.Refused ? saved.Refusal : record.Id;
        }

        private async Task<ResourceRecord?> RecordAsync(Guid? id, Guid party, CancellationToken ct)
        {
            if (id is { } known)
            {
                return await db.LockedAsync(known, ct);
            }

            var now = clock.GetUtcNow();
            return new() { Id = Guid.CreateVersion7(now), OwnerId = party, Name = "", Sample = current.Value.Sample, CreatedAt = now, Version = 0 };
        }

        // What has been promised stays possible and means the same: capacity and gap cannot be cut below it, nor its unit changed.
        private async Task<Refusal.Invalid?> StillFitsAsync(Command cmd, ResourceRecord record, CancellationToken ct)
        {
            if (cmd.Id is not { } id)
            {
                return null;
            }

            if ((cmd.Form.Unit != record.Unit || cmd.Form.ByHour != record.ByHour) && await db.Bookings.AnyAsync(
                b => b.ResourceId == id && b.State != BookingStanding.Closed && b.State != BookingStanding.Declined && b.State != BookingStanding.Cancelled, ct))
            {
                return new Refusal.Invalid("resources.form.booked-so", cmd.Form.Unit != record.Unit ? nameof(cmd.Form.Unit) : nameof(cmd.Form.ByHour));
            }

            _ = Platform.Words.Amount.TryRead(cmd.Form.Capacity, out var capacity);
            var most = await db.Database.SqlQuery<decimal>($"""select resources.taken_with({id}, {cmd.Form.GapDays}, {clock.GetUtcNow()}, 'infinity') as "Value" """).SingleAsync(ct);
            return most > capacity
                ? (Refusal.Invalid)new Refusal.Invalid("resources.form.promised", nameof(cmd.Form.Capacity)).With(("most", ResourceWords.Number(most)))
                : null;
        }
    }
}
