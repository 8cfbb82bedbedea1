using Guanlian.Pairing;
using Guanlian.Pairing.Explanations;

namespace Guanlian.Unit.Pairing;

public sealed class ExplanationTests
{
    [Fact]
    public void Regret_is_what_solving_again_with_the_pair_forced_loses_and_its_moves_lead_there() => Parallel.For(0, 2_500, seed =>
    {
        var problem = WithoutBar(TinyRounds.At(seed));
        var result = problem.Solved();
        var explanation = PairingExplanation.Of(problem, result)!;
        foreach (var arc in problem.Arcs)
        {
            if (problem.Exclusions.Contains(new(arc.Leader, arc.Museum)))
            {
                Assert.Null(explanation.RegretOf(arc.Leader, arc.Museum));
                continue;
            }
            if (problem.Locks.Any(l => l.Museum == arc.Museum)) continue;
            var forced = PairingSolver.Solve(problem.WithLock(arc.Leader, arc.Museum));
            var regret = explanation.RegretOf(arc.Leader, arc.Museum);
            Assert.Equal(forced.IsSolved, regret is not null);
            if (regret is null) continue;
            var loss = result.Objective.Zip(forced.Result!.Objective, (a, b) => a - b).ToArray();
            Assert.True(loss.AsSpan().SequenceEqual(regret.Loss.AsSpan()),
                $"seed {seed} {arc}: forced loses {string.Join(',', loss)}, regret {string.Join(',', regret.Loss)}");
            Assert.True(regret.Loss.FirstOrDefault(x => x != 0) >= 0, $"seed {seed}: negative regret");
            AssertMovesLeadThere(problem, result, regret, seed);
        }
    });

    static void AssertMovesLeadThere(PairingProblem problem, PairingResult result, Regret regret, int seed)
    {
        var leaderOf = result.LeaderOf.ToArray();
        foreach (var (museum, from, to) in regret.Moves)
        {
            Assert.Equal(from, leaderOf[museum]);
            leaderOf[museum] = to;
        }
        Assert.Equal(regret.Leader, leaderOf[regret.Museum]);
        for (var i = 0; i < problem.Leaders.Length; i++) Assert.InRange(leaderOf.Count(x => x == i), 0, problem.Leaders[i].Upper);
        var value = BruteForce.Evaluate(problem, leaderOf);
        Assert.True(result.Objective.Zip(value, (a, b) => a - b).SequenceEqual(regret.Loss), $"seed {seed}");
    }

    [Fact]
    public void With_a_bar_regret_is_the_loss_among_arcs_that_keep_it() => Parallel.For(0, 1_000, seed =>
    {
        var problem = TinyRounds.At(seed);
        var result = problem.Solved(PairingMode.MaxMin);
        var bar = result.Certificate!.Bar!.LowestScore;
        var at = result.Order.Levels.IndexOf(ObjectiveLevel.LowestScore);
        var kept = problem with
        {
            Arcs = [.. problem.Arcs.Where(a => a.Score >= bar || problem.Locks.Contains(new(a.Leader, a.Museum)))],
            Order = result.Order with { Levels = result.Order.Levels.RemoveAt(at) },
        };
        if (kept.Order.Levels.IsEmpty) return;
        var explanation = PairingExplanation.Of(problem, result)!;
        var among = PairingExplanation.Of(kept, kept.Solved())!;
        foreach (var arc in problem.Arcs)
        {
            var (one, two) = (explanation.RegretOf(arc.Leader, arc.Museum), among.RegretOf(arc.Leader, arc.Museum));
            Assert.Equal(two?.Loss.Insert(at, 0).ToArray(), one?.Loss.ToArray());
        }
    });

    [Fact]
    public void One_more_place_is_worth_what_solving_again_with_it_gains_and_pairs_the_same_museums() => Parallel.For(0, 2_500, seed =>
    {
        var problem = TinyRounds.At(seed);
        foreach (var mode in Enum.GetValues<PairingMode>())
        {
            if (mode != PairingMode.Optimal && seed % 5 != 0) continue;
            var result = problem.Solved(mode);
            var explanation = PairingExplanation.Of(problem, result)!;
            for (var i = 0; i < problem.Leaders.Length; i++)
            {
                var again = problem.WithPlaces(i, 1).Solved(mode);
                var (moves, gain) = PairingComparison.Between(result, again);
                var leader = explanation.Leader(i)!;
                Assert.True(gain.SequenceEqual(leader.OneMorePlace), $"seed {seed} leader {i}");
                Assert.True(moves.SequenceEqual(leader.Moves), $"seed {seed} leader {i}");
            }
            for (var j = 0; j < problem.Museums.Length; j++)
            {
                if (result.LeaderOf[j] >= 0) continue;
                var by = Enumerable.Range(0, problem.Leaders.Length).Where(i => problem.WithPlaces(i, 1).Solved(mode).LeaderOf[j] >= 0);
                Assert.Equal(by.Order(), explanation.Museum(j)!.PairedByOneMorePlaceAt.Order());
            }
        }
    });

