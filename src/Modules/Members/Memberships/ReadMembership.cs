using Guanlian.Contracts.Governance;
using Guanlian.Contracts.Members;
using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Memberships;

/// <summary>One membership for its two sides; and all memberships of one's own party, with what it owes and may ask.</summary>
internal static class ReadMembership
{
    internal sealed record View(Membership Membership, Party Cluster, Party Party)
    {
        /// <summary>Steps that this reader may take now.</summary>
        public IReadOnlyList<MembershipStep> Steps { get; init; } = [];

        public IReadOnlyList<RoleDuty> Duties { get; init; } = [];

        /// <summary>Where a branch lets its head act for it, or a head acts for branches: today and later.</summary>
        public IReadOnlyList<(ActingFor Acting, string HeadName, string BranchName)> Acting { get; init; } = [];

        public bool Keeps { get; init; }

        public bool SpeaksForParty { get; init; }

        /// <summary>The reader is expected to act.</summary>
        public bool Due => MembershipStep.MustAct(Membership.State) switch
        {
            MembershipSide.Cluster => Keeps,
            MembershipSide.Party => SpeaksForParty,
            _ => false,
        };
    }

    internal sealed class Handler(MembersDb db, IRoleDuties duties, ICharters charters, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<View>> HandleAsync(Guid id, CancellationToken ct)
        {
            var membership = await db.Memberships.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct);
            return MembershipAccess.Check(current.Value, membership) is { } refusal ? refusal : await ViewAsync(membership!, ct);
        }

        /// <summary>Of the party that the reader acts for: first where he is expected to act, then by the cluster's code.</summary>
        public async Task<IReadOnlyList<View>> OwnAsync(CancellationToken ct)
        {
            var (own, views) = (current.Value.PartyId, new List<View>());
            foreach (var membership in await db.Memberships.AsNoTracking().Where(m => m.PartyId == own && m.State != MembershipState.Left && m.State != MembershipState.Removed).ToListAsync(ct))
            {
                views.Add(await ViewAsync(membership, ct));
            }

            return [.. views.OrderByDescending(v => v.Due).ThenBy(v => v.Cluster.Code, StringComparer.Ordinal)];
        }

        private async Task<View> ViewAsync(Membership membership, CancellationToken ct)
        {
            var actor = current.Value;
            var words = membership.Offices.Select(o => o.ToString()).Prepend(membership.Role.ToString()).Select(r => r.ToLowerInvariant()).ToList();
            var parties = await db.Parties.AsNoTracking().Where(p => p.Id == membership.ClusterId || p.Id == membership.PartyId).ToDictionaryAsync(p => p.Id, ct);
            // Where the charter asks for a trial, nobody is shown the shorter way.
            var trial = membership.State == MembershipState.UnderReview && (await charters.InForceAsync(membership.ClusterId, ct))?.Admission is { Trial: true };
            return new View(membership, parties[membership.ClusterId], parties[membership.PartyId])
            {
                Steps = [.. MembershipStep.After(membership.State).Where(s => MembershipAccess.MayTake(actor, membership, s) && !(trial && s.Act == MembershipAct.Admit))],
                Duties = [.. (await duties.InForceAsync(membership.ClusterId, ct)).Where(d => words.Contains(d.Role))],
                Acting = await ActingAsync(membership, ct),
                Keeps = MembershipAccess.Keeps(actor, membership.ClusterId),
                SpeaksForParty = MembershipAccess.SpeaksFor(actor, membership.PartyId),
            };
        }

        private async Task<IReadOnlyList<(ActingFor, string, string)>> ActingAsync(Membership membership, CancellationToken ct)
        {
            var today = Dates.InChina(clock.GetUtcNow());
            var rows = await (from a in db.ActingMandates.AsNoTracking()
                              join h in db.Parties on a.HeadId equals h.Id
                              join b in db.Parties on a.BranchId equals b.Id
                              where a.ClusterId == membership.ClusterId && a.ToOn >= today && (a.HeadId == membership.PartyId || a.BranchId == membership.PartyId)
                              orderby a.ToOn
                              select new { a, Head = h.Name, Branch = b.Name }).ToListAsync(ct);
            return [.. rows.Select(r => (r.a, r.Head, r.Branch))];
        }
    }
}
