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

/// <summary>The next one of a recurring cooperation: same parties, a period later, by the template as it stands now.</summary>
internal static class BeginNext
{
    internal sealed record Command(Guid Id, int Version);

    internal sealed class Handler(
        CooperationDb db, TemplateShelf shelf, Editions editions, RelayDates relay, IPartyDirectory directory, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await db.CooperationAsync(cmd.Id, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var record = found.Value.Record;
            if (CooperationAccess.CheckLead(current.Value, record, found.Value.Parties) is { } refusal)
            {
                return refusal;
            }

            if (cmd.Version != record.Version || await db.Cooperations.AnyAsync(c => c.PreviousId == record.Id && c.State != CooperationState.Cancelled, ct))
            {
                return new Refusal.Stale("cooperation.next.begun-already");
            }

            if (await shelf.FindAsync(record.Template, ct) is not { Template: { Recurs: { } recurs } template } shelved)
            {
                return new Refusal.Invalid("cooperation.next.not-recurring");
            }

            var cards = await directory.FindAsync([.. found.Value.Parties.Distinct()], ct);
            var (cast, open) = Recast.CastFor(template, record.LeadPartyId, found.Value.Participants, cards);
            if (cast is null)
            {
                return new Refusal.Invalid("cooperation.form.role-open").With(("role", open!.Name));
            }

            var now = clock.GetUtcNow();
            var draft = new CooperationDraft
            {
                Title = record.Title,
                Aim = record.Aim,
                StartOn = Max(Later(record.StartOn, recurs), Dates.InChina(now)),
                AnchorOn = record.AnchorOn is { } anchor ? Later(anchor, recurs) : null,
            };
            var next = await NewCooperation.WriteAsync(db, editions, relay, new(template, shelved.ClusterId, cast, draft) { PreviousId = record.Id }, current.Value, clock, ct);
            db.Record(new Change("cooperation.begun", "cooperation.cooperation", next.Id)
            {
                OwnerId = next.LeadPartyId,
                After = new { next.Title, next.Template, next.StartOn, next.AnchorOn },
            });
            record.Touch(now);
            var saved = await db.SaveAsync(ct);
            return saved.Refused ? saved.Refusal : next.Id;
        }

        private static DateOnly Max(DateOnly a, DateOnly b) => a > b ? a : b;

        private static DateOnly Later(DateOnly day, Recurrence recurs) => recurs switch
        {
            Recurrence.Monthly => day.AddMonths(1),
            Recurrence.Quarterly => day.AddMonths(3),
            _ => day.AddYears(1),
        };
    }
}
