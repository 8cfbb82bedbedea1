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

/// <summary>The recipient has paid back what was left over: it can be awarded again, in the budget that it was awarded from.</summary>
internal static class TakeBackRest
{
    internal sealed record Command(Guid Id, string? Amount, DateOnly? On, string? Document, IReadOnlyList<SentFile> Files, int Version);

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

            if (application.State != ApplicationState.Paid)
            {
                return new Refusal.Stale("funds.application.state");
            }

            var (actor, now) = (current.Value, clock.GetUtcNow());
            var document = FundTexts.Line(cmd.Document, FundTexts.MostDocument);
            var progress = await db.ProgressAsync(application, ct);
            var paid = await db.Entries.Where(e => e.ApplicationId == application.Id && e.Kind == EntryKind.Paid && !db.Entries.Any(r => r.Reverses == e.Id)).MinAsync(e => e.BookedOn, ct);
            if (FundTexts.All(
                FundTexts.Amount(Money.TryRead(cmd.Amount, out var amount), nameof(cmd.Amount)),
                amount > progress.Paid ? new Refusal.Invalid("funds.application.more-than-paid", nameof(cmd.Amount)).With(("left", Money.Say(progress.Paid))) : null,
                FundTexts.Day(cmd.On, paid, Dates.InChina(now), nameof(cmd.On)),
                FundTexts.Document(document, nameof(cmd.Document), "funds.voucher"),
                Evidence.Check(cmd.Files, nameof(cmd.Files))) is { } refusal)
            {
                return refusal;
            }

            var lines = Bookings.PayBack(application.UseCode, progress.BudgetYear!.Value, Bookings.GiveBack(amount, progress.Taken));
            var entry = await db.EnterAsync(fund, new(EntryKind.PaidBack, cmd.On!.Value) { Document = document, ApplicationId = application.Id }, lines, actor, now, ct);
            db.AddRange(Evidence.Rows(cmd.Files, fund.Id, actor, now, application: application.Id, entry: entry.Id));
            application.Turn(progress.After(lines).State(awarded: true, reportIn: false), now);
            db.Record(new Change("funds.application.paid-back", ThreadsOfApplications.KindName, application.Id)
            {
                OwnerId = application.ApplicantId,
                After = new { Amount = Money.Say(amount), cmd.On, Document = document, Files = cmd.Files.Select(f => f.Sha256).ToArray() },
            });
            return await db.SaveLedgerAsync(ct);
        }
    }
}
