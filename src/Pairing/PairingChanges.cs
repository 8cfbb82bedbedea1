using System.Collections.Immutable;

namespace Guanlian.Pairing;

/// <summary>What-if: a problem with one thing changed. Solve it again; nothing is kept unless the caller keeps it.</summary>
public static class PairingChanges
{
    public static PairingProblem WithLock(this PairingProblem problem, int leader, int museum) =>
        problem with { Locks = problem.Locks.OrEmpty().Add(new(leader, museum)) };

    public static PairingProblem WithoutLock(this PairingProblem problem, int leader, int museum) =>
        problem with { Locks = problem.Locks.OrEmpty().Remove(new(leader, museum)) };

    public static PairingProblem WithExclusion(this PairingProblem problem, int leader, int museum) =>
        problem with { Exclusions = problem.Exclusions.OrEmpty().Add(new(leader, museum)) };

    public static PairingProblem WithoutExclusion(this PairingProblem problem, int leader, int museum) =>
        problem with { Exclusions = problem.Exclusions.OrEmpty().RemoveAll(x => x == new PairIndex(leader, museum)) };

    /// <summary>The leader with <paramref name="places"/> more (or fewer) places; ℓ is lowered to u if it would exceed it.</summary>
    public static PairingProblem WithPlaces(this PairingProblem problem, int leader, int places)
    {
        var leaders = problem.Leaders.OrEmpty();
        if (leader < 0 || leader >= leaders.Length) return problem;
        var old = leaders[leader];
        var upper = Math.Clamp(old.Upper + (long)places, 0, PairingLimits.MaxUpper);
        return problem with { Leaders = leaders.SetItem(leader, old with { Upper = (int)upper, Lower = (int)Math.Min(old.Lower, upper) }) };
    }

    internal static ImmutableArray<T> OrEmpty<T>(this ImmutableArray<T> items) => items.IsDefault ? [] : items;
}
