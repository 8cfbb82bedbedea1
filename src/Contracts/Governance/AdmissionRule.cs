using Guanlian.Contracts.Members;

namespace Guanlian.Contracts.Governance;

/// <summary>A charter's rule on who joins and how (requirement G07).</summary>
/// <param name="Way">They apply, or only who is invited joins.</param>
/// <param name="Kinds">Kinds of parties that may join; empty for all.</param>
/// <param name="Trial">Whether everybody begins as a provisional member.</param>
public sealed record AdmissionRule(AdmissionWay Way, IReadOnlyList<PartyKind> Kinds, bool Trial)
{
    /// <summary>Whether a party of this kind may join.</summary>
    public bool Admits(PartyKind kind) => Kinds.Count == 0 || Kinds.Contains(kind);
}

/// <summary>How parties come in.</summary>
public enum AdmissionWay
{
    /// <summary>申请加入</summary>
    Apply,

    /// <summary>邀请加入</summary>
    Invite,
}
