using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Templates;

namespace Guanlian.Cooperation.Planning;

/// <summary>What a change of form does to the tasks of a cooperation.</summary>
/// <param name="Added">New tasks.</param>
/// <param name="Dropped">Tasks that nobody finished and that the new form does not know.</param>
/// <param name="Stay">Tasks of the old form that are done; they stay as they are.</param>
/// <param name="Changed">Unfinished tasks whose name, length, parties or order change.</param>
internal sealed record FormChange(
    Cast Cast, IReadOnlyList<PlannedTask> Planned, IReadOnlyList<PlannedTask> Added, IReadOnlyList<CooperationTask> Dropped,
    IReadOnlyList<CooperationTask> Stay, IReadOnlyList<(CooperationTask Task, PlannedTask Plan)> Changed);

/// <summary>From one form to another: pure, the same for the difference that is shown and for what is done (requirement L30).</summary>
internal static class Recast
{
    /// <summary>The parties in the roles of another template; null with the role that nobody can take.</summary>
    public static (Cast? Cast, PartyRole? Open) CastFor(Template to, Guid lead, IReadOnlyList<Participant> parties, IReadOnlyDictionary<Guid, PartyCard> cards)
    {
        var cast = new Dictionary<string, IReadOnlyList<Guid>>();
        var free = parties.Select(p => p.PartyId).Distinct().Where(p => p != lead).ToList();
        foreach (var role in to.Roles.OrderByDescending(r => r.Leads))
        {
            if (role.Leads)
            {
                cast[role.Code] = [lead];
                continue;
            }

            bool Fits(Guid party) => role.Kinds.Count == 0 || (cards.TryGetValue(party, out var card) && role.Kinds.Contains(card.Kind));
            var same = parties.Where(p => p.Role == role.Code && free.Contains(p.PartyId)).Select(p => p.PartyId);
            var taken = same.Concat(free.Where(p => Fits(p) && parties.All(x => x.PartyId != p || to.Role(x.Role) is null or { Leads: true }))).Distinct().Take(role.Most).ToList();
            if (taken.Count < role.Least)
            {
                taken = [.. taken.Concat(free.Where(Fits)).Distinct().Take(role.Most)];
            }

            if (taken.Count < role.Least)
            {
                return (null, role);
            }

            cast[role.Code] = taken;
            free.RemoveAll(taken.Contains);
        }

        return (new(cast), null);
    }

    public static FormChange Compare(Template to, Cast cast, IReadOnlyList<CooperationTask> tasks)
    {
        var planned = TaskPlans.Of(to, cast);
        var byKey = planned.ToDictionary(p => p.Key);
        var standing = tasks.Where(t => t.DroppedAt is null).ToList();
        var ids = standing.ToDictionary(t => t.Id, KeyOf);
        var keys = standing.Select(KeyOf).ToHashSet();
        var left = standing.Where(t => !byKey.ContainsKey(KeyOf(t))).ToList();
        return new(cast, planned,
            [.. planned.Where(p => !keys.Contains(p.Key))],
            [.. left.Where(t => !Finished(t))],
            [.. left.Where(Finished)],
            [.. standing.Where(t => !Finished(t) && byKey.ContainsKey(KeyOf(t))).Select(t => (t, byKey[KeyOf(t)])).Where(c => Differs(c.t, c.Item2, ids))]);
    }

    public static TaskKey KeyOf(CooperationTask task) => new(task.Code, task.SitePartyId, task.Turn);

    public static bool Finished(CooperationTask task) => task.State is TaskState.Accepted or TaskState.HandedIn;

    private static bool Differs(CooperationTask task, PlannedTask plan, Dictionary<Guid, TaskKey> ids) =>
        task.TitleZh != plan.Plan.Name.Zh || task.StartOffset != plan.Plan.Start || task.Days != plan.Plan.Days || task.Wait != plan.Wait || task.BeforeAnchor != plan.Plan.Before
        || task.DoesPartyId != plan.Does || task.HelpsPartyId != plan.Helps || task.ChecksPartyId != plan.Checks || task.ConfirmsPartyId != plan.Confirms
        || !task.After.Where(ids.ContainsKey).Select(a => ids[a]).ToHashSet().SetEquals(plan.After);
}
