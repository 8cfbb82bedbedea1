using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Showcase;

/// <summary>A party lets what stands there be shown; with the last one's word it is public. Any party can take it down at any time.</summary>
internal static class ReleaseShowcase
{
    /// <param name="Release">False: take it down, or take back what one had released.</param>
    /// <param name="Version">Of the showcase that was shown.</param>
    internal sealed record Command(Guid Cooperation, bool Release, string? Why, int Version);

    internal sealed class Handler(CooperationDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var found = await db.CooperationAsync(cmd.Cooperation, actor, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var own = found.Value.Parties.Distinct().Where(p => CooperationAccess.Binds(actor, p)).ToList();
            var showcase = await db.Showcases.SingleOrDefaultAsync(s => s.CooperationId == cmd.Cooperation, ct);
            if (Check(cmd, own, showcase) is { } refusal)
            {
                return refusal;
            }

            var now = clock.GetUtcNow();
            var releases = await db.ShowcaseReleases.Where(r => r.ShowcaseId == showcase!.Id).ToListAsync(ct);
            showcase!.Version++;
            if (!cmd.Release)
            {
                db.RemoveRange(releases.Where(r => own.Contains(r.PartyId)));
                (showcase.State, showcase.ShownAt) = (ShowcaseState.Withdrawn, null);
                Note(showcase, "cooperation.showcase.withdrawn", own[0], cmd.Why!.Trim());
                return await db.SaveInTurnAsync("cooperation.showcase.stale", ct);
            }

            foreach (var party in own)
            {
                if (releases.Find(r => r.PartyId == party) is { } old)
                {
                    (old.Hash, old.At, old.ByName) = (showcase.Hash, now, actor.Name);
                }
                else
                {
                    releases.Add(new() { ShowcaseId = showcase.Id, PartyId = party, Hash = showcase.Hash, At = now, ByName = actor.Name });
                    db.Add(releases[^1]);
                }
            }

            Note(showcase, "cooperation.showcase.released", own[0], null);
            if (found.Value.Parties.All(p => releases.Exists(r => r.PartyId == p && r.Hash == showcase.Hash)))
            {
                (showcase.State, showcase.ShownAt) = (ShowcaseState.Shown, now);
                Note(showcase, "cooperation.showcase.shown", found.Value.Record.LeadPartyId, null);
            }
            else
            {
                showcase.State = ShowcaseState.Draft;
            }

            return await db.SaveInTurnAsync("cooperation.showcase.stale", ct);
        }

        private static Refusal? Check(Command cmd, List<Guid> own, ShowcaseRecord? showcase) => cmd switch
        {
            _ when showcase is null => CooperationAccess.Missing,
            _ when own.Count == 0 => new Refusal.Denied("cooperation.showcase.not-yours-to-release"),
            _ when showcase.Version != cmd.Version => new Refusal.Stale("cooperation.showcase.stale"),
            { Release: false } when string.IsNullOrWhiteSpace(cmd.Why) || cmd.Why.Length > 1000 => new Refusal.Invalid("cooperation.reason-in-words", nameof(cmd.Why)),
            _ => null,
        };

        private void Note(ShowcaseRecord showcase, string action, Guid owner, string? why) =>
            db.Record(new Change(action, "cooperation.showcase", showcase.Id) { OwnerId = owner, Reason = why, After = new { showcase.Title } });
    }
}
