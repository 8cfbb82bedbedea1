using System.Collections.Immutable;
using Guanlian.Pairing;

namespace Guanlian.Unit.Pairing;

public sealed class StabilityTests
{
    [Fact]
    public void A_common_score_gives_the_greedy_outcome_by_tier_then_score() => Parallel.For(0, 3_000, seed =>
    {
        var problem = TinyRounds.At(seed);
        var result = problem.Solved(PairingMode.Stable);
        Assert.True(Greedy(problem).SequenceEqual(result.LeaderOf), $"seed {seed}");
        Assert.Empty(result.BlockingPairs);
        problem.PassesTheCheck(result, $"seed {seed}");
    });

    [Fact]
    public void With_submitted_lists_nobody_blocks_and_no_stable_choice_is_better_for_any_museum() => Parallel.For(0, 800, seed =>
    {
        var problem = WithLists(TinyRounds.At(seed), seed);
        var result = problem.Solved(PairingMode.Stable);
        Assert.Empty(Blocking(problem, result.LeaderOf));
        problem.PassesTheCheck(result, $"seed {seed}");
        foreach (var other in Assignments(problem).Where(x => Blocking(problem, x).Count == 0))
        {
            for (var j = 0; j < other.Length; j++)
            {
                var better = other[j] >= 0 && (result.LeaderOf[j] < 0
                    || Wish(problem, j, other[j]).CompareTo(Wish(problem, j, result.LeaderOf[j])) < 0);
                // Leaders may hold equal claims; then museums can be served better only by a choice that codes do not prefer.
                if (better && !HasEqualClaims(problem)) Assert.Fail($"seed {seed}: museum {j} would be better off");
            }
        }
    });

    [Fact]
    public void Blocking_pairs_of_every_mode_are_those_of_the_definition() => Parallel.For(0, 2_000, seed =>
    {
        var problem = seed % 2 == 0 ? TinyRounds.At(seed) : WithLists(TinyRounds.At(seed), seed);
        foreach (var mode in Enum.GetValues<PairingMode>())
        {
            var result = problem.Solved(mode);
            Assert.True(Blocking(problem, result.LeaderOf).SetEquals(result.BlockingPairs), $"seed {seed} {mode}");
        }
    });

    [Fact]
    public void Lists_come_before_scores_but_after_tiers()
    {
        var problem = new PairingProblem
        {
            Leaders = [new("A", 1, 1), new("B", 1, 1)],
            Museums = [new("1", 1), new("2", 1)],
            Arcs = [new(0, 0, 900), new(1, 0, 100), new(0, 1, 800), new(1, 1, 700)],
        };
        Assert.Equal([0, 1], problem.Solved(PairingMode.Stable).LeaderOf.ToArray());
        var wished = problem with { MuseumPreferences = [new(0, [1])] };
        Assert.Equal([1, 0], wished.Solved(PairingMode.Stable).LeaderOf.ToArray());
        var ranked = problem with { LeaderPreferences = [new(0, [1])] };
        Assert.Equal([1, 0], ranked.Solved(PairingMode.Stable).LeaderOf.ToArray());
        var urgent = ranked with { Museums = [new("1", 0), new("2", 1)] };
        Assert.Equal([0, 1], urgent.Solved(PairingMode.Stable).LeaderOf.ToArray());
    }

    static int[] Greedy(PairingProblem problem)
    {
        var leaderOf = Enumerable.Repeat(-1, problem.Museums.Length).ToArray();
        var free = problem.Leaders.Select(l => l.Upper).ToArray();
        foreach (var (i, j) in problem.Locks) (leaderOf[j], free[i]) = (i, free[i] - 1);
        var arcs = problem.Arcs.Where(a => !problem.Exclusions.Contains(new(a.Leader, a.Museum)))
            .OrderBy(a => problem.Museums[a.Museum].Tier).ThenByDescending(a => a.Score)
            .ThenBy(a => problem.Museums[a.Museum].Code, StringComparer.Ordinal)
            .ThenBy(a => problem.Leaders[a.Leader].Code, StringComparer.Ordinal);
        foreach (var (i, j, _) in arcs)
        {
            if (leaderOf[j] < 0 && free[i] > 0) (leaderOf[j], free[i]) = (i, free[i] - 1);
        }
        return leaderOf;
    }

