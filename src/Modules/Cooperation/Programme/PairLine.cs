using Guanlian.Contracts.Agreements;
using Guanlian.Contracts.Members;

namespace Guanlian.Cooperation.Programme;

/// <summary>Where a pair stands: on paper, then in work.</summary>
internal enum PairState
{
    /// <summary>待签协议</summary>
    NoAgreement,

    /// <summary>协议在办</summary>
    Sealing,

    /// <summary>已签未开展</summary>
    Signed,

    /// <summary>正在开展</summary>
    Working,

    /// <summary>协议已结束</summary>
    Over,
}

/// <summary>Who is told that a pair has gone quiet.</summary>
internal enum Alarm
{
    None,

    /// <summary>The two museums, as something due.</summary>
    Sides,

    /// <summary>The association too.</summary>
    Association,
}

/// <summary>
/// When silence counts (idea 20; requirement P10). Something came of a pair when a result was handed in or confirmed in a task of both;
/// before the first such day, adoption and sealing count. Plans, talk and new cooperations do not.
/// </summary>
internal static class QuietRule
{
    /// <summary>Days after which both sides are told.</summary>
    public const int Sides = 45;

    /// <summary>Days after which the association is told.</summary>
    public const int Association = 75;

    public static Alarm Of(int days, PairState state) =>
        state == PairState.Over ? Alarm.None : days >= Association ? Alarm.Association : days >= Sides ? Alarm.Sides : Alarm.None;
}

/// <summary>One pair as the programme shows it.</summary>
internal sealed record PairLine
{
    public required PairOnPaper Paper { get; init; }

    public required PartyCard Leader { get; init; }

    public required PartyCard Museum { get; init; }

    public required PairState State { get; init; }

    /// <summary>Days in that state.</summary>
    public required int DaysInState { get; init; }

    public required int Running { get; init; }

    public required int All { get; init; }

    /// <summary>Results that were handed in for the other side to confirm.</summary>
    public required int Claimed { get; init; }

    public required int Confirmed { get; init; }

    public required int Disputed { get; init; }

    /// <summary>When something last came of it; null for never.</summary>
    public required DateTimeOffset? ActivityAt { get; init; }

    public required int QuietDays { get; init; }

    public required Alarm Alarm { get; init; }

    /// <summary>Steps that wait for the leader.</summary>
    public required int LeaderOwes { get; init; }

    /// <summary>Steps that wait for the museum.</summary>
    public required int MuseumOwes { get; init; }
}
