using Guanlian.Agreements.Access;
using Guanlian.Agreements.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Drafting;

/// <summary>A party begins to amend an agreement in force: the sealed text goes on to hold until every party has sealed the new one.</summary>
internal static class BeginAmendment
{
    internal sealed record Command(Guid Id, string? Why, int Version);

    internal sealed class Handler(AgreementsDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var found = await db.AgreementAsync(cmd.Id, actor, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (record, open, whole) = found.Value;
            if (record.State != AgreementState.InForce || whole is null || open is not null || record.Version != cmd.Version)
            {
                return new Refusal.Stale("agreements.stale");
            }

            var text = Loading.Read(whole);
            if (!text.Parties.Any(p => AgreementAccess.Drafts(actor, p.Id)))
            {
                return new Refusal.Denied("agreements.not-yours-to-write");
            }

            if (string.IsNullOrWhiteSpace(cmd.Why) || cmd.Why.Length > 1000)
            {
                return new Refusal.Invalid("agreements.why", nameof(cmd.Why));
            }

            var now = clock.GetUtcNow();
            var number = await db.Texts.Where(t => t.AgreementId == record.Id).MaxAsync(t => t.Number, ct) + 1;
            db.Add(Loading.NextText(record.Id, number, text, amends: whole.Number, cmd.Why.Trim(), actor, now));
            record.Version++;
            db.Record(new Change("agreements.amendment-begun", "agreements.agreement", record.Id)
            {
                OwnerId = record.LeadPartyId,
                Reason = cmd.Why.Trim(),
                After = new { Text = number },
            });
            return await db.SaveAsync(ct);
        }
    }
}
