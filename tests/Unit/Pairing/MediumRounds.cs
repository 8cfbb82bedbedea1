using System.Collections.Immutable;
using Guanlian.Pairing;

namespace Guanlian.Unit.Pairing;

/// <summary>Seeded rounds of real size.</summary>
internal static class MediumRounds
{
    /// <summary>All pairs but 2 %; leaders have one to three places.</summary>
    public static PairingProblem Province(int seed, int leaders = 11, int museums = 110, int step = 1)
    {
        var random = new Random(seed);
        return Build(random, leaders, museums, (_, _) => random.Next(50) != 0, step);
    }

    /// <summary>31 provinces; a museum reaches its own province and a few leaders outside.</summary>
    public static PairingProblem Nation(int seed, int leaders = 327, int museums = 5_000, int step = 1)
    {
        var random = new Random(seed);
        var leaderProvince = Enumerable.Range(0, leaders).Select(_ => random.Next(31)).ToArray();
        var museumProvince = Enumerable.Range(0, museums).Select(_ => random.Next(31)).ToArray();
        return Build(random, leaders, museums, (i, j) => leaderProvince[i] == museumProvince[j] || random.Next(leaders) < 6, step);
    }

    static PairingProblem Build(Random random, int leaders, int museums, Func<int, int, bool> reaches, int step)
    {
        var arcs = ImmutableArray.CreateBuilder<PairingArc>();
        for (var j = 0; j < museums; j++)
        {
            for (var i = 0; i < leaders; i++)
            {
                if (reaches(i, j)) arcs.Add(new(i, j, random.Next(200, 1001) / step * step));
            }
        }
        return new()
        {
            Leaders = [.. Enumerable.Range(0, leaders).Select(i => new PairingLeader($"L{i:000}", 1, random.Next(1, 4)))],
            Museums = [.. Enumerable.Range(0, museums)
                .Select(j => new PairingMuseum($"M{j:0000}", random.Next(10) switch { 0 => 0, < 4 => 1, _ => 2 }))],
            Arcs = arcs.ToImmutable(),
        };
    }
}
