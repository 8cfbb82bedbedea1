using System.Collections.Immutable;
using Guanlian.Pairing;

namespace Guanlian.PairingBench;

/// <summary>Seeded rounds of the sizes that the design names.</summary>
internal static class BenchRounds
{
    /// <summary>11 × 110, all arcs but 2 % exclusions.</summary>
    public static PairingProblem Province(int seed, bool ties = false)
    {
        var random = new Random(seed);
        var leaders = Leaders(random, 11, () => random.Next(1, 4));
        var museums = Museums(random, 110);
        var arcs = new List<PairingArc>();
        for (var j = 0; j < museums.Length; j++)
        {
            for (var i = 0; i < leaders.Length; i++)
            {
                var score = Score(random);
                if (random.Next(50) != 0) arcs.Add(new(i, j, ties ? score / 100 * 100 : score));
            }
        }
        return new() { Leaders = leaders, Museums = museums, Arcs = [.. arcs] };
    }

    /// <summary>327 × 5,000 in 31 provinces: each museum reaches its own province's leaders and the six nearest outside.</summary>
    public static PairingProblem NationSparse(int seed)
    {
        var random = new Random(seed);
        var leaders = Leaders(random, 327, () => random.Next(1, 4));
        var museums = Museums(random, 5_000);
        var leaderProvince = leaders.Select(_ => random.Next(31)).ToArray();
        var leaderAt = leaders.Select(_ => (X: random.Next(10_000), Y: random.Next(10_000))).ToArray();
        var arcs = new List<PairingArc>();
        for (var j = 0; j < museums.Length; j++)
        {
            var province = random.Next(31);
            var (x, y) = (random.Next(10_000), random.Next(10_000));
            var outside = Enumerable.Range(0, leaders.Length).Where(i => leaderProvince[i] != province)
                .OrderBy(i => Math.Abs(leaderAt[i].X - x) + Math.Abs(leaderAt[i].Y - y)).Take(6).ToHashSet();
            for (var i = 0; i < leaders.Length; i++)
            {
                if (leaderProvince[i] == province || outside.Contains(i)) arcs.Add(new(i, j, Score(random)));
            }
        }
        return new() { Leaders = leaders, Museums = museums, Arcs = [.. arcs] };
    }

    /// <summary>327 × 5,000, every pair possible, three places each: 1,635,000 arcs.</summary>
    public static PairingProblem NationDense(int seed, bool ties = false)
    {
        var random = new Random(seed);
        var leaders = Leaders(random, 327, () => 3);
        var museums = Museums(random, 5_000);
        var arcs = ImmutableArray.CreateBuilder<PairingArc>(leaders.Length * museums.Length);
        for (var j = 0; j < museums.Length; j++)
        {
            for (var i = 0; i < leaders.Length; i++)
            {
                var score = Score(random);
                arcs.Add(new(i, j, ties ? score / 100 * 100 : score));
            }
        }
        return new() { Leaders = leaders, Museums = museums, Arcs = arcs.MoveToImmutable() };
    }

    static ImmutableArray<PairingLeader> Leaders(Random random, int count, Func<int> upper) =>
        [.. Enumerable.Range(0, count).Select(i => new PairingLeader($"L{i:000}", 1, upper()))];

    static ImmutableArray<PairingMuseum> Museums(Random random, int count) =>
        [.. Enumerable.Range(0, count)
            .Select(j => new PairingMuseum($"M{j:00000}", random.Next(10) switch { 0 => 0, 1 or 2 or 3 => 1, _ => 2 }))];

    static int Score(Random random) => random.Next(300, 1001);
}
