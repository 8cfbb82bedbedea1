using Guanlian.Agreements.Access;
using Guanlian.Agreements.Data;
using Guanlian.Agreements.Drafting;
using Guanlian.Agreements.Sealing;
using Guanlian.Agreements.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Running;

/// <summary>续签: the same agreement for its next term, as a new draft (requirement P08).</summary>
internal static class RenewAgreement
{
    internal sealed record Command(Guid Id);

    internal sealed class Handler(AgreementsDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var found = await db.AgreementAsync(cmd.Id, actor, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var old = found.Value.Record;
            if (found.Value.SealedText is not { } text || old.State is not (AgreementState.InForce or AgreementState.Completed or AgreementState.Expired)
                || await db.Agreements.AnyAsync(a => a.PreviousId == old.Id && a.State != AgreementState.Dropped, ct))
            {
                return new Refusal.Stale("agreements.renewed-already");
            }

            if (!text.Parties.Any(p => AgreementAccess.Drafts(actor, p.Id)))
            {
                return new Refusal.Denied("agreements.not-yours-to-write");
            }

            var now = clock.GetUtcNow();
            var next = BeginText.Renewed(text, Dates.InChina(now));
            var record = StartAgreement.Handler.New(old.Template, next.Title, old.LeadPartyId, actor.Sample, now, previous: old.Id);
            record.UntilOn = next.Until;
            db.Add(record);
            db.AddRange(next.Parties.Select(p => new AgreementParty { AgreementId = record.Id, PartyId = p.Id }));
            db.Add(Loading.NextText(record.Id, 1, next, amends: null, why: "", actor, now));
            db.Record(new Change("agreements.begun", "agreements.agreement", record.Id)
            {
                OwnerId = record.LeadPartyId,
                After = new { record.Title, Renews = AgreementNumbers.Of(old.Number), next.From, next.Until },
            });
            var done = await db.SaveAsync(ct);
            return done.Refused ? done.Refusal : record.Id;
        }
    }
}