    static HashSet<PairIndex> Blocking(PairingProblem problem, IReadOnlyList<int> leaderOf)
    {
        var locked = problem.Locks.Select(l => l.Museum).ToHashSet();
        var blocking = new HashSet<PairIndex>();
        foreach (var (i, j, _) in problem.Arcs)
        {
            if (problem.Exclusions.Contains(new(i, j)) || locked.Contains(j) || leaderOf[j] == i) continue;
            var held = Enumerable.Range(0, leaderOf.Count).Where(m => leaderOf[m] == i).ToList();
            var takes = held.Count < problem.Leaders[i].Upper
                || held.Any(m => !locked.Contains(m) && Claim(problem, i, j).CompareTo(Claim(problem, i, m)) < 0);
            if (takes && (leaderOf[j] < 0 || Wish(problem, j, i).CompareTo(Wish(problem, j, leaderOf[j])) < 0)) blocking.Add(new(i, j));
        }
        return blocking;
    }

    static (int, int) Wish(PairingProblem problem, int museum, int leader) =>
        (Rank(problem.MuseumPreferences, museum, leader), -Score(problem, leader, museum));

    static (int, int, int) Claim(PairingProblem problem, int leader, int museum) =>
        (problem.Museums[museum].Tier, Rank(problem.LeaderPreferences, leader, museum), -Score(problem, leader, museum));

    static int Score(PairingProblem problem, int leader, int museum) =>
        problem.Arcs.Single(a => a.Leader == leader && a.Museum == museum).Score;

    static int Rank(ImmutableArray<PreferenceList> lists, int owner, int other)
    {
        var list = lists.FirstOrDefault(l => l.Owner == owner)?.Ranked ?? [];
        return list.IndexOf(other) is var at and >= 0 ? at : list.Length;
    }

    static bool HasEqualClaims(PairingProblem problem) => problem.Arcs.GroupBy(a => a.Leader)
        .Any(g => g.Select(a => Claim(problem, g.Key, a.Museum)).Distinct().Count() < g.Count())
        || problem.Arcs.GroupBy(a => a.Museum).Any(g => g.Select(a => Wish(problem, g.Key, a.Leader)).Distinct().Count() < g.Count());

    static PairingProblem WithLists(PairingProblem problem, int seed)
    {
        var random = new Random(seed);
        ImmutableArray<PreferenceList> Lists(int owners, int others) =>
        [
            .. Enumerable.Range(0, owners).Where(_ => random.Next(3) > 0)
                .Select(o => new PreferenceList(o,
                    [.. Enumerable.Range(0, others).Where(_ => random.Next(2) == 0).OrderBy(_ => random.Next())])),
        ];
        var (l, m) = (problem.Leaders.Length, problem.Museums.Length);
        return problem with { MuseumPreferences = Lists(m, l), LeaderPreferences = Lists(l, m) };
    }

    static IEnumerable<int[]> Assignments(PairingProblem problem)
    {
        var arcs = problem.Arcs.Where(a => !problem.Exclusions.Contains(new(a.Leader, a.Museum))).ToLookup(a => a.Museum, a => a.Leader);
        var locks = problem.Locks.ToDictionary(p => p.Museum, p => p.Leader);
        IEnumerable<int[]> From(int j, int[] chosen)
        {
            if (j == problem.Museums.Length) return [chosen];
            var options = locks.TryGetValue(j, out var only) ? [only] : arcs[j].Append(-1);
            return options.Where(i => i < 0 || chosen.Count(x => x == i) < problem.Leaders[i].Upper)
                .SelectMany(i => From(j + 1, [.. chosen, i]));
        }
        return From(0, []).Where(x => problem.Locks.All(p => x[p.Museum] == p.Leader));
    }
}
