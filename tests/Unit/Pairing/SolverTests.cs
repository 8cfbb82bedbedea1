using System.Collections.Immutable;
using Guanlian.Pairing;
using Guanlian.Pairing.Optima;

namespace Guanlian.Unit.Pairing;

public sealed class SolverTests
{
    [Fact]
    public void The_order_of_rows_changes_neither_pairs_nor_prices() => Parallel.For(0, 1_500, seed =>
    {
        var mode = (PairingMode)(seed % 3);
        var problem = seed < 1_470 ? TinyRounds.At(seed) : MediumRounds.Province(seed, step: seed % 2 == 0 ? 1 : 200);
        var (shuffled, leaders, museums) = TinyRounds.Shuffle(problem, seed);
        var (one, two) = (problem.Solved(mode), shuffled.Solved(mode));
        Assert.Equal(one.Objective.ToArray(), two.Objective.ToArray());
        for (var j = 0; j < museums.Length; j++)
        {
            Assert.Equal(one.LeaderOf[j] < 0 ? -1 : leaders[one.LeaderOf[j]], two.LeaderOf[museums[j]]);
        }
        Assert.Equal(one.Pairs, two.Pairs
            .Select(p => p with { Leader = Array.IndexOf(leaders, p.Leader), Museum = Array.IndexOf(museums, p.Museum) }));
        Assert.Equal(one.BlockingPairs, two.BlockingPairs
            .Select(p => new PairIndex(Array.IndexOf(leaders, p.Leader), Array.IndexOf(museums, p.Museum))));
        foreach (var (a, b) in Proofs(one).Zip(Proofs(two)))
        {
            Assert.Equal(a.LeaderPrices, leaders.Select(i => b.LeaderPrices[i]));
            Assert.Equal(a.MuseumValues, museums.Select(j => b.MuseumValues[j]));
            Assert.Equal(a.Bound, b.Bound);
        }
    });

    static IEnumerable<PriceProof> Proofs(PairingResult result) =>
        new[] { result.Certificate?.Optimum, result.Certificate?.Bar?.Before, result.Certificate?.Bar?.Above }.OfType<PriceProof>();

    [Fact]
    public void The_same_round_gives_the_same_bytes()
    {
        var problem = MediumRounds.Province(5, step: 100);
        string Print() => System.Text.Json.JsonSerializer.Serialize(problem.Solved(PairingMode.MaxMin));
        Assert.Equal(Print(), Print());
    }

    [Fact]
    public void One_more_place_never_worsens_the_objective() => Parallel.For(0, 1_500, seed =>
    {
        var problem = TinyRounds.At(seed);
        foreach (var mode in new[] { PairingMode.Optimal, PairingMode.MaxMin })
        {
            var before = problem.Solved(mode).Objective;
            for (var i = 0; i < problem.Leaders.Length; i++)
            {
                var after = problem.WithPlaces(i, 1).Solved(mode).Objective;
                Assert.True(after.AsSpan().SequenceCompareTo(before.AsSpan()) >= 0, $"seed {seed} leader {i}");
            }
        }
    });

    [Fact, Trait("Requirement", "P07")]
    public void A_leader_serves_no_more_than_its_places_and_a_museum_has_one_leader() => Parallel.For(0, 30, seed =>
    {
        var problem = MediumRounds.Province(seed);
        foreach (var mode in Enum.GetValues<PairingMode>())
        {
            var result = problem.Solved(mode);
            Assert.All(result.Pairs.GroupBy(p => p.Leader), g => Assert.InRange(g.Count(), 0, problem.Leaders[g.Key].Upper));
            Assert.Equal(result.Pairs.Length, result.Pairs.Select(p => p.Museum).Distinct().Count());
            problem.PassesTheCheck(result, $"seed {seed} {mode}");
        }
    });

    [Fact]
    public void Locks_and_exclusions_hold_in_every_mode_and_cost_something_or_nothing() => Parallel.For(0, 20, seed =>
    {
        var problem = MediumRounds.Province(seed);
        var free = problem.Solved();
        var unpaired = free.LeaderOf.IndexOf(-1);
        var arc = problem.Arcs.First(a => a.Museum == unpaired);
        var changed = problem.WithLock(arc.Leader, arc.Museum).WithExclusion(free.Pairs[0].Leader, free.Pairs[0].Museum);
        foreach (var mode in Enum.GetValues<PairingMode>())
        {
            var result = changed.Solved(mode);
            Assert.Equal(arc.Leader, result.LeaderOf[arc.Museum]);
            Assert.NotEqual(free.Pairs[0].Leader, result.LeaderOf[free.Pairs[0].Museum]);
            if (mode == PairingMode.Optimal) Assert.True(result.Objective.AsSpan().SequenceCompareTo(free.Objective.AsSpan()) <= 0);
        }
        var back = changed.WithoutLock(arc.Leader, arc.Museum).WithoutExclusion(free.Pairs[0].Leader, free.Pairs[0].Museum);
        Assert.Equal(free.LeaderOf, back.Solved().LeaderOf.AsEnumerable());
    });

