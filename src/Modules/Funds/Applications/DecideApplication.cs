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

/// <summary>
/// The council awards all that was asked, a part of it, or nothing. What is awarded is committed at once: out of what is earmarked for that use
/// first, then out of what is not, and within the year's budget of the use.
/// </summary>
internal static class DecideApplication
{
    /// <param name="Amount">Of a partial award.</param>
    /// <param name="Document">Number of the minutes or the document that it was decided in.</param>
    internal sealed record Command(Guid Id, DecisionOutcome? Outcome, string? Amount, DateOnly? On, string? Document, string? ReasonCode, string? Reason, int Version);

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
            if (!sight.Decides(fund.ClusterId))
            {
                return new Refusal.Denied("funds.council-only");
            }

            if (application.State != ApplicationState.Submitted)
            {
                return new Refusal.Stale("funds.application.state");
            }

            var (actor, now) = (current.Value, clock.GetUtcNow());
            var document = FundTexts.Line(cmd.Document, FundTexts.MostDocument);
            var amount = 0m;
            if (FundTexts.All(
                Amount(cmd, application, out amount),
                FundTexts.Day(cmd.On, application.SubmittedOn, Dates.InChina(now), nameof(cmd.On)),
                FundTexts.Document(document, nameof(cmd.Document)),
                cmd.Outcome is DecisionOutcome.Whole ? null : FundTexts.Reason(ReasonCodes.Decision, cmd.ReasonCode, cmd.Reason)) is { } refusal)
            {
                return refusal;
            }

            Entry? entry = null;
            if (amount > 0)
            {
                var (use, year) = (application.UseCode, cmd.On!.Value.Year);
                var standing = await db.StandingAsync(fund.Id, ct);
                if (standing[AccountKind.Budget, use, year] is var budget && budget < amount)
                {
                    return new Refusal.Invalid("funds.application.beyond-budget", nameof(cmd.Amount)).With(("year", $"{year}"), ("left", Money.Say(budget)));
                }

                var (earmarked, free) = (standing[AccountKind.Available, use], standing[AccountKind.Available, null]);
                if (Bookings.Take(amount, earmarked, free) is null)
                {
                    return new Refusal.Invalid("funds.application.beyond-available", nameof(cmd.Amount)).With(("left", Money.Say(earmarked + free)));
                }

                var on = cmd.On!.Value;
                var lowest = await db.LowestAsync(fund.Id, use, on, ct);
                if (Bookings.Take(amount, Math.Min(earmarked, lowest.Earmarked), Math.Min(free, lowest.Free)) is not { } had)
                {
                    return new Refusal.Invalid("funds.application.beyond-day", nameof(cmd.On)).With(("day", on), ("left", Money.Say(lowest.Earmarked + lowest.Free)));
                }

                entry = await db.EnterAsync(
                    fund, new(EntryKind.Awarded, on) { Document = document, ApplicationId = application.Id }, Bookings.Award(use, year, had), actor, now, ct);
            }

            var reason = cmd.Outcome is DecisionOutcome.Whole ? null : FundTexts.Of(cmd.Reason, FundTexts.MostReason);
            var decision = new Decision
            {
                Id = Guid.CreateVersion7(now),
                ApplicationId = application.Id,
                Number = await db.Decisions.CountAsync(d => d.ApplicationId == application.Id, ct) + 1,
                Outcome = cmd.Outcome!.Value,
                Amount = amount,
                DecidedOn = cmd.On!.Value,
                Document = document!,
                ReasonCode = cmd.Outcome is DecisionOutcome.Whole ? null : cmd.ReasonCode,
                Reason = reason,
                EntryId = entry?.Id,
                At = now,
                ByName = actor.Name,
            };
            db.Add(decision);
            application.Turn(entry is null ? ApplicationState.Refused : ApplicationState.Committed, now);
            db.Record(new Change(entry is null ? "funds.application.refused" : "funds.application.awarded", ThreadsOfApplications.KindName, application.Id)
            {
                OwnerId = application.ApplicantId,
                ReasonCode = decision.ReasonCode is { } code ? $"funds.reason.{code}" : null,
                Reason = reason,
                After = new { decision.Outcome, Amount = Money.Say(amount), decision.DecidedOn, decision.Document },
            });
            return await db.SaveLedgerAsync(ct);
        }

        private static Refusal? Amount(Command cmd, Application application, out decimal amount)
        {
            amount = cmd.Outcome is DecisionOutcome.Whole ? application.Asked : 0;
            return cmd.Outcome switch
            {
                null => new Refusal.Invalid("funds.application.outcome", nameof(cmd.Outcome)),
                DecisionOutcome.Part when !Money.TryRead(cmd.Amount, out amount) => new Refusal.Invalid("funds.amount", nameof(cmd.Amount)),
                DecisionOutcome.Part when amount >= application.Asked => new Refusal.Invalid("funds.application.part", nameof(cmd.Amount)).With(("asked", Money.Say(application.Asked))),
                _ => null,
            };
        }
    }
}
