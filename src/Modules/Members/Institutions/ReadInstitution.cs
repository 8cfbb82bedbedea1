using Guanlian.Contracts.Members;
using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Institutions;

/// <summary>Anybody reads what is known about an institution, today or as of a day.</summary>
internal static class ReadInstitution
{
    internal sealed record Query(string Code, DateOnly? On);

    /// <param name="Texts">Every fact as text, by field, as of the day asked for.</param>
    /// <param name="Periods">Everything that was ever noted, newest first.</param>
    internal sealed record View(
        Party Party, DateOnly On, bool IsToday, IReadOnlyDictionary<string, string> Texts, IReadOnlyList<PartyPeriod> Periods,
        IReadOnlyList<RegisterFigure> Figures, Party? Head, IReadOnlyList<Party> Branches, bool MayEdit, bool MayKeep, bool SeesContacts)
    {
        /// <summary>The alliances in whose name it appears today (requirement G10).</summary>
        public IReadOnlyList<Party> Clusters { get; init; } = [];

        /// <summary>Other institutions at the same address today: merged sites (requirement L03).</summary>
        public IReadOnlyList<Party> SameAddress { get; init; } = [];

        /// <summary>What was said about figures that look wrong, by edition.</summary>
        public IReadOnlyDictionary<int, FigureRemark> Remarks { get; init; } = new Dictionary<int, FigureRemark>();

        public string Text(PartyField field) => Texts.GetValueOrDefault(field.Name, "");

        /// <summary>Names it had before the one shown.</summary>
        public IEnumerable<string> FormerNames => Periods
            .Where(p => p.Field == PartyField.FullName.Name && p.Value != Text(PartyField.FullName)
                && (p.ValidFrom is null || p.ValidFrom <= On))
            .Select(p => p.Value).Concat(Text(PartyField.FormerNames).Split('\n', StringSplitOptions.RemoveEmptyEntries)).Distinct();
    }

    internal sealed class Handler(MembersDb db, InstitutionAccess access, PartyFacts facts)
    {
        private const int MostAtOneAddress = 40;

        public async Task<Outcome<View>> HandleAsync(Query query, CancellationToken ct)
        {
            var party = await db.Parties.AsNoTracking().SingleOrDefaultAsync(p => p.Code == query.Code, ct);
            if (party is null || party.Kind is Contracts.Members.PartyKind.Cluster or Contracts.Members.PartyKind.Operator)
            {
                return new Refusal.Missing("members.party.missing");
            }

            var today = facts.Today;
            var day = query.On is { } asked && asked < today ? asked : today;
            var periods = await db.Periods.AsNoTracking().Where(p => p.PartyId == party.Id).OrderByDescending(p => p.ValidFrom)
                .ThenByDescending(p => p.RecordedAt).ToListAsync(ct);
            var sees = access.MaySeeContacts;
            var texts = PartyField.All.Where(f => sees || !f.IsPrivate)
                .ToDictionary(f => f.Name, f => day == today ? f.Read(party) : On(periods, f, day));
            var figures = await db.Figures.AsNoTracking().Where(f => f.PartyId == party.Id && f.Edition <= day.Year)
                .OrderByDescending(f => f.Edition).ToListAsync(ct);
            var head = Guid.TryParse(texts[PartyField.Parent.Name], out var headId)
                ? await db.Parties.AsNoTracking().SingleOrDefaultAsync(p => p.Id == headId, ct)
                : null;
            var branches = await db.Parties.AsNoTracking().Where(p => p.ParentId == party.Id && p.ClosedOn == null).OrderBy(p => p.Code)
                .ToListAsync(ct);
            return new View(
                party, day, day == today, texts, [.. periods.Where(p => sees || PartyField.Find(p.Field) is not { IsPrivate: true })],
                    figures, head, branches,
                (await access.EditableAsync(party, ct)).Count > 0, await access.MayKeepAsync(party, ct), sees)
            {
                Clusters = await (from m in db.Memberships.AsNoTracking()
                                  join c in db.Parties on m.ClusterId equals c.Id
                                  where m.PartyId == party.Id && (m.State == MembershipState.Full || m.State == MembershipState.Provisional)
                                  orderby c.Code
                                  select c).ToListAsync(ct),
                SameAddress = await SameAddressAsync(party, ct),
                Remarks = await db.FigureRemarks.AsNoTracking().Where(r => r.PartyId == party.Id).ToDictionaryAsync(r => r.Edition, ct),
            };
        }

        // Spaces do not part two addresses; the same words in another county do.
        private async Task<IReadOnlyList<Party>> SameAddressAsync(Party party, CancellationToken ct)
        {
            var address = string.Concat((party.Address ?? "").Where(c => !char.IsWhiteSpace(c)));
            return address.Length == 0 || party.DivisionCode is not { } division ? [] : await db.Parties.FromSql($"""
                select * from members.party
                 where division_code = {division} and address is not null and translate(address, e' \t\u3000', '') = {address} and id <> {party.Id}
                   and closed_on is null and kind not in ('Cluster', 'Operator') order by code limit {MostAtOneAddress}
                """).AsNoTracking().ToListAsync(ct);
        }

        private static string On(List<PartyPeriod> periods, PartyField field, DateOnly day) =>
            periods.Find(p => p.Field == field.Name && (p.ValidFrom is null || p.ValidFrom <= day)
                && (p.ValidTo is null || day < p.ValidTo))?.Value ?? "";
    }
}
