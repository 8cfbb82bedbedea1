using Guanlian.Agreements.Data;
using Guanlian.Agreements.Sealing;
using Guanlian.Contracts.Agreements;
using Guanlian.Platform.Events;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Running;

/// <summary>The day after its last one an agreement has run out.</summary>
internal sealed class ExpireAgreements(AgreementsDb db, TimeProvider clock) : IRegularWork
{
    public string Name => "agreements.expire";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = Dates.InChina(now);
        foreach (var record in await db.Agreements.Where(a => a.State == AgreementState.InForce && a.UntilOn < today).OrderBy(a => a.UntilOn).Take(200).ToListAsync(ct))
        {
            record.EndedOn = record.UntilOn;
            record.Turn(AgreementState.Expired, now);
            db.Record(new Change("agreements.expired", "agreements.agreement", record.Id)
            {
                OwnerId = record.LeadPartyId,
                After = new { record.UntilOn },
            });
            db.Announce(new AgreementEnded(record.Id, AgreementNumbers.Of(record.Number), Early: false));
        }

        await db.SaveChangesAsync(ct);
    }
}
