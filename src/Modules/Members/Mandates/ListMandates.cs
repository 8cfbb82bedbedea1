using Guanlian.Contracts.Members;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Mandates;

/// <summary>The mandates and open links of the parties in somebody's care.</summary>
internal static class ListMandates
{
    internal const int PageSize = 50;

    internal sealed record Query(string? Text, string? Role, bool Ended, int Page);

    internal sealed record Row(Mandate Mandate, string Person, string Party, PartyKind Kind, string? GrantedBy, string? EndedBy);

    internal sealed record Open(Invitation Invitation, string Party, PartyKind Kind, string? MadeBy);

    internal sealed record Found(IReadOnlyList<Row> Rows, int Total, IReadOnlyList<Open> Invitations);

    internal sealed class Handler(MembersDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Found> HandleAsync(Query query, CancellationToken ct)
        {
            var care = MandateLimits.PartiesOf(current.Value);
            var today = Dates.InChina(clock.GetUtcNow());
            var (text, role, chinese, now) = (query.Text?.Trim() ?? "", query.Role ?? "", Wording.InChinese, clock.GetUtcNow());
            var like = LikePattern.Containing(text);
            var rows = from m in db.Mandates.AsNoTracking()
                       join p in db.Parties on m.PartyId equals p.Id
                       join person in db.Persons on m.PersonId equals person.Id
                       where (care == null || care.Contains(m.PartyId))
                           && (query.Ended ? m.EndedAt != null || m.ToOn < today : m.EndedAt == null && (m.ToOn == null || m.ToOn >= today))
                           && (role == "" || m.Role == role)
                           && (text == "" || EF.Functions.ILike(p.Name, like, LikePattern.Escape) || EF.Functions.ILike(person.Name, like, LikePattern.Escape) || p.Code == text)
                       select new { m, p, person };
            var total = await rows.CountAsync(ct);
            var page = await rows.OrderBy(r => r.p.Code).ThenBy(r => r.m.Role).ThenByDescending(r => r.m.FromOn).ThenBy(r => r.m.Id)
                .Skip((Math.Max(query.Page, 1) - 1) * PageSize).Take(PageSize)
                .Select(r => new Row(
                    r.m, r.person.Name, chinese ? r.p.Name : r.p.NameEn ?? r.p.Name, r.p.Kind,
                    db.Persons.Where(x => x.Id == r.m.GrantedBy).Select(x => x.Name).FirstOrDefault(),
                    db.Persons.Where(x => x.Id == r.m.EndedBy).Select(x => x.Name).FirstOrDefault()))
                .ToListAsync(ct);
            var open = await (from i in db.Invitations.AsNoTracking()
                              join p in db.Parties on i.PartyId equals p.Id
                              where i.Kind == InvitationKind.Join && i.UsedAt == null && i.WithdrawnAt == null && i.ExpiresAt > now
                                  && (care == null || care.Contains(i.PartyId!.Value))
                              orderby i.ExpiresAt
                              select new Open(i, chinese ? p.Name : p.NameEn ?? p.Name, p.Kind, db.Persons.Where(x => x.Id == i.MadeBy).Select(x => x.Name).FirstOrDefault()))
                .Take(PageSize).ToListAsync(ct);
            return new Found(page, total, open);
        }
    }
}
