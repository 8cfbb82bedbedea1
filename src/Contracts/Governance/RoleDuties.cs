namespace Guanlian.Contracts.Governance;

/// <summary>What each role of a cluster owes and may ask, from the charter in force (requirement G15).</summary>
public interface IRoleDuties
{
    /// <summary>Of this cluster's charter in force or the nearest one above; empty where there is none.</summary>
    Task<IReadOnlyList<RoleDuty>> InForceAsync(Guid clusterId, CancellationToken ct);
}

/// <summary>One line of the duty matrix.</summary>
/// <param name="Role">The role's word, kebab-case: member, lead, head, branch, community, secretariat, partner; or an office: chair, council, liaison.</param>
/// <param name="Side">Owed or asked.</param>
/// <param name="Zh">The sentence.</param>
/// <param name="En">The sentence in English, where there is one.</param>
public sealed record RoleDuty(string Role, DutySide Side, string Zh, string? En);

/// <summary>The two sides of a role.</summary>
public enum DutySide
{
    /// <summary>我承担什么</summary>
    Owe,

    /// <summary>我可以要求什么</summary>
    Ask,
}
