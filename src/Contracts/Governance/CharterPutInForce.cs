using Guanlian.Platform.Events;

namespace Guanlian.Contracts.Governance;

/// <summary>A version of a cluster's charter was put in force; the one before it no longer is.</summary>
public sealed record CharterPutInForce(Guid ClusterId, Guid VersionId, int Number, string RulesHash) : IModuleEvent
{
    /// <inheritdoc />
    public static string WireName => "governance.charter-put-in-force.v1";
}
