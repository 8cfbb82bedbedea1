namespace Guanlian.Platform.Samples;

/// <summary>
/// A part of the sample province that one module brings in, through its own handlers and under its own rules. Registered as a singleton;
/// steps run in their order, each in an empty world or not at all.
/// </summary>
public interface ISampleStep
{
    /// <summary>Place in the sequence: Members 100–, Governance 200–, Exchange 300–.</summary>
    int Order { get; }

    /// <summary>Word key of what is being done, for the operator's progress line.</summary>
    string Title { get; }

    /// <summary>Does it.</summary>
    Task RunAsync(SampleWorld world, CancellationToken ct);
}
