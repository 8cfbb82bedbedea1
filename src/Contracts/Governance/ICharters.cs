namespace Guanlian.Contracts.Governance;

/// <summary>The charters in force.</summary>
public interface ICharters
{
    /// <summary>The version in force for this cluster, its own or the nearest one above it; null where none is.</summary>
    Task<CharterInForce?> InForceAsync(Guid clusterId, CancellationToken ct);
}

/// <summary>A charter version as other modules see it.</summary>
/// <param name="VersionId">Row of <c>governance.charter_version</c>.</param>
/// <param name="ClusterId">The cluster whose charter it is.</param>
/// <param name="Number">1, 2, 3 …</param>
/// <param name="InForceSince">When it was put in force.</param>
/// <param name="RulesHash">SHA-256 of the canonical JSON of the rules, lower-case hex.</param>
/// <param name="Rules">The rules.</param>
public sealed record CharterInForce(Guid VersionId, Guid ClusterId, int Number, DateTimeOffset InForceSince, string RulesHash, PairingRules Rules)
{
    /// <summary>Who joins and how; null where the charter leaves it open.</summary>
    public AdmissionRule? Admission { get; init; }
}
