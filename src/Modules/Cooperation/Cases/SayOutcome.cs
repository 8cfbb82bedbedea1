using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cases;

/// <summary>Ninety days later somebody looks again and writes down what came of the advice.</summary>
internal static class SayOutcome
{
    internal sealed record Command(Guid Id, string? Result, string? Words, DateOnly? SeenOn, int Version);

    internal sealed class Handler(CooperationDb db, Editions editions, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var opened = await OpenBook.OpenAsync(db, editions, cmd.Id, current.Value, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            if ((opened.Value.Check(current.Value, KeptBook.Outcome) ?? Check(cmd, Dates.InChina(clock.GetUtcNow()))) is { } refusal)
            {
                return refusal;
            }

            var outcome = await db.Set<CaseOutcome>().SingleOrDefaultAsync(o => o.CooperationId == cmd.Id, ct);
            if ((outcome?.Version ?? 0) != cmd.Version)
            {
                return new Refusal.Stale("cooperation.stale");
            }

            if (outcome is null)
            {
                outcome = new() { CooperationId = cmd.Id, Result = "", Words = "", ByName = "", Version = 0 };
                db.Add(outcome);
            }

            var before = outcome.Version == 0 ? null : new { outcome.Result, outcome.Words };
            (outcome.Result, outcome.Words) = (cmd.Result!, Typed.Plain(cmd.Words));
            (outcome.SeenOn, outcome.ByName) = (cmd.SeenOn!.Value, current.Value.Name);
            outcome.Version++;
            opened.Value.Record.QuietSince = clock.GetUtcNow();
            db.Record(new Change("cooperation.case.outcome-said", "cooperation.case", cmd.Id)
            {
                OwnerId = opened.Value.Record.LeadPartyId,
                Before = before,
                After = new { outcome.Result, outcome.Words },
            });
            return await db.SaveAsync(ct);
        }

        private static Refusal.Invalid? Check(Command cmd, DateOnly today) => cmd switch
        {
            _ when !CaseWords.Results.Contains(cmd.Result) => new("cooperation.case.result-missing", nameof(cmd.Result)),
            _ when Typed.Plain(cmd.Words).Length is 0 or > 2000 => new("cooperation.case.outcome-missing", nameof(cmd.Words)),
            { SeenOn: null } => new("cooperation.case.seen-on-missing", nameof(cmd.SeenOn)),
            _ when cmd.SeenOn > today => new("cooperation.case.seen-on-missing", nameof(cmd.SeenOn)),
            _ => null,
        };
    }
}
