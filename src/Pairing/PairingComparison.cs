using System.Collections.Immutable;

namespace Guanlian.Pairing;

/// <summary>A museum moves from one leader to another; −1 stands for "unpaired".</summary>
public readonly record struct Move(int Museum, int From, int To);

/// <summary>What differs between two results over the same leaders and museums.</summary>
/// <param name="Moves">Museums whose leader differs, by index.</param>
/// <param name="Objective">After minus before, level by level; empty when the two had different orders.</param>
public sealed record PairingComparison(ImmutableArray<Move> Moves, ImmutableArray<long> Objective)
{
    public static PairingComparison Between(PairingResult before, PairingResult after)
    {
        var moves = ImmutableArray.CreateBuilder<Move>();
        for (var j = 0; j < Math.Min(before.LeaderOf.Length, after.LeaderOf.Length); j++)
        {
            if (before.LeaderOf[j] != after.LeaderOf[j]) moves.Add(new(j, before.LeaderOf[j], after.LeaderOf[j]));
        }
        var same = before.Order.Levels.AsSpan().SequenceEqual(after.Order.Levels.AsSpan());
        return new(moves.ToImmutable(), same ? [.. after.Objective.Zip(before.Objective, (a, b) => a - b)] : []);
    }
}
