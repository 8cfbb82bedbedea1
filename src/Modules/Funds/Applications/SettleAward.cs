using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;

namespace Guanlian.Funds.Applications;

/// <summary>Everything that was paid is accounted for or paid back: the award is settled, and what of it was never paid is free again.</summary>
internal static class SettleAward
{
    internal sealed record Command(Guid Id, int Version);

    internal sealed class Handler(FundsDb db, FundSight sight, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var loaded = await db.ApplicationAsync(sight, cmd.Id, cmd.Version, ct);
            if (loaded.Refused)
            {
                return loaded.Refusal;
            }

            var (fund, application) = loaded.Value;
            if (!sight.Keeps(fund.ClusterId))
            {
                return new Refusal.Denied("funds.association-only");
            }

            if (application.State is not (ApplicationState.Accepted or ApplicationState.Committed))
            {
                return new Refusal.Stale("funds.application.state");
            }

            var (actor, now) = (current.Value, clock.GetUtcNow());
            var today = Dates.InChina(now);
            var progress = await db.ProgressAsync(application, ct);
            if (progress.Committed > 0)
            {
                await db.EnterAsync(
                    fund, new(EntryKind.Released, today) { ApplicationId = application.Id },
                    Bookings.Release(application.UseCode, progress.BudgetYear!.Value, Bookings.GiveBack(progress.Committed, progress.Taken)), actor, now, ct);

                // Counted before the settlement, so that it is reversed after it.
                await db.SaveChangesAsync(ct);
            }

            if (progress.Accounted > 0)
            {
                await db.EnterAsync(fund, new(EntryKind.Settled, today) { ApplicationId = application.Id }, Bookings.Settle(application.UseCode, progress.Accounted), actor, now, ct);
            }

            application.Turn(ApplicationState.Settled, now);
            db.Record(new Change("funds.application.settled", ThreadsOfApplications.KindName, application.Id)
            {
                OwnerId = application.ApplicantId,
                After = new { Amount = Money.Say(progress.Accounted), Released = Money.Say(progress.Committed) },
            });
            return await db.SaveLedgerAsync(ct);
        }
    }
}
