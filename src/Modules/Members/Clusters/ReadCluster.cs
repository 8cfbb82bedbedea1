using Guanlian.Contracts.Governance;
using Guanlian.Contracts.Members;
using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Members.Memberships;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Clusters;

/// <summary>A cluster with its members, its seats and its place among other clusters. Requests that are not settled are shown to its keepers only.</summary>
internal static class ReadCluster
{
    /// <param name="State">One state; null for all members of today.</param>
    internal sealed record Query(
        string Code, MembershipState? State = null, MemberRole? Role = null, Grade? Grade = null, string? Text = null, string? Sort = null, int Page = 1, int Size = 50);

    internal sealed class Member
    {
        public Guid Id { get; init; }

        public Guid PartyId { get; init; }

        public string Code { get; init; } = "";

        public PartyKind Kind { get; init; }

        public string Name { get; init; } = "";

        public string? NameEn { get; init; }

        public Grade Grade { get; init; }

        public string? DivisionCode { get; init; }

        public MembershipState State { get; init; }

        public MemberRole Role { get; init; }

        public List<MemberOffice> Offices { get; init; } = [];

        public bool Signatory { get; init; }

        public DateOnly? FromOn { get; init; }
    }

    internal sealed record View(Party Party, Cluster Cluster, IReadOnlyList<Member> Members, int Total)
    {
        /// <summary>Clusters that are members, and clusters that this one is a member of.</summary>
        public IReadOnlyList<Member> Below { get; init; } = [];

        public IReadOnlyList<Member> Above { get; init; } = [];

        /// <summary>Who holds a seat.</summary>
        public IReadOnlyList<Member> Seats { get; init; } = [];

        public IReadOnlyList<ClusterPlan> Plans { get; init; } = [];

        public IReadOnlyDictionary<MembershipState, int> Counts { get; init; } = new Dictionary<MembershipState, int>();

        /// <summary>The reader's own membership, where he has one that has not ended.</summary>
        public Membership? Own { get; init; }

        public bool Keeps { get; init; }

        /// <summary>How parties come in: the charter's rule, else the default of the way of cooperation.</summary>
        public Admission Admission { get; init; }

        /// <summary>Every member of today that has a point, for the shared map (requirement G04).</summary>
        public IReadOnlyList<PlacedMember> Places { get; init; } = [];
    }

    internal sealed class Handler(MembersDb db, ICharters charters, CurrentActor current)
    {
        public async Task<Outcome<View>> HandleAsync(Query query, CancellationToken ct)
        {
            var party = await db.Parties.AsNoTracking().SingleOrDefaultAsync(p => p.Code == query.Code && p.Kind == PartyKind.Cluster, ct);
            var cluster = party is null ? null : await db.Clusters.AsNoTracking().SingleOrDefaultAsync(c => c.PartyId == party.Id, ct);
            if (party is null || cluster is null)
            {
                return new Refusal.Missing("members.cluster.missing");
            }

            var keeps = MembershipAccess.Keeps(current.Value, party.Id);
            var all = Of(party.Id);
            var members = Filtered(all, query, keeps);
            var own = current.Value.PartyId;
            return new View(
                party, cluster, await Sorted(members, query.Sort).Skip((Math.Max(1, query.Page) - 1) * query.Size).Take(query.Size).ToListAsync(ct), await members.CountAsync(ct))
            {
                Below = await all.Where(m => m.Kind == PartyKind.Cluster && Today.Contains(m.State)).OrderBy(m => m.Code).ToListAsync(ct),
                Above = await Parents(party.Id).ToListAsync(ct),
                Seats = [.. (await all.Where(m => Today.Contains(m.State) && (m.Offices.Count > 0 || m.Role == MemberRole.Secretariat || m.Role == MemberRole.Head)).ToListAsync(ct))
                    .OrderBy(m => m.Offices.Count > 0 ? m.Offices.Min() : MemberOffice.Liaison).ThenBy(m => m.Code, StringComparer.Ordinal)],
                Plans = await db.Plans.AsNoTracking().Where(p => p.ClusterId == party.Id).ToListAsync(ct),
                Counts = await all.GroupBy(m => m.State).ToDictionaryAsync(g => g.Key, g => g.Count(), ct),
                Own = own is null ? null : await db.Memberships.AsNoTracking().SingleOrDefaultAsync(
                    m => m.ClusterId == party.Id && m.PartyId == own && m.State != MembershipState.Left && m.State != MembershipState.Removed, ct),
                Keeps = keeps,
                Admission = (await charters.InForceAsync(party.Id, ct))?.Admission is { } rule
                    ? rule.Way == AdmissionWay.Invite ? Admission.Invite : Admission.Apply
                    : ClusterPreset.Of(cluster.Mode).Admission,
                Places = await PlacesAsync(party.Id, ct),
            };
        }