    [Theory, InlineData(1), InlineData(250)]
    public void Pricing_arcs_out_reaches_the_optimum_of_all_arcs(int step)
    {
        foreach (var seed in Enumerable.Range(0, 6))
        {
            var problem = MediumRounds.Nation(seed, leaders: 60, museums: 400, step);
            var instance = ProblemReader.Read(problem).Instance!;
            var weights = LevelWeights.For(problem.Order, instance.Leaders, instance.Museums, problem.Order.Levels.Length);
            var all = OptimalFlow.Solve(instance, weights, CancellationToken.None);
            var priced = OptimalFlow.Solve(instance, weights, CancellationToken.None, heldAtOnce: 0);
            Assert.True(priced.ArcsHeld < all.ArcsHeld);
            Assert.Equal(Measures.Combined(instance, weights, all.LeaderOf, all.Load),
                Measures.Combined(instance, weights, priced.LeaderOf, priced.Load));
        }
    }

    [Fact]
    public void A_dense_nation_is_solved_and_proved()
    {
        var problem = MediumRounds.Province(1, leaders: 200, museums: 1_000);
        problem.PassesTheCheck(problem.Solved());
        problem.PassesTheCheck(problem.Solved(PairingMode.MaxMin));
    }

    [Fact]
    public void The_worst_numbers_allowed_do_not_overflow()
    {
        var museums = Enumerable.Range(0, 40).Select(j => new PairingMuseum($"{j:000}", j % 3));
        var problem = new PairingProblem
        {
            Leaders = [.. Enumerable.Range(0, PairingLimits.MaxLeaders)
                .Select(i => new PairingLeader($"{i:0000}", 0, PairingLimits.MaxUpper))],
            Museums = [.. museums, .. Enumerable.Range(0, 2_000).Select(j => new PairingMuseum($"x{j}", 2))],
            Arcs = [.. from j in Enumerable.Range(0, 40) from i in Enumerable.Range(0, 100)
                select new PairingArc(i, j, PairingLimits.MaxScore - i % 2)],
            Order = new()
            {
                Levels = [ObjectiveLevel.Score, ObjectiveLevel.Tier2, ObjectiveLevel.LowerPlaces,
                    ObjectiveLevel.Workload, ObjectiveLevel.Tier1, ObjectiveLevel.Tier0],
                Workload = [.. Enumerable.Repeat(PairingLimits.MaxWorkload, PairingLimits.MaxUpper)],
            },
        };
        var result = problem.Solved();
        Assert.Equal(40 * PairingLimits.MaxScore, result.Totals.Score);
        problem.PassesTheCheck(result);
        foreach (var order in Permutations([.. Enum.GetValues<ObjectiveLevel>()]))
        {
            var weights = LevelWeights.For(problem.Order with { Levels = order }, PairingLimits.MaxLeaders,
                PairingLimits.MaxMuseums, order.Length);
            var pair = (Int128)weights.Tier.Max() + (Int128)weights.Score * PairingLimits.MaxScore + weights.Place(1, 1);
            Assert.All(weights.ByLevel, w => Assert.InRange(w, 0, 1_000_000_000_000));
            Assert.True(pair * PairingLimits.MaxMuseums < long.MaxValue / 4);
        }
    }

    static IEnumerable<ImmutableArray<ObjectiveLevel>> Permutations(ImmutableArray<ObjectiveLevel> levels) => levels.Length < 2
        ? [levels]
        : levels.SelectMany(first => Permutations(levels.Remove(first)).Select(rest => rest.Insert(0, first)));

    [Fact]
    public void Cancelling_stops_a_computation()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            PairingSolver.Solve(MediumRounds.Province(1), PairingMode.Stable, null, cancelled.Token));
        Assert.Throws<OperationCanceledException>(() =>
            PairingSolver.Solve(MediumRounds.Province(1), PairingMode.Optimal, null, cancelled.Token));
    }
}
