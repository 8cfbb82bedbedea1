using System.Collections.Immutable;

namespace Guanlian.Pairing;

/// <summary>Why a problem has no answer. The names are stable: they are keys of word files.</summary>
public enum PairingFaultCode
{
    /// <summary>More leaders, museums or arcs than <see cref="PairingLimits"/> allow.</summary>
    TooLarge,
    EmptyLeaderCode,
    EmptyMuseumCode,
    DuplicateLeaderCode,
    DuplicateMuseumCode,

    /// <summary>Lower or upper capacity negative or beyond <see cref="PairingLimits.MaxUpper"/>.</summary>
    CapacityOutOfRange,

    /// <summary>ℓᵢ &gt; uᵢ.</summary>
    LowerAboveUpper,
    TierOutOfRange,
    ScoreOutOfRange,

    /// <summary>An arc names a leader or museum that is not there.</summary>
    ArcOutOfRange,
    DuplicateArc,
    LockOutOfRange,
    ExclusionOutOfRange,
    MissingOutOfRange,
    DuplicateLock,
    MuseumLockedTwice,
    LocksExceedCapacity,
    LockExcluded,
    LockWithoutArc,
    OrderEmpty,
    OrderUnknownLevel,
    OrderRepeatsLevel,

    /// <summary>A workload step is negative or beyond <see cref="PairingLimits.MaxWorkload"/>.</summary>
    WorkloadOutOfRange,

    /// <summary>φ rises somewhere: the optimum would no longer be a flow.</summary>
    WorkloadRises,
    PreferenceOutOfRange,

    /// <summary>A list names somebody twice, or one owner has two lists.</summary>
    PreferenceRepeats,
    UnknownMode,
}

/// <summary>One reason, with the leaders and museums concerned (indices) and the row of the list where it was seen.</summary>
public sealed record PairingFault(PairingFaultCode Code, ImmutableArray<int> Leaders, ImmutableArray<int> Museums, int? Row = null);
