using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cases;

/// <summary>One case of the memory, to those who may read it.</summary>
internal static class SeeRemembered
{
    internal sealed class Handler(CooperationDb db, CurrentActor current)
    {
        public async Task<Outcome<CaseMemory>> HandleAsync(long number, CancellationToken ct) => current.Value.May(CooperationPermissions.Cases)
            && await db.Set<CaseMemory>().AsNoTracking().SingleOrDefaultAsync(m => m.Number == number && m.WithdrawnWhy == null, ct) is { } found
                ? found : CooperationAccess.Missing;
    }
}
