using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Keeping;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Applications;

/// <summary>The association takes the recipient's evidence, or sends it back to be mended, with a reason.</summary>
internal static class CheckEvidence
{
    internal sealed record Command(Guid Id, bool Accept, string? ReasonCode, string? Reason, int Version);

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

            if (application.State != ApplicationState.EvidenceIn)
            {
                return new Refusal.Stale("funds.application.state");
            }

            if (!cmd.Accept && FundTexts.Reason(ReasonCodes.Report, cmd.ReasonCode, cmd.Reason) is { } refusal)
            {
                return refusal;
            }

            var (actor, now) = (current.Value, clock.GetUtcNow());
            var report = await db.Reports.SingleAsync(r => r.ApplicationId == application.Id && r.State == ReportState.In, ct);
            var progress = await db.ProgressAsync(application, ct);
            IReadOnlyList<Line> lines = cmd.Accept ? Bookings.Accept(application.UseCode, report.Used) : [];
            report.State = cmd.Accept ? ReportState.Accepted : ReportState.Returned;
            report.Version++;
            if (cmd.Accept)
            {
                await db.EnterAsync(fund, new(EntryKind.Accepted, Dates.InChina(now)) { ApplicationId = application.Id }, lines, actor, now, ct);
            }
            else
            {
                (report.ReasonCode, report.Reason) = (cmd.ReasonCode, FundTexts.Of(cmd.Reason, FundTexts.MostReason));
            }

            application.Turn(progress.After(lines).State(awarded: true, reportIn: false), now);
            db.Record(new Change(cmd.Accept ? "funds.application.evidence-accepted" : "funds.application.evidence-returned", ThreadsOfApplications.KindName, application.Id)
            {
                OwnerId = application.ApplicantId,
                ReasonCode = report.ReasonCode is { } code ? $"funds.reason.{code}" : null,
                Reason = report.Reason,
                After = new { Used = Money.Say(report.Used) },
            });
            return await db.SaveLedgerAsync(ct);
        }
    }
}
