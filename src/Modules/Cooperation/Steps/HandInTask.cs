using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Steps;

/// <summary>The party that did a task hands in its results with evidence, and says who did the step.</summary>
internal static class HandInTask
{
    internal sealed record Command(Guid Id, DoneBy? DoneBy, IReadOnlyList<GivenEvidence> Given, int Version);

    internal sealed class Handler(CooperationDb db, RelayDates relay, BookEntries books, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var found = await db.TaskAsync(cmd.Id, cmd.Version, actor, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (loaded, task) = (found.Value, found.Value.Task);
            if (BeginTask.Check(actor, loaded) is { } refusal)
            {
                return refusal;
            }

            if (cmd.DoneBy is not { } doneBy || !Enum.IsDefined(doneBy))
            {
                return new Refusal.Invalid("cooperation.task.done-by-missing", nameof(cmd.DoneBy));
            }

            var now = clock.GetUtcNow();
            if (await EvidenceAsync(loaded, cmd, actor, now, ct) is { } wrong)
            {
                return wrong;
            }

            // Whoever hands in without having pressed "begin" began today.
            if (task.State is TaskState.Open or TaskState.Returned && loaded.MoveTo(db, TaskMove.Begin) is { } notBegun)
            {
                return notBegun;
            }

            task.BeganOn ??= Dates.InChina(now);
            if (loaded.MoveTo(db, TaskMove.HandIn, more: new { State = TaskState.HandedIn, DoneBy = doneBy }) is { } notHandedIn)
            {
                return notHandedIn;
            }

            (task.DoneBy, task.HandedInAt, task.ReturnedCode, task.ReturnedWhy) = (doneBy, now, null, null);
            (task.ConfirmedAt, task.DisputedWhy) = (null, null);
            loaded.Record.QuietSince = now;
            await relay.RunAsync(loaded.Record, loaded.All, ct);
            return await db.SaveAsync(ct);
        }

        private async Task<Refusal?> EvidenceAsync(LoadedTask loaded, Command cmd, Actor actor, DateTimeOffset now, CancellationToken ct)
        {
            var deliverables = await db.Deliverables.Where(d => d.TaskId == loaded.Task.Id).OrderBy(d => d.Sort).ToListAsync(ct);
            var ids = deliverables.Select(d => d.Id).ToList();
            var standing = await db.Evidence.Where(e => ids.Contains(e.DeliverableId) && e.TakenBackAt == null).ToListAsync(ct);
            var problems = new List<Refusal.Invalid>();
            foreach (var deliverable in deliverables)
            {
                var given = cmd.Given.FirstOrDefault(g => g.DeliverableId == deliverable.Id)
                    ?? new(deliverable.Id, new Dictionary<EvidenceKind, string?>(), new Dictionary<EvidenceKind, SentFile>());
                var (rows, files, wrong) = EvidenceReading.Read(deliverable, given, loaded.Record.Id, loaded.Task.DoesPartyId, actor.Name, now);
                var (entry, unfinished) = await books.OfAsync(loaded.Task, deliverable, ct);
                if ((unfinished ?? wrong) is { } problem)
                {
                    problems.Add(problem);
                    continue;
                }

                // What was written in the book is not typed again.
                if (entry is not null)
                {
                    rows = [.. rows.Where(r => r.Kind != EvidenceKind.Number), EvidenceReading.FromBook(deliverable, entry, loaded.Task.DoesPartyId, actor.Name, now)];
                }

                // New evidence of a kind takes the place of what was handed in before.
                var kept = standing.Where(s => s.DeliverableId == deliverable.Id && rows.All(r => r.Kind != s.Kind)).ToList();
                standing.Where(s => s.DeliverableId == deliverable.Id).Except(kept).ToList().ForEach(s => s.TakenBackAt = now);
                db.AddRange(files);
                db.AddRange(rows);
                if (!EvidenceReading.Enough(deliverable, kept.Concat(rows).Select(e => e.Kind)))
                {
                    var kind = deliverable.Measures is null ? CodeWords.Read<EvidenceKind>(deliverable.Evidence[0])!.Value : EvidenceKind.Number;
                    problems.Add((Refusal.Invalid)new Refusal.Invalid("cooperation.evidence.missing", EvidenceReading.FieldOf(deliverable.Id, kind))
                        .With(("name", deliverable.Title.Here)));
                }
            }

            if (problems is [var first, .. var rest])
            {
                db.ChangeTracker.Clear();
                return first with { Also = rest };
            }

            return null;
        }
    }
}
