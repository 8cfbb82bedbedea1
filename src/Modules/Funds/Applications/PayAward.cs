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

/// <summary>The secretariat pays what was awarded, at once or in parts, and says by when it is to be accounted for.</summary>
internal static class PayAward
{
    public const int DaysForEvidence = 90;
    private const int LongestForEvidence = 730;

    internal sealed record Command(Guid Id, string? Amount, DateOnly? On, string? Document, DateOnly? EvidenceDue, IReadOnlyList<SentFile> Files, int Version);

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

            if (application.State is not (ApplicationState.Committed or ApplicationState.Paid or ApplicationState.EvidenceIn or ApplicationState.Accepted))
            {
                return new Refusal.Stale("funds.application.state");
            }

            var (actor, now) = (current.Value, clock.GetUtcNow());
            var document = FundTexts.Line(cmd.Document, FundTexts.MostDocument);
            var progress = await db.ProgressAsync(application, ct);
            var decided = await db.Decisions.Where(d => d.ApplicationId == application.Id).MaxAsync(d => d.DecidedOn, ct);
            if (FundTexts.All(
                FundTexts.Amount(Money.TryRead(cmd.Amount, out var amount), nameof(cmd.Amount)),
                amount > progress.Committed ? new Refusal.Invalid("funds.application.more-than-committed", nameof(cmd.Amount)).With(("left", Money.Say(progress.Committed))) : null,
                FundTexts.Day(cmd.On, decided, Dates.InChina(now), nameof(cmd.On)),
                FundTexts.Document(document, nameof(cmd.Document), "funds.voucher"),
                cmd.EvidenceDue is { } due && cmd.On is { } on && due >= on && due.DayNumber - on.DayNumber <= LongestForEvidence ? null : new Refusal.Invalid("funds.application.evidence-due", nameof(cmd.EvidenceDue)),
                Evidence.Check(cmd.Files, nameof(cmd.Files))) is { } refusal)
            {
                return refusal;
            }

            var lines = Bookings.Pay(application.UseCode, amount);
            var entry = await db.EnterAsync(fund, new(EntryKind.Paid, cmd.On!.Value) { Document = document, ApplicationId = application.Id }, lines, actor, now, ct);
            db.AddRange(Evidence.Rows(cmd.Files, fund.Id, actor, now, application: application.Id, entry: entry.Id));
            application.EvidenceDue = cmd.EvidenceDue;
            application.Turn(progress.After(lines).State(awarded: true, application.State == ApplicationState.EvidenceIn), now);
            db.Record(new Change("funds.application.paid", ThreadsOfApplications.KindName, application.Id)
            {
                OwnerId = application.ApplicantId,
                After = new { Amount = Money.Say(amount), cmd.On, Document = document, cmd.EvidenceDue, Files = cmd.Files.Select(f => f.Sha256).ToArray() },
            });
            return await db.SaveLedgerAsync(ct);
        }
    }
}
