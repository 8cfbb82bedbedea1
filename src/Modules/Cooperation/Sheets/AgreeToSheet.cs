using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Sheets;

/// <summary>A party agrees to credits or terms as they stand; with the last one's word they hold.</summary>
internal static class AgreeToSheet
{
    /// <param name="Version">Of the sheet that was shown: nobody agrees to a text that he has not seen.</param>
    internal sealed record Command(Guid Id, string Kind, Guid PartyId, int Version);

    internal sealed class Handler(CooperationDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await db.CooperationAsync(cmd.Id, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            if (!found.Value.Parties.Contains(cmd.PartyId) || !CooperationAccess.Binds(current.Value, cmd.PartyId))
            {
                return new Refusal.Denied("cooperation.not-yours-to-agree");
            }

            var sheet = await db.Set<SheetRecord>().SingleOrDefaultAsync(s => s.CooperationId == cmd.Id && s.Kind == cmd.Kind, ct);
            var wanted = sheet is null ? [] : await SheetDesk.WantedAsync(db, sheet, ct);
            if (Check(cmd, found.Value.Record, sheet, wanted) is { } refusal)
            {
                return refusal;
            }

            var now = clock.GetUtcNow();
            db.Add(new SheetConsent { CooperationId = cmd.Id, Kind = cmd.Kind, PartyId = cmd.PartyId, Hash = sheet!.Hash, At = now, ByName = current.Value.Name });
            found.Value.Record.QuietSince = now;
            Note($"cooperation.sheet.{cmd.Kind}-agreed", cmd.PartyId);
            if (wanted.Count == 1)
            {
                Note($"cooperation.sheet.{cmd.Kind}-settled", found.Value.Record.LeadPartyId);
            }

            return await db.SaveAsync(ct);

            void Note(string action, Guid owner) =>
                db.Record(new Change(action, "cooperation.cooperation", cmd.Id) { OwnerId = owner, After = new { Code = PaperCode.Of(sheet.Hash) } });
        }

        private static Refusal? Check(Command cmd, CooperationRecord record, SheetRecord? sheet, IReadOnlyList<Guid> wanted) => sheet switch
        {
            null => new Refusal.Missing("cooperation.sheet.missing"),
            _ when sheet.Version != cmd.Version => new Refusal.Stale("cooperation.sheet.stale"),
            _ when record.State != CooperationState.Running => new Refusal.Stale("cooperation.task.not-running"),
            _ when !wanted.Contains(cmd.PartyId) => new Refusal.Stale("cooperation.sheet.agreed-already"),
            _ => null,
        };
    }
}
