using Guanlian.Governance.Access;
using Guanlian.Governance.Charters;
using Guanlian.Governance.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Governance.Drafts;

/// <summary>
/// Saves a draft. Where somebody else saved it since it was opened, both people's work is merged field by field; what both changed
/// differently is handed back to choose, and nothing is written until then.
/// </summary>
internal static class SaveDraft
{
    /// <param name="DraftId">Which.</param>
    /// <param name="Version">The version that the form was opened with.</param>
    /// <param name="Fields">The fields as they stand in the form; a field left out stays as it was.</param>
    internal sealed record Command(Guid DraftId, int Version, IReadOnlyDictionary<string, string> Fields);

    /// <param name="Version">The draft's version now.</param>
    /// <param name="By">Who saved in between, where somebody did.</param>
    /// <param name="Merged">All fields with the other's work taken in.</param>
    /// <param name="Conflicts">Fields that both changed, with the other's value; empty where the draft was saved.</param>
    /// <param name="Taken">Fields taken over from the other.</param>
    internal sealed record Result(
        int Version, string? By, IReadOnlyDictionary<string, string> Merged, IReadOnlyDictionary<string, string> Conflicts, IReadOnlyList<string> Taken);

    internal sealed class Handler(GovernanceDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Result>> HandleAsync(Command cmd, CancellationToken ct)
        {
            // A second try meets what the other wrote between our reading and our writing.
            for (var tries = 0; ; tries++)
            {
                try
                {
                    return await TryAsync(cmd, ct);
                }
                catch (DbUpdateConcurrencyException) when (tries < 3)
                {
                    db.ChangeTracker.Clear();
                }
            }
        }

        private async Task<Outcome<Result>> TryAsync(Command cmd, CancellationToken ct)
        {
            var draft = await db.CharterVersions.SingleOrDefaultAsync(v => v.Id == cmd.DraftId, ct);
            if (CharterAccess.CheckDraft(current.Value, draft) is { } refusal)
            {
                return refusal;
            }

            if (cmd.Version > draft!.Version || cmd.Version < 1)
            {
                return new Refusal.Stale("governance.charter.stale");
            }

            var stored = await db.FieldsAsync(CharterContent.Of(draft), ct);
            var opened = cmd.Version == draft.Version ? stored : await AsItWasAsync(draft.Id, cmd.Version, stored, ct);
            var mine = CharterFields.All.ToDictionary(f => f, f => cmd.Fields.GetValueOrDefault(f, opened[f]));
            var merged = CharterMerge.Merge(opened, mine, stored);
            var by = cmd.Version == draft.Version ? null : draft.EditedBy;
            if (merged.Conflicts.Count > 0)
            {
                return new Result(draft.Version, by, merged.Fields, merged.Conflicts.ToDictionary(f => f, f => stored[f]), merged.Taken);
            }

            var read = ReadFields.Read(merged.Fields, await db.IdsAsync(ReadFields.ListedCodes(merged.Fields), ct));
            if (read.Refused)
            {
                return read.Refusal;
            }

            await WriteAsync(draft, read.Value, stored, ct);
            return new Result(draft.Version, by, merged.Fields, new Dictionary<string, string>(), merged.Taken);
        }

        private async Task WriteAsync(CharterVersion draft, CharterContent content, Dictionary<string, string> stored, CancellationToken ct)
        {
            content.WriteTo(draft);
            var now = await db.FieldsAsync(content, ct);
            var changed = CharterFields.All.Where(f => stored[f] != now[f]).ToList();
            if (changed.Count == 0)
            {
                return;
            }

            draft.Version++;
            (draft.EditedAt, draft.EditedBy) = (clock.GetUtcNow(), current.Value.Name);
            db.Record(DraftHistory.Saved("governance.draft.saved", draft, changed, stored, now));
            await db.SaveChangesAsync(ct);
        }

        private async Task<Dictionary<string, string>> AsItWasAsync(Guid draftId, int version, Dictionary<string, string> stored, CancellationToken ct)
        {
            var events = await db.Set<HistoryEvent>().AsNoTracking().Where(e => e.SubjectId == draftId).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).ToListAsync(ct);
            return DraftHistory.AsItWas(stored, events, version);
        }
    }
}
