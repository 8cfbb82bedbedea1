using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.People;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Certificates;

/// <summary>The leading party takes a certificate back, with a reason that its check page shows; it stays to be looked up.</summary>
internal static class RevokeCertificate
{
    internal sealed record Command(Guid Id, Guid CertificateId, string? Why);

    internal sealed class Handler(CooperationDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
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

            if (await db.Set<CertificateRecord>().SingleOrDefaultAsync(c => c.Id == cmd.CertificateId && c.CooperationId == cmd.Id, ct) is not { } certificate)
            {
                return CooperationAccess.Missing;
            }

            if (certificate.RevokedAt is not null)
            {
                return new Refusal.Stale("cooperation.stale");
            }

            if (Typed.Plain(cmd.Why) is not { Length: > 0 and <= 400 } why)
            {
                return new Refusal.Invalid("cooperation.reason-in-words", nameof(cmd.Why));
            }

            (certificate.RevokedAt, certificate.RevokedWhy) = (clock.GetUtcNow(), why);
            var party = await db.Set<PersonRecord>().Where(p => p.Id == certificate.PersonId).Select(p => p.PartyId).SingleAsync(ct);
            db.Record(new Change("cooperation.certificate.revoked", "cooperation.person", certificate.PersonId) { OwnerId = party, Reason = certificate.RevokedWhy, After = new { certificate.Number } });
            return await db.SaveAsync(ct);
        }
    }
}
