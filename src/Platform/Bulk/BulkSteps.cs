using Guanlian.Platform.Data;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Platform.Bulk;

/// <summary>
/// Takes the present step of an act here and now, for commands and samples that wait for it. Its queued job finds the step taken and
/// ends.
/// </summary>
public sealed class BulkSteps(IServiceProvider services)
{
    /// <summary>Compares, writes or takes back, whichever is due; null when it went through or nothing is due.</summary>
    /// <param name="actId">The act.</param>
    /// <param name="report">Hears done, total (0 while unknown) and the stage's word key.</param>
    /// <param name="ct">Stops it; nothing is half-written.</param>
    public async Task<Refusal?> RunAsync(Guid actId, Func<long, long, string?, Task> report, CancellationToken ct)
    {
        var state = await services.GetRequiredService<PlatformDb>().Set<BulkAct>().Where(a => a.Id == actId).Select(a => a.State)
            .SingleOrDefaultAsync(ct);
        JobEnd? end = state switch
        {
            BulkState.Comparing => await services.GetRequiredService<CompareAct>().RunAsync(actId, report, ct),
            BulkState.Applying => await services.GetRequiredService<WriteRows>().RunAsync(actId, report, ct),
            BulkState.Undoing => await services.GetRequiredService<TakeBackRows>().RunAsync(actId, report, ct),
            _ => null,
        };
        return end?.Refusal;
    }
}
