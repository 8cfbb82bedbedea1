using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Keeping;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Applications;

/// <summary>The recipient says what became of the money that was paid, with the papers that prove it.</summary>
internal static class HandInEvidence
{
    /// <param name="Amount">Spent, of what was paid and not accounted for yet.</param>
    /// <param name="Reason">What it was spent on.</param>
    internal sealed record Command(Guid Id, string? Amount, string? Reason, IReadOnlyList<SentFile> Files, int Version);

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
            if (!sight.Accounts(application))
            {
                return new Refusal.Denied("funds.application.not-yours");
            }

            if (application.State != ApplicationState.Paid)
            {
                return new Refusal.Stale("funds.application.state");
            }

            var (actor, now) = (current.Value, clock.GetUtcNow());
            var words = FundTexts.Of(cmd.Reason, FundTexts.MostWords);
            var progress = await db.ProgressAsync(application, ct);
            if (FundTexts.All(
                FundTexts.Amount(Money.TryRead(cmd.Amount, out var used), nameof(cmd.Amount)),
                used > progress.Paid ? new Refusal.Invalid("funds.application.more-than-paid", nameof(cmd.Amount)).With(("left", Money.Say(progress.Paid))) : null,
                words is null ? new Refusal.Invalid("funds.application.words", nameof(cmd.Reason)).With(("most", FundTexts.MostWords)) : null,
                Evidence.Check(cmd.Files, nameof(cmd.Files))) is { } refusal)
            {
                return refusal;
            }

            var report = new Report
            {
                Id = Guid.CreateVersion7(now),
                ApplicationId = application.Id,
                Number = await db.Reports.CountAsync(r => r.ApplicationId == application.Id, ct) + 1,
                Used = used,
                Words = words!,
                HandedOn = Dates.InChina(now),
                At = now,
                ByName = actor.Name,
            };
            db.Add(report);
            db.AddRange(Evidence.Rows(cmd.Files, fund.Id, actor, now, application: application.Id, report: report.Id));
            application.Turn(ApplicationState.EvidenceIn, now);
            db.Record(new Change("funds.application.evidence-in", ThreadsOfApplications.KindName, application.Id)
            {
                OwnerId = application.ApplicantId,
                After = new { Used = Money.Say(used), Files = cmd.Files.Select(f => f.Sha256).ToArray() },
            });
            return await db.SaveLedgerAsync(ct);
        }
    }
}
