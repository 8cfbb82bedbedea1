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

            if ((cmd.Form.Check() ?? await StillFitsAsync(cmd, ct)) is { } invalid)
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
                await waiting.PromoteAsync(record, ct);
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

        // What has been promised stays possible: capacity and gap cannot be cut below it.
        private async Task<Refusal.Invalid?> StillFitsAsync(Command cmd, CancellationToken ct)
        {
            if (cmd.Id is not { } id)
            {
                return null;
            }

            _ = Platform.Words.Amount.TryRead(cmd.Form.Capacity, out var capacity);
            var now = clock.GetUtcNow();
            var most = await db.Database.SqlQuery<decimal>($"""
                with held as (
                    select from_at, until_at + make_interval(days => {cmd.Form.GapDays}) as until_at, amount from resources.booking
                     where resource_id = {id} and state in ('Pencilled', 'Confirmed', 'InUse') and until_at > {now})
                select coalesce(max((select sum(h.amount) from held h where h.from_at <= m.from_at and h.until_at > m.from_at)), 0) as "Value" from held m
                """).SingleAsync(ct);
            return most > capacity
                ? (Refusal.Invalid)new Refusal.Invalid("resources.form.promised", nameof(cmd.Form.Capacity)).With(("most", ResourceWords.Number(most)))
                : null;
        }
    }
}
