using Guanlian.Pairing;

namespace Guanlian.Unit.Pairing;

public sealed class OptimaTests
{
    const int Instances = 20_000;

    [Fact]
    public void Twenty_thousand_tiny_rounds_equal_enumeration_in_value_choice_and_proof()
    {
        var tied = 0;
        Parallel.For(0, Instances, seed =>
        {
            var problem = TinyRounds.At(seed);
            var result = problem.Solved();
            var (objective, leaderOf, optima) = BruteForce.Solve(problem);
            if (optima > 1) Interlocked.Increment(ref tied);
            Assert.True(objective.AsSpan().SequenceEqual(result.Objective.AsSpan()),
                $"seed {seed}: best {string.Join(',', objective)}, got {string.Join(',', result.Objective)}");
            Assert.True(leaderOf.AsSpan().SequenceEqual(result.LeaderOf.AsSpan()),
                $"seed {seed}: first {string.Join(',', leaderOf)}, got {string.Join(',', result.LeaderOf)}");
            problem.PassesTheCheck(result, $"seed {seed}");
        });
        Assert.InRange(tied, 6_000, Instances);
    }

    [Fact]
    public void Max_min_raises_the_worst_score_of_tiny_rounds_as_enumeration_does() =>
        Parallel.For(0, 4_000, seed =>
        {
            var problem = TinyRounds.At(seed);
            var result = problem.Solved(PairingMode.MaxMin);
            var (objective, leaderOf, _) = BruteForce.Solve(problem with { Order = result.Order });
            Assert.True(objective.AsSpan().SequenceEqual(result.Objective.AsSpan()), $"seed {seed}");
            Assert.True(leaderOf.AsSpan().SequenceEqual(result.LeaderOf.AsSpan()), $"seed {seed}");
            problem.PassesTheCheck(result, $"seed {seed}");
        });
}
