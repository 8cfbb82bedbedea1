using Guanlian.Pairing;

namespace Guanlian.Unit.Pairing;

/// <summary>Provinces and a nation against GLPK and CBC, level by level (apt-get install glpk-utils coinor-cbc).</summary>
public sealed class LpOracleTests
{
    [OracleTheory("glpsol", "cbc")]
    [InlineData(1, 1), InlineData(2, 100)]
    public void A_province_equals_glpk_and_cbc_on_every_level(int seed, int step)
    {
        var problem = WithLocks(MediumRounds.Province(seed, step: step));
        var objective = problem.Solved().Objective.ToArray();
        Assert.Equal(new LpOracle(problem).Solve("glpsol"), objective);
        Assert.Equal(new LpOracle(problem).Solve("cbc"), objective);
    }

    [OracleFact("glpsol")]
    public void The_bar_of_a_province_can_be_kept_and_not_raised_says_glpk()
    {
        var problem = MediumRounds.Province(3);
        var result = problem.Solved(PairingMode.MaxMin);
        var bar = result.Certificate!.Bar!.LowestScore;
        var before = problem with { Order = problem.Order with { Levels = problem.Order.Levels[..4] } };
        var best = new LpOracle(before).Solve("glpsol");
        Assert.Equal(best, new LpOracle(before, bar).Solve("glpsol"));
        Assert.NotEqual(best, new LpOracle(before, bar + 1).Solve("glpsol"));
        Assert.Equal(new LpOracle(problem, bar).Solve("glpsol"), result.Objective.RemoveAt(4).ToArray());
    }

    [OracleFact("cbc")]
    public void A_nation_equals_cbc_on_every_level()
    {
        var problem = MediumRounds.Nation(1, leaders: 120, museums: 1_200);
        Assert.Equal(new LpOracle(problem).Solve("cbc"), problem.Solved().Objective.ToArray());
    }

    [LongOracleTheory("glpsol", "cbc"), Trait("Category", "Long")]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void The_whole_nation_equals_glpk_and_cbc_on_every_level(int seed)
    {
        var problem = MediumRounds.Nation(seed, step: seed);
        var objective = problem.Solved().Objective.ToArray();
        Assert.Equal(new LpOracle(problem).Solve("glpsol"), objective);
        Assert.Equal(new LpOracle(problem).Solve("cbc"), objective);
    }

    static PairingProblem WithLocks(PairingProblem problem)
    {
        var unpaired = problem.Solved().LeaderOf.IndexOf(-1);
        var arcs = problem.Arcs.Where(a => a.Museum == unpaired).ToList();
        return problem.WithLock(arcs[0].Leader, unpaired).WithExclusion(arcs[1].Leader, unpaired);
    }
}

/// <summary>Runs where the named programs are installed; elsewhere it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OracleFactAttribute : FactAttribute
{
    public OracleFactAttribute(params string[] solvers) => Skip = Oracles.Missing(solvers);
}

/// <inheritdoc cref="OracleFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OracleTheoryAttribute : TheoryAttribute
{
    public OracleTheoryAttribute(params string[] solvers) => Skip = Oracles.Missing(solvers);
}

/// <summary>Minutes, not seconds: runs only when GUANLIAN_LONG_TESTS is 1.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongOracleTheoryAttribute : TheoryAttribute
{
    public LongOracleTheoryAttribute(params string[] solvers) => Skip = Oracles.Missing(solvers)
        ?? (Environment.GetEnvironmentVariable("GUANLIAN_LONG_TESTS") == "1" ? null : "takes minutes: set GUANLIAN_LONG_TESTS=1");
}

internal static class Oracles
{
    public static string? Missing(string[] solvers)
    {
        var missing = solvers.Where(s => !LpOracle.IsInstalled(s)).ToList();
        return missing.Count == 0 ? null : $"not installed: {string.Join(", ", missing)} (apt-get install glpk-utils coinor-cbc)";
    }
}
