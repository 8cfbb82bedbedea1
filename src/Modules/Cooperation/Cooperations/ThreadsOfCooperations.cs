using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Talk;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>A cooperation can be talked about by its parties, and by the alliance that stands over one of them.</summary>
internal sealed class ThreadsOfCooperations(CooperationDb db, CurrentActor current) : IThreadSubject
{
    public string Kind => "cooperation.cooperation";

    public async Task<ThreadPlace?> FindAsync(Guid id, CancellationToken ct)
    {
        var parties = await db.Participants.Where(p => p.CooperationId == id).Select(p => p.PartyId).ToListAsync(ct);
        return CooperationAccess.MaySee(current.Value, parties)
            ? new(await db.Cooperations.Where(c => c.Id == id).Select(c => c.Title).SingleAsync(ct), $"cooperations/{id}", parties)
            : null;
    }
}

/// <summary>The same for one of its tasks.</summary>
internal sealed class ThreadsOfTasks(CooperationDb db, CurrentActor current) : IThreadSubject
{
    public string Kind => "cooperation.task";

    public async Task<ThreadPlace?> FindAsync(Guid id, CancellationToken ct)
    {
        if (await db.Tasks.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct) is not { } task)
        {
            return null;
        }

        var parties = await db.Participants.Where(p => p.CooperationId == task.CooperationId).Select(p => p.PartyId).ToListAsync(ct);
        return CooperationAccess.MaySee(current.Value, parties) ? new(task.Title.Here, $"cooperations/tasks/{id}", parties) : null;
    }
}
