using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Scheduling;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>A party begins a cooperation from a template: it sees tasks and dates first, then the others are asked to take part.</summary>
internal static class StartFromTemplate
{
    internal sealed record Command(string Template, CooperationDraft Draft);

    /// <summary>What would come of it.</summary>
    internal sealed record Preview(IReadOnlyList<PlannedTask> Tasks, IReadOnlyDictionary<TaskKey, Span> Dates, IReadOnlyDictionary<Guid, PartyCard> Parties);

    internal sealed class Handler(
        CooperationDb db, TemplateShelf shelf, IPartyDirectory directory, Editions editions, RelayDates relay, WorkingDays days, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Preview>> PreviewAsync(Command cmd, CancellationToken ct)
        {
            var read = await ReadAsync(cmd, ct);
            if (read.Refused)
            {
                return read.Refusal;
            }

            var (template, _, cast, cards) = read.Value;
            var tasks = TaskPlans.Of(template, cast);
            var frame = new Frame(cmd.Draft.StartOn!.Value, cmd.Draft.AnchorOn, new(await days.CalendarAsync(ct), []));
            return new Preview(tasks, Schedule.Lay(TaskPlans.Steps(tasks), frame), cards);
        }

        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var read = await ReadAsync(cmd, ct);
            if (read.Refused)
            {
                return read.Refusal;
            }

            var (template, cluster, cast, _) = read.Value;
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var record = await NewCooperation.WriteAsync(db, editions, relay, new(template, cluster, cast, cmd.Draft), current.Value, clock, ct);
            db.Record(new Change("cooperation.begun", "cooperation.cooperation", record.Id)
            {
                OwnerId = record.LeadPartyId,
                Reason = record.EmergencyReason,
                After = new { record.Title, Template = record.Template, record.StartOn, record.AnchorOn },
            });
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return record.Id;
        }

        private async Task<Outcome<(Template Template, Guid? Cluster, Cast Cast, IReadOnlyDictionary<Guid, PartyCard> Cards)>> ReadAsync(Command cmd, CancellationToken ct)
        {
            if (await shelf.FindAsync(cmd.Template, ct) is not { } found)
            {
                return new Refusal.Missing("cooperation.template.missing");
            }

            var parties = current.Value.PartyId is { } own ? await directory.AlliesOfAsync(own, ct) : [];
            var (cast, refusal) = cmd.Draft.Read(found.Template, parties, Dates.InChina(clock.GetUtcNow()));
            if (refusal is not null)
            {
                return refusal;
            }

            return CooperationAccess.Own(current.Value, cast!.Parties.Values.SelectMany(p => p)).Count == 0
                ? new Refusal.Denied("cooperation.draft.without-oneself")
                : (found.Template, found.ClusterId, cast, (IReadOnlyDictionary<Guid, PartyCard>)parties.ToDictionary(p => p.Id));
        }
    }
}
