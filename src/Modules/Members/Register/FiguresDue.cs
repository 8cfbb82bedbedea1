using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Register;

/// <summary>Latest figures that look wrong and of which nobody has said yet what they are: for the museum, and for whoever keeps the register.</summary>
internal sealed class FiguresDue(MembersDb db) : IDueItems
{
    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        var keeps = actor.May(MembersPermissions.KeepRegister);
        if (actor.PartyId is not { } party || (!keeps && !actor.May(MembersPermissions.EditInstitution, party)))
        {
            return [];
        }

        var doubtful = await db.Database.SqlQuery<Doubtful>($"""
            select i.id as "Id", i.code as "Code", i.edition as "Edition"
              from members.institution i
             where i.flagged and i.closed_on is null and ({keeps} or i.id = {party})
               and not exists (select from members.figure_remark r where r.party_id = i.id and r.edition = i.edition)
            """).ToListAsync(ct);
        return doubtful switch
        {
            [] => [],
            [var own] when own.Id == party => [new DueItem("members.due.own-figures", $"museums/{own.Code}#s-figures") { Holes = [("edition", $"{own.Edition}")] }],
            _ => [new DueItem("members.due.figures", "museums?flagged=yes") { Holes = [("count", doubtful.Count)] }],
        };
    }

    private sealed record Doubtful(Guid Id, string Code, int Edition);
}
