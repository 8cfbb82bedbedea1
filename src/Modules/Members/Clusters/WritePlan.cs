using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Members.Clusters;

/// <summary>The secretariat writes the cluster's plan for a level and says which plan above it carries out.</summary>
internal static class WritePlan
{
    /// <param name="Version">As it was opened; 0 for a new one.</param>
    internal sealed record Command(Guid ClusterId, PlanLevel Level, int Version, string? Title, int FromYear, int ToYear, string? Text, Guid? AboveId);

    internal sealed class Handler(MembersDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            if (await db.Clusters.AsNoTracking().SingleOrDefaultAsync(c => c.PartyId == cmd.ClusterId, ct) is null)
            {
                return new Refusal.Missing("members.cluster.missing");
            }

            if (!current.Value.May(ClusterPermissions.Plan, cmd.ClusterId))
            {
                return new Refusal.Denied("members.cluster.not-yours");
            }

            var plan = await db.Plans.SingleOrDefaultAsync(p => p.ClusterId == cmd.ClusterId && p.Level == cmd.Level, ct);
            if ((plan?.Version ?? 0) != cmd.Version)
            {
                return new Refusal.Stale("members.plan.stale");
            }

            if (Check(cmd) is { } invalid)
            {
                return invalid;
            }

            if (cmd.AboveId is { } above && (await AboveAsync(cmd.ClusterId, cmd.Level, ct)).All(p => p.Id != above))
            {
                return new Refusal.Invalid("members.plan.not-above", nameof(cmd.AboveId));
            }

            return await SaveAsync(cmd, plan, ct);
        }

        /// <summary>Plans that one of this level may stand under: of a higher level, in this cluster or one above it.</summary>
        public async Task<IReadOnlyList<ClusterPlan>> AboveAsync(Guid clusterId, PlanLevel level, CancellationToken ct)
        {
            var plans = await db.Plans.FromSql($"select p.* from members.cluster_plan p join members.pub_clusters_above({clusterId}) a on a.id = p.cluster_id")
                .AsNoTracking().ToListAsync(ct);
            return [.. plans.Where(p => p.Level < level).OrderByDescending(p => p.Level).ThenBy(p => p.Title, StringComparer.Ordinal)];
        }

        private static Refusal.Invalid? Check(Command cmd) =>
            !Enum.IsDefined(cmd.Level) ? new("members.plan.level-unknown", nameof(cmd.Level))
            : string.IsNullOrWhiteSpace(cmd.Title) || cmd.Title.Trim().Length > 120 ? new("members.plan.title-needed", nameof(cmd.Title))
            : cmd.FromYear is < 1990 or > 2100 || cmd.ToYear < cmd.FromYear || cmd.ToYear > 2100 ? new("members.plan.years", nameof(cmd.ToYear))
            : string.IsNullOrWhiteSpace(cmd.Text) || cmd.Text.Length > 20_000 ? new("members.plan.text-needed", nameof(cmd.Text))
            : null;

        private async Task<Outcome<Guid>> SaveAsync(Command cmd, ClusterPlan? found, CancellationToken ct)
        {
            var plan = found ?? db.Add(new ClusterPlan
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                ClusterId = cmd.ClusterId,
                Level = cmd.Level,
                Title = "",
                Text = "",
                EditedBy = "",
                Version = 0,
            }).Entity;
            var before = found is null ? null : new { plan.Title, plan.FromYear, plan.ToYear, plan.Text, plan.AboveId };
            (plan.Title, plan.FromYear, plan.ToYear, plan.AboveId) = (cmd.Title!.Trim(), cmd.FromYear, cmd.ToYear, cmd.AboveId);
            plan.Text = cmd.Text!.ReplaceLineEndings("\n").Trim();
            (plan.EditedAt, plan.EditedBy) = (clock.GetUtcNow(), current.Value.Name);
            plan.Version++;
            db.Record(new Change("members.plan.written", "members.plan", plan.Id)
            {
                OwnerId = cmd.ClusterId,
                Before = before,
                After = new { plan.Title, plan.FromYear, plan.ToYear, plan.Text, plan.AboveId },
            });
            try
            {
                await db.SaveChangesAsync(ct);
                return plan.Id;
            }
            catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is PostgresException { ConstraintName: "cluster_plan_once" })
            {
                return new Refusal.Stale("members.plan.stale");
            }
        }
    }
}
