using Guanlian.Governance.Access;
using Guanlian.Governance.Charters;
using Guanlian.Governance.Data;
using Guanlian.Governance.Presets;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Governance.Drafts;

/// <summary>The secretariat or the council begins a new version: from the one in force, or from the preset of the cluster's kind.</summary>
internal static class StartDraft
{
    internal sealed record Command(Guid ClusterId);

    internal sealed class Handler(GovernanceDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            if (await db.ClusterAsync(cmd.ClusterId, ct) is not { } cluster)
            {
                return new Refusal.Missing("governance.cluster.missing");
            }

            if (!CharterAccess.MayDraft(current.Value, cluster.Id))
            {
                return new Refusal.Denied("governance.charter.not-yours");
            }

            var inForce = await db.CharterVersions.AsNoTracking().SingleOrDefaultAsync(v => v.ClusterId == cluster.Id && v.State == CharterState.InForce, ct);
            var draft = new CharterVersion
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                ClusterId = cluster.Id,
                State = CharterState.Draft,
                BasedOnId = inForce?.Id,
                Rules = "",
                RulesHash = "",
                BegunAt = clock.GetUtcNow(),
                EditedAt = clock.GetUtcNow(),
                EditedBy = current.Value.Name,
            };
            (inForce is null ? CharterPresets.For(cluster.Kind) : CharterContent.Of(inForce)).WriteTo(draft);
            db.Add(draft);
            db.Record(new Change("governance.draft.begun", "governance.charter", draft.Id)
            {
                OwnerId = cluster.Id,
                After = new Dictionary<string, object?> { ["version"] = draft.Version, ["basedOn"] = inForce?.Number },
            });
            await db.SaveChangesAsync(ct);
            return draft.Id;
        }
    }
}