    [Fact]
    public void The_published_price_is_the_value_of_one_more_place() => Parallel.For(0, 500, seed =>
    {
        var problem = WithoutBar(TinyRounds.At(seed));
        var result = problem.Solved();
        for (var i = 0; i < problem.Leaders.Length; i++)
        {
            var (weights, leader) = (result.Certificate!.Weights, problem.Leaders[i]);
            var k = leader.Upper + 1;
            var work = result.Order.Levels.IndexOf(ObjectiveLevel.Workload);
            var place = work >= 0 && k <= result.Order.Workload.Length ? weights[work] * result.Order.Workload[k - 1] : 0;
            var gain = problem.WithPlaces(i, 1).Solved().Objective.Zip(result.Objective, (a, b) => a - b);
            Assert.Equal(gain.Zip(weights, (g, w) => g * w).Sum(), Math.Max(0, place + result.Certificate.Optimum.LeaderPrices[i]));
        }
    });

    [Fact]
    public void Next_best_leaders_come_with_the_least_regret_first() => Parallel.For(0, 500, seed =>
    {
        var problem = WithoutBar(TinyRounds.At(seed));
        var result = problem.Solved();
        var explanation = PairingExplanation.Of(problem, result)!;
        for (var j = 0; j < problem.Museums.Length; j++)
        {
            var all = Enumerable.Range(0, problem.Leaders.Length).Where(i => i != result.LeaderOf[j])
                .Select(i => explanation.RegretOf(i, j)).OfType<Regret>().Select(r => r.Loss).ToList();
            all.Sort((a, b) => a.AsSpan().SequenceCompareTo(b.AsSpan()));
            Assert.Equal(all.Take(3), explanation.Museum(j)!.NextBest.Select(r => r.Loss));
        }
    });

    [Fact]
    public void The_unpaired_are_told_why()
    {
        var problem = new PairingProblem
        {
            Leaders = [new("A", 1, 1), new("B", 1, 1), new("C", 0, 0)],
            Museums = [new("1", 0), new("2", 1), new("3", 1), new("4", 2), new("5", 1), new("6", 1)],
            Arcs = [new(0, 0, 500), new(0, 1, 900), new(1, 2, 800), new(1, 3, 700), new(0, 4, 100), new(1, 4, 100), new(2, 5, 900)],
            Missing = [new(1, 5, MissingReason.TooFar)],
        };
        var explanation = PairingExplanation.Of(problem, problem.Solved())!;
        Assert.Equal(UnpairedReason.AllReachableFullWithHigherTier, explanation.Museum(1)!.Reason);
        Assert.Equal(UnpairedReason.AllReachableFullWithHigherTier, explanation.Museum(3)!.Reason);
        Assert.Equal(UnpairedReason.Outscored, explanation.Museum(4)!.Reason);
        Assert.Equal(UnpairedReason.NoReachableLeader, explanation.Museum(5)!.Reason);
        Assert.Equal(MissingReason.TooFar, Assert.Single(explanation.Museum(5)!.Missing).Reason);
        Assert.Null(explanation.Museum(0)!.Reason);
        Assert.Equal([0], explanation.Museum(1)!.PairedByOneMorePlaceAt.ToArray());
        Assert.Equal([1], explanation.Leader(0)!.WouldPair.ToArray());
        Assert.Null(explanation.Museum(-1));
        Assert.Null(explanation.Leader(3));

        // One place, two museums of one tier: the bar rises to 500, and 100 is below it.
        var barred = problem with
        {
            Leaders = [new("A", 0, 1)],
            Museums = [new("1", 1), new("2", 1)],
            Arcs = [new(0, 0, 100), new(0, 1, 500)],
            Missing = [],
        };
        Assert.Equal(UnpairedReason.BelowLowestScore, PairingExplanation.Of(barred, barred.Solved(PairingMode.MaxMin))!.Museum(0)!.Reason);
    }

    [Fact]
    public void A_result_of_another_problem_is_not_explained()
    {
        var (one, two) = (TinyRounds.At(3), TinyRounds.At(4));
        Assert.Null(PairingExplanation.Of(two, one.Solved()));
        var solved = one.Solved();
        Assert.Null(PairingExplanation.Of(one, solved with { LeaderOf = [.. solved.LeaderOf.Select(_ => -1)] }));
    }

    static PairingProblem WithoutBar(PairingProblem problem)
    {
        var levels = problem.Order.Levels.Remove(ObjectiveLevel.LowestScore);
        return problem with { Order = problem.Order with { Levels = levels.IsEmpty ? [ObjectiveLevel.Score] : levels } };
    }
}
