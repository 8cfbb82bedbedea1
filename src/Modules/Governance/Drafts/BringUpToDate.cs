using Guanlian.Governance.Access;
using Guanlian.Governance.Charters;
using Guanlian.Governance.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Governance.Drafts;

/// <summary>
/// Another version was put in force while this draft was being written: takes over what that version changed and the draft did not.
/// Where both changed a field the draft's own words stay, and are named.
/// </summary>
internal static class BringUpToDate
{
    internal sealed record Command(Guid DraftId, int Version);

    internal sealed record Result(IReadOnlyList<string> Taken, IReadOnlyList<string> Kept);

    internal sealed class Handler(GovernanceDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Result>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var draft = await db.CharterVersions.SingleOrDefaultAsync(v => v.Id == cmd.DraftId, ct);
            if (CharterAccess.CheckDraft(current.Value, draft) is { } refusal)
            {
                return refusal;
            }

            if (draft!.Version != cmd.Version)
            {
                return new Refusal.Stale("governance.charter.stale");
            }

            var inForce = await db.CharterVersions.AsNoTracking().SingleOrDefaultAsync(v => v.ClusterId == draft.ClusterId && v.State == CharterState.InForce, ct);
            if (inForce is null || inForce.Id == draft.BasedOnId)
            {
                return new Refusal.Stale("governance.draft.already-up-to-date");
            }

            // A draft from before the first charter shares no ancestor with it: all its own words stay.
            var mine = await db.FieldsAsync(CharterContent.Of(draft), ct);
            var theirs = await db.FieldsAsync(CharterContent.Of(inForce), ct);
            var based = draft.BasedOnId is { } baseId
                ? await db.FieldsAsync(CharterContent.Of(await db.CharterVersions.AsNoTracking().SingleAsync(v => v.Id == baseId, ct)), ct) : [];
            var merged = CharterMerge.Merge(based, mine, theirs);
            var read = ReadFields.Read(merged.Fields, await db.IdsAsync(ReadFields.ListedCodes(merged.Fields), ct));
            if (read.Refused)
            {
                return read.Refusal;
            }

            read.Value.WriteTo(draft);
            draft.BasedOnId = inForce.Id;
            draft.Version++;
            (draft.EditedAt, draft.EditedBy) = (clock.GetUtcNow(), current.Value.Name);
            db.Record(DraftHistory.Saved("governance.draft.brought-up-to-date", draft, merged.Taken, mine, merged.Fields));
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Refusal.Stale("governance.charter.stale");
            }

            return new Result(merged.Taken, merged.Conflicts);
        }
    }
}
