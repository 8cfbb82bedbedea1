using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Keeping;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Funds.Applications;

/// <summary>Who asked takes the application back before anything was decided.</summary>
internal static class WithdrawApplication
{
    internal sealed record Command(Guid Id, string? ReasonCode, string? Reason, int Version);

    internal sealed class Handler(FundsDb db, FundSight sight, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var loaded = await db.ApplicationAsync(sight, cmd.Id, cmd.Version, ct);
            if (loaded.Refused)
            {
                return loaded.Refusal;
            }

            var application = loaded.Value.Application;
            if (!sight.Accounts(application))
            {
                return new Refusal.Denied("funds.application.not-yours");
            }

            if (application.State != ApplicationState.Submitted)
            {
                return new Refusal.Stale("funds.application.state");
            }

            if (FundTexts.Reason(ReasonCodes.Withdrawal, cmd.ReasonCode, cmd.Reason) is { } refusal)
            {
                return refusal;
            }

            application.Turn(ApplicationState.Withdrawn, clock.GetUtcNow());
            db.Record(new Change("funds.application.withdrawn", ThreadsOfApplications.KindName, application.Id)
            {
                OwnerId = application.ApplicantId,
                ReasonCode = $"funds.reason.{cmd.ReasonCode}",
                Reason = FundTexts.Of(cmd.Reason, FundTexts.MostReason),
            });
            return await db.SaveLedgerAsync(ct);
        }
    }
}
