using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Keeping;

/// <summary>The secretariat writes what a year may spend on a use, or takes part of it away again; what is drawn already stays.</summary>
internal static class SetBudget
{
    /// <param name="Cut">Less instead of more.</param>
    /// <param name="Document">Minutes or document that the budget stands in.</param>
    /// <param name="Version">Of the fund as it was seen: a form sent twice adds once.</param>
    internal sealed record Command(Guid FundId, int? BudgetYear, string? Use, string? Amount, bool Cut, string? Document, int Version);

    internal sealed class Handler(FundsDb db, FundSight sight, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            if (await sight.FundAsync(cmd.FundId, ct) is not { } seen)
            {
                return FundSight.Missing;
            }

            if (!sight.Keeps(seen.ClusterId))
            {
                return new Refusal.Denied("funds.association-only");
            }

            await db.HoldAsync(seen.Id, ct);
            var fund = await db.Funds.SingleAsync(f => f.Id == seen.Id, ct);
            if (fund.Version != cmd.Version)
            {
                return new Refusal.Stale("funds.stale");
            }

            var now = clock.GetUtcNow();
            var today = Dates.InChina(now);
            var code = FundTexts.Code(cmd.Use);
            var document = FundTexts.Line(cmd.Document, FundTexts.MostDocument);
            var use = await db.Uses.AsNoTracking().SingleOrDefaultAsync(u => u.FundId == fund.Id && u.Code == code, ct);
            if (FundTexts.All(
                cmd.BudgetYear is not { } year || year < fund.OpenedOn.Year || year > today.Year + 5 ? new Refusal.Invalid("funds.budget.year", nameof(cmd.BudgetYear)).With(("from", $"{fund.OpenedOn.Year}"), ("until", $"{today.Year + 5}")) : null,
                use is null ? new Refusal.Invalid("funds.use", nameof(cmd.Use)) : null,
                FundTexts.Amount(Money.TryRead(cmd.Amount, out var amount), nameof(cmd.Amount)),
                FundTexts.Document(document, nameof(cmd.Document))) is { } refusal)
            {
                return refusal;
            }

            var standing = await db.StandingAsync(fund.Id, ct);
            var left = standing[AccountKind.Budget, use!.Code, cmd.BudgetYear];
            if (cmd.Cut && amount > left)
            {
                return new Refusal.Invalid("funds.budget.drawn", nameof(cmd.Amount)).With(("left", Money.Say(left)));
            }

            fund.Version++;
            var lines = cmd.Cut ? Bookings.CutBudget(use.Code, cmd.BudgetYear!.Value, amount) : Bookings.Budget(use.Code, cmd.BudgetYear!.Value, amount);
            var kind = cmd.Cut ? EntryKind.BudgetCut : EntryKind.Budgeted;
            await db.EnterAsync(fund, new(kind, today) { Document = document }, lines, actor, now, ct);
            db.Record(new Change(cmd.Cut ? "funds.fund.budget-cut" : "funds.fund.budgeted", "funds.fund", fund.Id)
            {
                OwnerId = fund.ClusterId,
                After = new { Year = $"{cmd.BudgetYear}", Use = use.NameZh, Amount = Money.Say(amount), Document = document },
            });
            return await db.SaveLedgerAsync(ct);
        }
    }
}
