using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>Some tasks of a running cooperation become one of their own, with the same parties; both remember where they come from.</summary>
internal static class SplitCooperation
{
    internal sealed record Command(Guid Id, string? Title, IReadOnlyCollection<Guid> Tasks, int Version);

    internal sealed class Handler(CooperationDb db, RelayDates relay, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await db.CooperationAsync(cmd.Id, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var record = found.Value.Record;
            var tasks = await db.TasksOfAsync(cmd.Id, ct);
            if (CooperationAccess.CheckLead(current.Value, record, found.Value.Parties) is { } refusal || (refusal = Check(cmd, record, tasks)) is not null)
            {
                return refusal;
            }

            var now = clock.GetUtcNow();
            var part = new CooperationRecord
            {
                Id = Guid.CreateVersion7(now),
                EditionId = record.EditionId,
                Template = record.Template,
                Family = record.Family,
                Title = cmd.Title!.Trim(),
                State = CooperationState.Running,
                LeadPartyId = record.LeadPartyId,
                StartOn = record.StartOn,
                AnchorOn = record.AnchorOn,
                Depth = record.Depth,
                ParentId = record.Id,
                EarningAnswer = record.EarningAnswer,
                Sample = record.Sample,
                CreatedAt = now,
                StateSince = now,
                QuietSince = now,
            };
            db.Add(part);
            await CopyAsync(found.Value, part, now, ct);
            var moved = tasks.Where(t => cmd.Tasks.Contains(t.Id)).ToList();
            moved.ForEach(t => t.CooperationId = part.Id);
            var stay = tasks.Except(moved).ToList();
            record.Touch(now);
            db.Record(new Change("cooperation.split", "cooperation.cooperation", record.Id)
            {
                OwnerId = record.LeadPartyId,
                After = new { Title = part.Title, Moved = moved.Select(t => t.TitleZh).ToArray() },
            });
            db.Record(new Change("cooperation.split-off", "cooperation.cooperation", part.Id)
            {
                OwnerId = part.LeadPartyId,
                After = new { part.Title, Moved = moved.Select(t => t.TitleZh).ToArray() },
            });
            await relay.RunAsync(record, stay, ct);
            await relay.RunAsync(part, moved, ct, note: false);
            var saved = await db.SaveAsync(ct);
            return saved.Refused ? saved.Refusal : part.Id;
        }

        private static Refusal? Check(Command cmd, CooperationRecord record, List<CooperationTask> tasks)
        {
            if (cmd.Version != record.Version || record.State != CooperationState.Running)
            {
                return new Refusal.Stale("cooperation.stale");
            }

            if (string.IsNullOrWhiteSpace(cmd.Title) || cmd.Title.Trim().Length > 120)
            {
                return new Refusal.Invalid("cooperation.draft.title-missing", nameof(cmd.Title));
            }

            var moved = tasks.Where(t => cmd.Tasks.Contains(t.Id)).ToList();
            if (moved.Count != cmd.Tasks.Count || moved.Count == 0 || !tasks.Exists(t => t.Counts && !cmd.Tasks.Contains(t.Id)))
            {
                return new Refusal.Invalid("cooperation.split.some-of-them", nameof(cmd.Tasks));
            }

            // No task may wait across the cut for one that is not done.
            var open = tasks.Where(t => t.State != TaskState.Accepted && t.DroppedAt is null).ToDictionary(t => t.Id);
            var torn = tasks.Where(t => t.DroppedAt is null && t.State != TaskState.Accepted)
                .Where(t => t.After.Exists(a => open.ContainsKey(a) && cmd.Tasks.Contains(a) != cmd.Tasks.Contains(t.Id))).ToList();
            return torn.Count == 0 ? null : new Refusal.Invalid("cooperation.split.torn", nameof(cmd.Tasks))
                .With(("tasks", string.Join(Wording.InChinese ? "、" : ", ", torn.Take(3).Select(t => t.Title.Here))));
        }

        private async Task CopyAsync(Loaded from, CooperationRecord part, DateTimeOffset now, CancellationToken ct)
        {
            db.AddRange(from.Participants.Select(p => new Participant
            {
                Id = Guid.CreateVersion7(now),
                CooperationId = part.Id,
                PartyId = p.PartyId,
                Role = p.Role,
                Sort = p.Sort,
                Gain = p.Gain,
                AgreedAt = p.AgreedAt,
                AgreedBy = p.AgreedBy,
            }));
            db.AddRange((await db.SafeguardAnswers.AsNoTracking().Where(s => s.CooperationId == from.Record.Id).ToListAsync(ct)).Select(s => new SafeguardAnswer
            {
                CooperationId = part.Id,
                Kind = s.Kind,
                Note = s.Note,
                AnsweredAt = s.AnsweredAt,
                AnsweredBy = s.AnsweredBy,
            }));
        }
    }
}
