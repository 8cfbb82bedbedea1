namespace Guanlian.Contracts.Members;

/// <summary>Who signed the founding call of a cluster (requirement P18).</summary>
public interface ISignatories
{
    /// <summary>Their codes, in ordinal order.</summary>
    Task<IReadOnlyList<string>> CodesAsync(Guid clusterId, CancellationToken ct);
}