        /// <summary>Every member that the filter leaves, for the export of exactly what is seen.</summary>
        public async Task<Outcome<(Party Party, IReadOnlyList<Member> Members)>> AllAsync(Query query, CancellationToken ct)
        {
            var party = await db.Parties.AsNoTracking().SingleOrDefaultAsync(p => p.Code == query.Code && p.Kind == PartyKind.Cluster, ct);
            if (party is null)
            {
                return new Refusal.Missing("members.cluster.missing");
            }

            return (party, await Sorted(Filtered(Of(party.Id), query, MembershipAccess.Keeps(current.Value, party.Id)), query.Sort).ToListAsync(ct));
        }

        private static readonly MembershipState[] Today = [MembershipState.Provisional, MembershipState.Full, MembershipState.Suspended];

        private Task<List<PlacedMember>> PlacesAsync(Guid clusterId, CancellationToken ct) =>
            (from m in db.Memberships.AsNoTracking()
             join p in db.Parties on m.PartyId equals p.Id
             where m.ClusterId == clusterId && Today.Contains(m.State) && p.Kind != PartyKind.Cluster && p.Longitude != null && p.Latitude != null
             orderby p.Code
             select new PlacedMember(p.Code, p.Name, p.NameEn, p.Kind, p.DivisionCode, p.Longitude!.Value, p.Latitude!.Value)).ToListAsync(ct);

        private IQueryable<Member> Of(Guid clusterId) =>
            from m in db.Memberships.AsNoTracking()
            join p in db.Parties on m.PartyId equals p.Id
            where m.ClusterId == clusterId
            select new Member
            {
                Id = m.Id,
                PartyId = p.Id,
                Code = p.Code,
                Kind = p.Kind,
                Name = p.Name,
                NameEn = p.NameEn,
                Grade = p.Grade,
                DivisionCode = p.DivisionCode,
                State = m.State,
                Role = m.Role,
                Offices = m.Offices,
                Signatory = m.Signatory,
                FromOn = m.FromOn,
            };

        private IQueryable<Member> Parents(Guid clusterId) =>
            from m in db.Memberships.AsNoTracking()
            join p in db.Parties on m.ClusterId equals p.Id
            where m.PartyId == clusterId && (m.State == MembershipState.Provisional || m.State == MembershipState.Full)
            orderby p.Code
            select new Member
            {
                Id = m.Id,
                PartyId = p.Id,
                Code = p.Code,
                Kind = p.Kind,
                Name = p.Name,
                NameEn = p.NameEn,
                Grade = p.Grade,
                DivisionCode = p.DivisionCode,
                State = m.State,
                Role = m.Role,
                Offices = m.Offices,
                Signatory = m.Signatory,
                FromOn = m.FromOn,
            };

        private static IQueryable<Member> Filtered(IQueryable<Member> all, Query query, bool keeps)
        {
            var wanted = query.State is { } state && (keeps || Today.Contains(state)) ? [state] : Today;
            var members = all.Where(m => wanted.Contains(m.State));
            members = query.Role is { } role ? members.Where(m => m.Role == role) : members;
            members = query.Grade is { } grade ? members.Where(m => m.Grade == grade) : members;
            if (!string.IsNullOrWhiteSpace(query.Text))
            {
                var text = query.Text.Trim();
                members = members.Where(m => m.Name.Contains(text) || m.Code.Contains(text) || m.NameEn!.Contains(text));
            }

            return members;
        }

        private static IOrderedQueryable<Member> Sorted(IQueryable<Member> members, string? sort) => sort switch
        {
            "-code" => members.OrderByDescending(m => m.Code),
            "name" => members.OrderBy(m => EF.Functions.Collate(m.Name, "zh-Hans-CN-x-icu")).ThenBy(m => m.Code),
            "-name" => members.OrderByDescending(m => EF.Functions.Collate(m.Name, "zh-Hans-CN-x-icu")).ThenBy(m => m.Code),
            "from" => members.OrderBy(m => m.FromOn).ThenBy(m => m.Code),
            "-from" => members.OrderByDescending(m => m.FromOn).ThenBy(m => m.Code),
            _ => members.OrderBy(m => m.Code),
        };
    }
}
