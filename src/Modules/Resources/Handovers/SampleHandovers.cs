using Guanlian.Platform.Samples;

namespace Guanlian.Resources.Handovers;

internal sealed class SampleHandovers : ISampleStep
{
    public int Order => 480;

    public string Title => "resources.handover.sample.title";

    public Task RunAsync(SampleWorld world, CancellationToken ct) => Task.CompletedTask;
}
