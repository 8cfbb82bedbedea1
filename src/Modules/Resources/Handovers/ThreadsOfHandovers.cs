using Guanlian.Platform.Access;
using Guanlian.Platform.Talk;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Handovers;

/// <summary>A handover can be talked about by its two sides and the owners of the things.</summary>
internal sealed class ThreadsOfHandovers(ResourcesDb db, CurrentActor current, Wording words) : IThreadSubject
{
    public string Kind => LoadingHandovers.Subject;

    public async Task<ThreadPlace?> FindAsync(Guid id, CancellationToken ct)
    {
        var record = await db.Handovers().AsNoTracking().SingleOrDefaultAsync(h => h.Id == id, ct);
        var items = await db.HandoverItems().AsNoTracking().Where(i => i.HandoverId == id).ToListAsync(ct);
        return record is not null && HandoverAccess.MaySee(current.Value, record, items)
            ? new(words["resources.handover.title", ("number", HandoverNumbers.Of(record.Number))], $"handovers/{id}", [.. items.Select(i => i.OwnerId).Append(record.FromPartyId).Append(record.ToPartyId).Distinct()])
            : null;
    }
}
