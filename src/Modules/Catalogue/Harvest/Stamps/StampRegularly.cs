using Guanlian.Platform.Jobs;

namespace Guanlian.Catalogue.Harvest.Stamps;

/// <summary>Keeps up with imports, so that the first to ask after one does not wait for a million stamps.</summary>
internal sealed class StampRegularly(StampChanges stamps) : IRegularWork
{
    public string Name => "catalogue.stamp-changes";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken ct) => await stamps.RunAsync(ct);
}
