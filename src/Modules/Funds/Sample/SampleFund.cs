using Guanlian.Platform.Samples;

namespace Guanlian.Funds.Sample;

internal sealed class SampleFund : ISampleStep
{
    public int Order => 455;

    public string Title => "funds.sample.title";

    public Task RunAsync(SampleWorld world, CancellationToken ct) => Task.CompletedTask;
}
