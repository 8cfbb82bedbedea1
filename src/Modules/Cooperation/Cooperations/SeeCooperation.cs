using Guanlian.Contracts.Members;
using Guanlian.Contracts.Resources;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Steps;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>One cooperation as its pages show it.</summary>
internal static class SeeCooperation
{
    /// <summary>One indicator: what was handed in, and how much of it the receivers confirmed.</summary>
    internal sealed record Measure(IndicatorPlan Indicator, decimal Claimed, decimal Confirmed);

    internal sealed record View
    {
        public required CooperationRecord Record { get; init; }

        public required Template Template { get; init; }

        public required int EditionNumber { get; init; }

        public required IReadOnlyList<Participant> Participants { get; init; }

        public required IReadOnlyDictionary<Guid, PartyCard> Parties { get; init; }

        public required IReadOnlyList<CooperationTask> Tasks { get; init; }

        public required IReadOnlyList<Contribution> Contributions { get; init; }

        public required IReadOnlyList<SafeguardAnswer> Safeguards { get; init; }

        public required IReadOnlyList<PauseRow> Pauses { get; init; }

        public required IReadOnlyList<Measure> Measures { get; init; }

        public required IReadOnlyList<CooperationRecord> Related { get; init; }

        /// <summary>Resources are booked for it, or its kind usually does that.</summary>
        public required bool Books { get; init; }

        public string Name(Guid? party) => party is { } id ? Parties.GetValueOrDefault(id)?.Name ?? "–" : "–";

        /// <summary>Parties of this cooperation for which the actor works.</summary>
        public IReadOnlyList<Guid> Own(Actor actor) => CooperationAccess.Own(actor, Participants.Select(p => p.PartyId));

        public IReadOnlyList<CooperationTask> WaitsFor(CooperationTask task) => TaskMoves.BlockedBy(task, ById);

        private Dictionary<Guid, CooperationTask> ById => byId ??= Tasks.ToDictionary(t => t.Id);

        private Dictionary<Guid, CooperationTask>? byId;
    }

    internal sealed class Handler(CooperationDb db, IPartyDirectory directory, IBookableResources resources, CurrentActor current)
    {
        public async Task<Outcome<View>> HandleAsync(Guid id, CancellationToken ct)
        {
            if (await db.Cooperations.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } record)
            {
                return CooperationAccess.Missing;
            }

            var participants = await db.Participants.AsNoTracking().Where(p => p.CooperationId == id).OrderBy(p => p.Sort).ToListAsync(ct);
            if (!CooperationAccess.MaySee(current.Value, participants.Select(p => p.PartyId)))
            {
                return CooperationAccess.Missing;
            }

            var edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == record.EditionId, ct);
            var template = Editions.Of(edition);
            return new View
            {
                Record = record,
                Template = template,
                EditionNumber = edition.Number,
                Participants = participants,
                Parties = await directory.FindAsync([.. participants.Select(p => p.PartyId).Distinct()], ct),
                Tasks = await db.Tasks.AsNoTracking().Where(t => t.CooperationId == id).OrderBy(t => t.Sort).ToListAsync(ct),
                Contributions = await db.Contributions.AsNoTracking().Where(c => c.CooperationId == id).OrderBy(c => c.Sort).ToListAsync(ct),
                Safeguards = await db.SafeguardAnswers.AsNoTracking().Where(s => s.CooperationId == id).ToListAsync(ct),
                Pauses = await db.Pauses.AsNoTracking().Where(p => p.CooperationId == id).OrderBy(p => p.FromOn).ToListAsync(ct),
                Measures = await MeasuresAsync(id, template, ct),
                Books = template.Uses.Contains(Capability.Booking) || KeptBooks.In(template).Contains(KeptBook.Bookings) || await resources.AnyOfCooperationAsync(id, ct),
                Related = await db.Cooperations.AsNoTracking()
                    .Where(c => c.Id == record.ParentId || c.Id == record.PreviousId || c.ParentId == id || c.PreviousId == id)
                    .OrderBy(c => c.Number).ToListAsync(ct),
            };
        }

        // A number counts as claimed once it is handed in, as confirmed once the receiver said so or did the work itself.
        private async Task<IReadOnlyList<Measure>> MeasuresAsync(Guid id, Template template, CancellationToken ct)
        {
            var sums = await db.Tasks.Where(t => t.CooperationId == id && (t.State == TaskState.HandedIn || t.State == TaskState.Accepted))
                .Join(db.Deliverables, t => t.Id, d => d.TaskId, (t, d) => new { Task = t, d.Id, d.Measures })
                .Where(x => x.Measures != null)
                .Join(db.Evidence.Where(e => e.TakenBackAt == null && e.Number != null), x => x.Id, e => e.DeliverableId, (x, e) => new
                {
                    x.Measures,
                    Number = e.Number!.Value,
                    Sure = x.Task.ConfirmedAt != null || (x.Task.ConfirmsPartyId == null && x.Task.State == TaskState.Accepted),
                })
                .GroupBy(x => x.Measures!)
                .Select(g => new { g.Key, Claimed = g.Sum(x => x.Number), Confirmed = g.Sum(x => x.Sure ? x.Number : 0) })
                .ToDictionaryAsync(g => g.Key, ct);
            return [.. template.Indicators.Select(i => sums.TryGetValue(i.Code, out var sum) ? new Measure(i, sum.Claimed, sum.Confirmed) : new Measure(i, 0, 0))];
        }
    }
}
