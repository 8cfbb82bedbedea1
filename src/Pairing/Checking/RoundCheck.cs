using System.Collections.Immutable;

namespace Guanlian.Pairing.Checking;

/// <summary>Checks a published round without the solver.</summary>
public static class RoundCheck
{
    /// <summary>All that is wrong; empty when the pairs are proved to be the best and the canonical ones. Never throws for data.</summary>
    public static ImmutableArray<CheckFinding> Check(CheckedRound round) => throw new NotImplementedException();
}
