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

/// <summary>The museum that asks writes down its case: what it is made of, what is wrong, how pressing it is, what it wants to know.</summary>
internal static class WriteCaseSheet
{
    /// <param name="Version">0 where there is none yet.</param>
    internal sealed record Command(
        Guid Id, string? Material, IReadOnlyList<string> Damages, string? Urgency, string? Description, string? Environment, string? Question, int Version);

    internal sealed class Handler(CooperationDb db, Editions editions, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var opened = await OpenBook.OpenAsync(db, editions, cmd.Id, current.Value, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            if ((opened.Value.Check(current.Value, KeptBook.CaseSheet) ?? Check(cmd)) is { } refusal)
            {
                return refusal;
            }

            var sheet = await db.Set<CaseSheet>().SingleOrDefaultAsync(s => s.CooperationId == cmd.Id, ct);
            if ((sheet?.Version ?? 0) != cmd.Version)
            {
                return new Refusal.Stale("cooperation.stale");
            }

            if (sheet is null)
            {
                sheet = new() { CooperationId = cmd.Id, Material = "", Urgency = "", Description = "", Question = "", EditedBy = "", Version = 0 };
                db.Add(sheet);
            }

            var before = sheet.Version == 0 ? null : new { sheet.Material, Damages = sheet.Damages.ToArray(), sheet.Urgency, sheet.Description, sheet.Environment, sheet.Question };
            (sheet.Material, sheet.Damages, sheet.Urgency) = (cmd.Material!, [.. CaseWords.Damages.Where(cmd.Damages.Contains)], cmd.Urgency!);
            (sheet.Description, sheet.Environment, sheet.Question) = (Typed.Plain(cmd.Description), Typed.Plain(cmd.Environment), Typed.Plain(cmd.Question));
            (sheet.EditedAt, sheet.EditedBy) = (clock.GetUtcNow(), current.Value.Name);
            sheet.Version++;
            opened.Value.Record.QuietSince = clock.GetUtcNow();
            db.Record(new Change("cooperation.case.sheet-written", "cooperation.case", cmd.Id)
            {
                OwnerId = opened.Value.Record.LeadPartyId,
                Before = before,
                After = new { sheet.Material, Damages = sheet.Damages.ToArray(), sheet.Urgency, sheet.Description, sheet.Environment, sheet.Question },
            });
            return await db.SaveAsync(ct);
        }

        private static Refusal.Invalid? Check(Command cmd)
        {
            var wrong = new List<Refusal.Invalid>();
            Wrong(!CaseWords.Materials.Contains(cmd.Material), "cooperation.case.material-missing", nameof(cmd.Material));
            Wrong(!CaseWords.Damages.Any(cmd.Damages.Contains), "cooperation.case.damage-missing", nameof(cmd.Damages));
            Wrong(!CaseWords.Urgencies.Contains(cmd.Urgency), "cooperation.case.urgency-missing", nameof(cmd.Urgency));
            Wrong(Typed.Plain(cmd.Description).Length is 0 or > 4000, "cooperation.case.description-missing", nameof(cmd.Description));
            Wrong(Typed.Plain(cmd.Environment).Length > 2000, "cooperation.text-long", nameof(cmd.Environment));
            Wrong(Typed.Plain(cmd.Question).Length is 0 or > 2000, "cooperation.case.question-missing", nameof(cmd.Question));
            return wrong is [var first, .. var rest] ? first with { Also = rest } : null;

            void Wrong(bool found, string code, string field)
            {
                if (found)
                {
                    wrong.Add(new(code, field));
                }
            }
        }
    }
}
