using Guanlian.Contracts.Members;
using Guanlian.Members.Data;
using Guanlian.Members.Divisions;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Institutions;

/// <summary>What other modules may ask about parties.</summary>
internal sealed class PartyDirectory(MembersDb db, DivisionBooks divisions, TimeProvider clock) : IPartyDirectory
{
    public async Task<PartyCard?> FindAsync(Guid id, CancellationToken ct) => (await FindAsync([id], ct)).GetValueOrDefault(id);

    public async Task<IReadOnlyDictionary<Guid, PartyCard>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var book = await divisions.NowAsync(ct);
        var wanted = ids.Distinct().ToArray();
        var parties = await db.Parties.AsNoTracking().Where(p => wanted.Contains(p.Id)).ToListAsync(ct);
        var figures = await LatestFiguresAsync(wanted, ct);
        return parties.ToDictionary(p => p.Id, p => Card(p, book, figures.GetValueOrDefault(p.Id)));
    }

    public async Task<IReadOnlyList<PartyCard>> MembersOfAsync(Guid clusterId, CancellationToken ct)
    {
        var today = Dates.InChina(clock.GetUtcNow());
        var ids = await db.Database.SqlQuery<Guid>($"""
            with recursive inside (id) as (
                select m.party_id from members.membership m
                 where m.cluster_id = {clusterId} and m.state in ('Provisional', 'Full') and m.from_on <= {today}
                union
                select m.party_id from members.membership m join inside i on m.cluster_id = i.id
                 where m.state in ('Provisional', 'Full') and m.from_on <= {today})
            select p.id as "Value" from inside join members.party p using (id) where p.kind <> 'Cluster'
            """).ToListAsync(ct);
        return [.. (await FindAsync(ids, ct)).Values.OrderBy(p => p.Code, StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<Guid>> ClustersOfAsync(Guid partyId, CancellationToken ct)
    {
        var today = Dates.InChina(clock.GetUtcNow());
        return await db.Database.SqlQuery<Guid>($"""
            with recursive above (id) as (
                select m.cluster_id from members.membership m
                 where m.party_id = {partyId} and m.state in ('Provisional', 'Full') and m.from_on <= {today}
                union
                select m.cluster_id from members.membership m join above a on m.party_id = a.id
                 where m.state in ('Provisional', 'Full') and m.from_on <= {today})
            select p.id as "Value" from above join members.party p using (id) order by p.code collate "C"
            """).ToListAsync(ct);
    }

    public async Task<IReadOnlyList<PartyCard>> AlliesOfAsync(Guid partyId, CancellationToken ct)
    {
        var cards = new Dictionary<Guid, PartyCard>();
        foreach (var cluster in (IEnumerable<Guid>)[partyId, .. await ClustersOfAsync(partyId, ct)])
        {
            foreach (var member in await MembersOfAsync(cluster, ct))
            {
                cards[member.Id] = member;
            }
        }

        if (await FindAsync(partyId, ct) is { } self)
        {
            cards[partyId] = self;
        }

        return [.. cards.Values.OrderBy(c => c.Code, StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyDictionary<(Guid From, Guid To), Distance>> DistancesAsync(
        IReadOnlyCollection<Guid> from, IReadOnlyCollection<Guid> to, CancellationToken ct)
    {
        var (starts, ends) = (await PointsAsync(from, ct), await PointsAsync(to, ct));
        var roads = await RoadsAsync(starts, ends, ct);
        var distances = new Dictionary<(Guid, Guid), Distance>(starts.Count * ends.Count);
        foreach (var a in starts)
        {
            foreach (var b in ends)
            {
                var kilometres = GreatCircle.Kilometres((a.Longitude, a.Latitude), (b.Longitude, b.Latitude));
                distances[(a.Id, b.Id)] = new(kilometres, a.Division is null || b.Division is null ? null : roads(a.Division, b.Division));
            }
        }

        return distances;
    }

    private static PartyCard Card(Party party, DivisionBook book, RegisterFigure? figures) => new(
        party.Id, party.Code, party.Kind, party.Name, party.NameEn, party.Level, party.Grade, party.Ownership,
        party.DivisionCode, book.Place(party.DivisionCode), party.Longitude, party.Latitude, figures?.ToContract());

    private async Task<Dictionary<Guid, RegisterFigure>> LatestFiguresAsync(Guid[] ids, CancellationToken ct) =>
        await db.Figures.FromSql($"""
            select distinct on (party_id) * from members.register_figure where party_id = any({ids}) order by party_id, edition desc
            """).AsNoTracking().ToDictionaryAsync(f => f.PartyId, ct);

    private async Task<List<Point>> PointsAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var wanted = ids.Distinct().ToArray();
        return await db.Parties.Where(p => wanted.Contains(p.Id) && p.Longitude != null && p.Latitude != null)
            .Select(p => new Point(p.Id, p.DivisionCode, p.Longitude!.Value, p.Latitude!.Value)).ToListAsync(ct);
    }

    /// <summary>Minutes from division to division; a table that names one direction only serves both.</summary>
    private async Task<Func<string, string, int?>> RoadsAsync(List<Point> starts, List<Point> ends, CancellationToken ct)
    {
        var places = starts.Concat(ends).Select(p => p.Division).OfType<string>().Distinct().ToArray();
        var roads = await db.Roads.Where(r => places.Contains(r.FromDivision) && places.Contains(r.ToDivision))
            .ToDictionaryAsync(r => (r.FromDivision, r.ToDivision), r => r.Minutes, ct);
        return (a, b) => roads.TryGetValue((a, b), out var there) ? there : roads.TryGetValue((b, a), out var back) ? back : null;
    }

    private sealed record Point(Guid Id, string? Division, double Longitude, double Latitude);
}
