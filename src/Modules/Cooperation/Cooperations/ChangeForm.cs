using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>
/// The leading party moves a cooperation to a newer version of its template, or to another kind, after seeing the difference. What was
/// done stays, with its history.
/// </summary>
internal static class ChangeForm
{
    /// <param name="Template">Code of the kind that it becomes.</param>
    internal sealed record Command(Guid Id, string Template, string? Reason, int Version);

    internal sealed class Handler(
        CooperationDb db, TemplateShelf shelf, Editions editions, RelayDates relay, IPartyDirectory directory, CurrentActor current, TimeProvider clock)
    {
        /// <summary>What would change.</summary>
        public async Task<Outcome<FormChange>> PreviewAsync(Command cmd, CancellationToken ct)
        {
            var found = await PlanAsync(cmd, ct);
            return found.Refused ? found.Refusal : found.Value.Change;
        }

        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await PlanAsync(cmd, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (loaded, tasks, shelved, change) = found.Value;
            var record = loaded.Record;
            if (cmd.Version != record.Version)
            {
                return new Refusal.Stale("cooperation.stale");
            }

            if (string.IsNullOrWhiteSpace(cmd.Reason) || cmd.Reason.Length > 2000)
            {
                return new Refusal.Invalid("cooperation.reason-in-words", nameof(cmd.Reason));
            }

            var (template, now, before) = (shelved.Template, clock.GetUtcNow(), record.Template);
            record.EditionId = await editions.KeepAsync(template, shelved.ClusterId, ct);
            (record.Template, record.Family) = (template.Code, CodeWords.Write(template.Family));
            Cast(loaded, template, change.Cast);
            Rewrite(db, record, tasks, change, now);
            record.Touch(now);
            db.Record(new Change("cooperation.form-changed", "cooperation.cooperation", record.Id)
            {
                OwnerId = record.LeadPartyId,
                Reason = cmd.Reason.Trim(),
                Before = new { Template = before },
                After = new
                {
                    Template = $"{template.Code} {template.Version}",
                    Added = change.Added.Select(a => a.Plan.Name.Zh).ToArray(),
                    Dropped = change.Dropped.Select(d => d.TitleZh).ToArray(),
                },
            });
            await relay.RunAsync(record, tasks, ct);
            return await db.SaveAsync(ct);
        }

        private static void Cast(Loaded loaded, Template template, Cast cast)
        {
            foreach (var part in loaded.Participants)
            {
                part.Role = template.Roles.FirstOrDefault(r => cast.Of(r.Code).Contains(part.PartyId))?.Code ?? part.Role;
            }
        }

        /// <summary>Rows of the tasks as the change wants them; what is done stays.</summary>
        internal static void Rewrite(CooperationDb db, CooperationRecord record, List<CooperationTask> tasks, FormChange change, DateTimeOffset now)
        {
            foreach (var task in change.Dropped)
            {
                task.DroppedAt = now;
                task.Version++;
            }

            var standing = tasks.Where(t => t.DroppedAt is null).ToDictionary(Recast.KeyOf, t => t.Id);
            tasks.AddRange(NewCooperation.AddTasks(db, record, change.Added, now, sort: tasks.Count, standing));
            var all = tasks.Where(t => t.DroppedAt is null).ToDictionary(Recast.KeyOf, t => t.Id);
            foreach (var (task, plan) in change.Changed)
            {
                (task.TitleZh, task.TitleEn, task.Stage) = (plan.Plan.Name.Zh, plan.Plan.Name.En, plan.Stage.Code);
                (task.Days, task.Wait, task.StartOffset, task.BeforeAnchor) = (plan.Plan.Days, plan.Wait, plan.Plan.Start, plan.Plan.Before);
                (task.DoesPartyId, task.HelpsPartyId, task.ChecksPartyId, task.ConfirmsPartyId) = (plan.Does, plan.Helps, plan.Checks, plan.Confirms);
                task.Mode = plan.Helps is null ? null : plan.Plan.Mode;
                task.After = [.. plan.After.Where(all.ContainsKey).Select(k => all[k])];
                task.Version++;
            }

            var order = change.Planned.Select((p, n) => (p.Key, n)).ToDictionary(p => p.Key, p => p.n);
            tasks.ForEach(t => t.Sort = order.TryGetValue(Recast.KeyOf(t), out var place) ? place : -1);
        }

        private async Task<Outcome<(Loaded Loaded, List<CooperationTask> Tasks, OnShelf Shelf, FormChange Change)>> PlanAsync(Command cmd, CancellationToken ct)
        {
            var found = await db.CooperationAsync(cmd.Id, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            if (CooperationAccess.CheckLead(current.Value, found.Value.Record, found.Value.Parties) is { } refusal)
            {
                return refusal;
            }

            var record = found.Value.Record;
            if (record.State is not (CooperationState.Idea or CooperationState.Agreed or CooperationState.Running or CooperationState.Paused))
            {
                return new Refusal.Stale("cooperation.no-such-move");
            }

            if (await shelf.FindAsync(cmd.Template, ct) is not { } shelved)
            {
                return new Refusal.Missing("cooperation.template.missing");
            }

            if (shelved.Template.Anchor is not null && record.AnchorOn is null)
            {
                return new Refusal.Invalid("cooperation.form.needs-anchor", nameof(cmd.Template)).With(("anchor", shelved.Template.Anchor));
            }

            var cards = await directory.FindAsync([.. found.Value.Parties.Distinct()], ct);
            if (!shelved.Template.Lead.Allows(cards[record.LeadPartyId]))
            {
                return new Refusal.Invalid("cooperation.draft.may-not-lead", nameof(cmd.Template)).With(("name", cards[record.LeadPartyId].Name));
            }

            var (cast, open) = Recast.CastFor(shelved.Template, record.LeadPartyId, found.Value.Participants, cards);
            if (cast is null)
            {
                return new Refusal.Invalid("cooperation.form.role-open", nameof(cmd.Template)).With(("role", open!.Name));
            }

            var tasks = await db.TasksOfAsync(record.Id, ct);
            return (found.Value, tasks, shelved, Recast.Compare(shelved.Template, cast, tasks));
        }
    }
}
