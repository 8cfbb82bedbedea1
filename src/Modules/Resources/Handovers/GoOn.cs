using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Guanlian.Resources.Loans;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Handovers;

/// <summary>What arrived goes back, or on to the next place: a new handover with the same lines, chained to this one.</summary>
internal static class GoOn
{
    /// <param name="To">Name or code of the next place; null for the way back.</param>
    /// <param name="DueBackOn">Until when the next place has it.</param>
    internal sealed record Command(Guid Id, string? To, DateOnly? PlannedOn, DateOnly? DueBackOn);

    internal sealed class Handler(ResourcesDb db, ListItems list, IPartyDirectory directory, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var found = await db.HandoverAsync(cmd.Id, actor, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            // What came home to its owner goes nowhere from here.
            var (record, all) = found.Value;
            var items = all.Where(i => i.OwnerId != record.ToPartyId).ToList();
            if (HandoverAccess.Sides(actor, record).Count == 0)
            {
                return new Refusal.Denied("resources.handover.not-a-side");
            }

            if (!record.Done || await db.Handovers().AnyAsync(h => h.PreviousId == record.Id && h.State != HandoverState.Cancelled, ct))
            {
                return new Refusal.Stale("resources.handover.goes-on-already");
            }

            var now = clock.GetUtcNow();
            var today = Dates.InChina(now);
            var to = await ToAsync(cmd, record, items, ct);
            var lends = LoanRules.Shipped.Lends.Contains(Next(cmd, record));
            var planned = cmd.PlannedOn ?? today;
            Refusal? refusal = items.Count == 0 ? new Refusal.Stale("resources.handover.at-home")
                : to is null ? new Refusal.Invalid("resources.handover.party-unknown", nameof(cmd.To)).With(("name", cmd.To))
                : to.Id == record.ToPartyId ? new Refusal.Invalid("resources.handover.two-sides", nameof(cmd.To))
                : planned < record.ReceivedOn || planned > today.AddYears(5) ? new Refusal.Invalid("resources.handover.planned-needed", nameof(cmd.PlannedOn))
                : lends && (cmd.DueBackOn is not { } due || due < planned || due > today.AddYears(10)) ? new Refusal.Invalid("resources.handover.due-order", nameof(cmd.DueBackOn))
                : items.All(i => i.InCount is null or 0) ? new Refusal.Stale("resources.handover.nothing-arrived")
                : null;
            return refusal is not null ? refusal : await PlanAsync(cmd, record, items, to!, planned, now, ct);
        }

        private async Task<Outcome<Guid>> PlanAsync(Command cmd, HandoverRecord record, IReadOnlyList<HandoverItem> items, PartyCard to, DateOnly planned, DateTimeOffset now, CancellationToken ct)
        {
            var back = cmd.To is null;
            var next = new HandoverRecord
            {
                Id = Guid.CreateVersion7(now),
                Kind = Next(cmd, record),
                FromPartyId = record.ToPartyId,
                ToPartyId = to.Id,
                PlannedOn = planned,
                DueBackOn = back ? null : cmd.DueBackOn,
                Purpose = record.Purpose,
                CooperationId = record.CooperationId,
                CooperationTitle = record.CooperationTitle,
                AgreementNumber = record.AgreementNumber,
                PreviousId = record.Id,
                State = HandoverState.Planned,
                PlannedBy = current.Value.Name,
                Sample = current.Value.Sample,
                CreatedAt = now,
                StateSince = now,
            };
            db.Add(next);
            var lines = list.Copied(next.Id, items);
            db.AddRange(lines);
            db.Note(next, "resources.handover.planned", new { next.Kind, After = HandoverNumbers.Of(record.Number), To = to.Name, next.PlannedOn, next.DueBackOn, Items = lines.Count });
            db.Note(record, "resources.handover.went-on", new { next.Kind, To = to.Name, next.PlannedOn });
            record.Version++;
            var saved = await db.SaveAsync(ct);
            return saved.Refused ? saved.Refusal : next.Id;
        }

        private static HandoverKind Next(Command cmd, HandoverRecord record) => cmd.To is null ? HandoverKind.Return
            : record.Kind is HandoverKind.Loan or HandoverKind.Return ? HandoverKind.TourStop
            : record.Kind;

        // Back is to whom the things belong; where they belong to several, or to neither side, to whoever handed them over.
        private async Task<PartyCard?> ToAsync(Command cmd, HandoverRecord record, IReadOnlyList<HandoverItem> items, CancellationToken ct)
        {
            if (cmd.To is { } typed)
            {
                return TypedParty.Find(await directory.AlliesOfAsync(current.Value.PartyId ?? Guid.Empty, ct), typed.Trim());
            }

            var owners = items.Select(i => i.OwnerId).Distinct().ToList();
            return await directory.FindAsync(owners is [var one] && one != record.ToPartyId ? one : record.FromPartyId, ct);
        }
    }
}
