using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Assessments;

/// <summary>A party's assessments, the newest first, with the register's figures to begin from.</summary>
internal static class ReadAssessments
{
    internal sealed record View(Party Party, IReadOnlyList<Assessment> Versions, RegisterFigure? Figure, bool MayMake);

    internal sealed class Handler(MembersDb db, CurrentActor current)
    {
        public async Task<Outcome<View>> HandleAsync(string code, CancellationToken ct)
        {
            var party = await db.Parties.AsNoTracking().SingleOrDefaultAsync(p => p.Code == code, ct);
            if (party is null || !AssessmentAccess.MaySee(current.Value, party.Id))
            {
                return new Refusal.Missing("members.party.missing");
            }

            return new View(
                party,
                await db.Assessments.AsNoTracking().Where(a => a.PartyId == party.Id).OrderByDescending(a => a.Number).ToListAsync(ct),
                await db.Figures.AsNoTracking().Where(f => f.PartyId == party.Id).OrderByDescending(f => f.Edition).FirstOrDefaultAsync(ct),
                AssessmentAccess.MayMake(current.Value, party.Id));
        }
    }
}
