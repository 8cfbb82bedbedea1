using System.Collections.Immutable;
using Guanlian.Pairing;
using Guanlian.Pairing.Checking;

namespace Guanlian.Unit.Pairing;

/// <summary>The checker accepts what is right (see <see cref="OptimaTests"/>), refuses what was tampered with, and knows no
/// solver.</summary>
public sealed class RoundCheckTests
{
    static readonly PairingProblem Problem = MediumRounds.Province(11, leaders: 4, museums: 18);
    static readonly PairingProblem Locked = Problem.WithLock(1, Problem.Solved().LeaderOf.IndexOf(0));

    /// <summary>Each kind of tampering: what is changed in the published round.</summary>
    public static TheoryData<string, Func<CheckedRound, CheckedRound>> Tamperings => new()
    {
        { "a pair goes to another leader with a place", r => r with { Pairs = Moved(r) } },
        { "a pair is dropped", r => r with { Pairs = r.Pairs.RemoveAt(0) } },
        { "a pair is dropped and the objective corrected", Dropped },
        { "a pair is added beyond capacity", r => r with { Pairs = r.Pairs.Add(Unpaired(r)) } },
        { "a museum is paired twice", r => r with { Pairs = r.Pairs.Add(r.Pairs[0] with { Leader = (r.Pairs[0].Leader + 1) % 4 }) } },
        { "two museums change places", Exchanged },
        { "a leader price falls", r => r with { Optimum = Price(r.Optimum!, 0, -1) } },
        { "a leader price rises", r => r with { Optimum = Price(r.Optimum!, 0, 1) } },
        { "a museum value falls", r => r with { Optimum = Value(r.Optimum!, Paired(r), -1) } },
        { "a museum value rises", r => r with { Optimum = Value(r.Optimum!, Paired(r), 1) } },
        { "a museum value is negative", r => r with { Optimum = Value(r.Optimum!, Paired(r), -r.Optimum!.MuseumValues[Paired(r)] - 1) } },
        { "the bound is another", r => r with { Optimum = r.Optimum! with { Bound = r.Optimum.Bound + 1 } } },
        { "the claimed objective is better", r => r with { Objective = r.Objective.SetItem(4, r.Objective[4] + 1) } },
        { "a capacity is smaller", r =>
            r with { Leaders = r.Leaders.SetItem(r.Pairs[0].Leader, r.Leaders[r.Pairs[0].Leader] with { Upper = 1, Lower = 0 }) } },
        { "a capacity is larger", r => r with { Leaders = r.Leaders.SetItem(0, r.Leaders[0] with { Upper = r.Leaders[0].Upper + 1 }) } },
        { "a score is higher", r => r with { Arcs = Rescored(r, +50) } },
        { "a score is lower", r => r with { Arcs = Rescored(r, -50) } },
        { "a chosen arc is missing", r => r with { Arcs = r.Arcs.Remove(Arc(r, r.Pairs[0])) } },
        { "a chosen pair is excluded", r => r with { Exclusions = r.Exclusions.Add(r.Pairs[0]) } },
        { "a lock is not kept", r => r with { Locks = r.Locks.Add(new((r.Pairs[^1].Leader + 1) % 4, r.Pairs[^1].Museum)) } },
        { "a tier is more urgent", r => r with { Museums = Urgent(r, Unpaired(r).Museum) } },
        { "a weight lets levels mix", r => r with { Weights = r.Weights.SetItem(0, 1) } },
        { "a weight is negative", r => r with { Weights = r.Weights.SetItem(5, -1) } },
        { "the order of levels is another", r => r with { Levels = [.. r.Levels.Reverse()], Objective = [.. r.Objective.Reverse()] } },
        { "the workload curve is another", r => r with { Workload = [1, 1] } },
        { "codes are exchanged", Recoded },
        { "a code occurs twice", r => r with { Leaders = r.Leaders.SetItem(1, r.Leaders[0]) } },
        { "a list is cut short", r => r with { Weights = r.Weights[1..] } },
        { "an index points nowhere", r => r with { Pairs = r.Pairs.Add(new(99, 0)) } },
        { "the proof is missing", r => r with { Optimum = null } },
        { "a bar is claimed that no level asks for", r => r with { LowestScore = 300 } },
    };

    [Theory, MemberData(nameof(Tamperings))]
    public void Tampering_is_found(string what, Func<CheckedRound, CheckedRound> tamper)
    {
        foreach (var problem in new[] { Problem, Locked, WithTies })
        {
            var published = problem.Published(problem.Solved());
            Assert.Empty(RoundCheck.Check(published));
            if (what == "codes are exchanged" && problem != WithTies) continue;
            Assert.False(RoundCheck.Check(tamper(published)).IsEmpty, what);
        }
    }

    [Fact]
    public void Tampering_with_the_bar_is_found()
    {
        var published = Problem.Published(Problem.Solved(PairingMode.MaxMin));
        Assert.Empty(RoundCheck.Check(published));
        Func<CheckedRound, CheckedRound>[] tamperings =
        [
            r => r with { LowestScore = r.LowestScore - 1 },
            r => r with { LowestScore = r.LowestScore + 1 },
            r => r with { LowestScore = null },
            r => r with { BeforeBar = null },
            r => r with { AboveBar = null },
            r => r with { BeforeBar = Price(r.BeforeBar!, 0, 1) },
            r => r with { AboveBar = Price(r.AboveBar!, 1, -1) },
            r => r with { AboveBar = r.BeforeBar },
            r => r with { AboveBar = r.AboveBar! with { Bound = r.AboveBar.Bound + 1 } },
            r => r with { Objective = r.Objective.SetItem(4, r.Objective[4] + 1), LowestScore = r.LowestScore + 1 },
        ];
        Assert.All(tamperings, tamper => Assert.False(RoundCheck.Check(tamper(published)).IsEmpty));
    }

    [Fact]
    public void Tampering_with_a_stable_choice_is_found()
    {
        var published = Problem.Published(Problem.Solved(PairingMode.Stable));
        Assert.Empty(RoundCheck.Check(published));
        Assert.Contains(CheckFindingCode.BlockingPair, RoundCheck.Check(Dropped(published)).Select(f => f.Code));
        Assert.False(RoundCheck.Check(Exchanged(published)).IsEmpty);
    }

    [Fact]
    public void Any_change_of_one_pair_in_tiny_rounds_is_found() => Parallel.For(0, 600, seed =>
    {
        var problem = TinyRounds.At(seed);
        var published = problem.Published(problem.Solved());
        for (var j = 0; j < problem.Museums.Length; j++)
        {
            var others = published.Pairs.RemoveAll(p => p.Museum == j);
            for (var i = -1; i < problem.Leaders.Length; i++)
            {
                var pairs = i < 0 ? others : others.Add(new(i, j));
                if (pairs.ToHashSet().SetEquals(published.Pairs)) continue;
                var tampered = published with { Pairs = pairs };
                // An honest objective of the changed pairs, so that only the proof can tell.
                var leaderOf = Enumerable.Repeat(-1, problem.Museums.Length).ToArray();
                foreach (var pair in pairs) leaderOf[pair.Museum] = pair.Leader;
                var possible = problem.Arcs.Select(a => new PairIndex(a.Leader, a.Museum)).Except(problem.Exclusions).ToHashSet();
                if (pairs.All(p => possible.Contains(new(p.Leader, p.Museum))))
                {
                    tampered = tampered with { Objective = [.. BruteForce.Evaluate(problem, leaderOf)] };
                }
                Assert.False(RoundCheck.Check(tampered).IsEmpty, $"seed {seed}: museum {j} to {i}");
            }
        }
    });

    [Fact]
    public void Nothing_that_is_read_makes_the_checker_throw() => Parallel.For(0, 3_000, seed =>
    {
        var random = new Random(seed);
        var problem = TinyRounds.At(seed);
        var round = problem.Published(problem.Solved(seed % 2 == 0 ? PairingMode.Optimal : PairingMode.MaxMin));
        int Any() => random.Next(6) switch { 0 => -1, 1 => int.MaxValue, 2 => int.MinValue, _ => random.Next(6) };
        long Much() => random.Next(4) switch { 0 => long.MaxValue, 1 => long.MinValue, _ => random.Next(-5, 5) };
        CheckedProof Proof() => new([.. round.Leaders.Select(_ => Much())], [.. round.Museums.Select(_ => Much())], Much());
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            round = random.Next(10) switch
            {
                0 => round with { Pairs = round.Pairs.Add(new(Any(), Any())) },
                1 => round with { Arcs = round.Arcs.Add(new(Any(), Any(), Any())) },
                2 => round with { Optimum = Proof() },
                3 => round with { Weights = [.. round.Levels.Select(_ => Much())] },
                4 => round with { Leaders = round.Leaders.Add(new(null!, Any(), Any())) },
                5 => round with { Exclusions = default },
                6 => round with { BeforeBar = Proof(), AboveBar = Proof(), LowestScore = Any() },
                7 => round with { Levels = round.Levels.Add("unheard-of") },
                8 => round with { Workload = [Any(), Any()] },
                _ => round with { Locks = round.Locks.Add(new(Any(), Any())), Stable = random.Next(2) == 0 },
            };
        }
        _ = RoundCheck.Check(round);
    });

    [Fact]
    public void The_checker_uses_no_type_of_the_solver()
    {
        var types = typeof(RoundCheck).Assembly.GetTypes()
            .Where(t => t.FullName!.StartsWith("Guanlian.Pairing.Checking.", StringComparison.Ordinal));
        Assert.NotEmpty(types);
        var own = types.ToHashSet();
        Assert.Empty(types.SelectMany(TypesUsed.By)
            .Where(t => t is { IsGenericParameter: false, Namespace: { } space } && space.StartsWith("Guanlian", StringComparison.Ordinal)
                && !own.Contains(t)).Distinct());
        Assert.Contains(typeof(PairingSolver), TypesUsed.By(typeof(Probe)));
    }

    /// <summary>Shows that the walk sees a type that only a method's body uses.</summary>
    static class Probe
    {
        public static int Call() => PairingSolver.Diagnose(Problem).Length;
    }

    static PairingProblem WithTies => MediumRounds.Province(12, leaders: 4, museums: 18, step: 500);

    static ImmutableArray<CheckedPair> Moved(CheckedRound r)
    {
        var load = r.Leaders.Select((_, i) => r.Pairs.Count(p => p.Leader == i)).ToArray();
        var pair = r.Pairs.First(p => Enumerable.Range(0, 4).Any(i => i != p.Leader && load[i] <= r.Leaders[i].Upper));
        return r.Pairs.Replace(pair, pair with { Leader = Enumerable.Range(0, 4).First(i => i != pair.Leader) });
    }

    static CheckedPair Unpaired(CheckedRound r)
    {
        var museum = Enumerable.Range(0, r.Museums.Length).First(j => r.Pairs.All(p => p.Museum != j));
        return new(0, museum);
    }

    static CheckedRound Dropped(CheckedRound r)
    {
        var at = r.Pairs.Length - 1;
        var pair = r.Pairs[at];
        var pairs = r.Pairs.RemoveAt(at);
        var load = pairs.Count(p => p.Leader == pair.Leader);
        long Change(string level) => level switch
        {
            "score" => -Arc(r, pair).Score,
            "lowerPlaces" => load < r.Leaders[pair.Leader].Lower ? -1 : 0,
            "workload" => load < r.Workload.Length ? -r.Workload[load] : 0,
            _ => level == "tier" + r.Museums[pair.Museum].Tier ? -1 : 0,
        };
        return r with { Pairs = pairs, Objective = [.. r.Objective.Zip(r.Levels, (value, level) => value + Change(level))] };
    }

    static CheckedRound Exchanged(CheckedRound r)
    {
        var one = r.Pairs.First(p => !r.Locks.Contains(p));
        var two = r.Pairs.First(p => p.Leader != one.Leader && !r.Locks.Contains(p));
        var pairs = r.Pairs.Replace(one, one with { Leader = two.Leader }).Replace(two, two with { Leader = one.Leader });
        var at = r.Levels.IndexOf("score");
        return r with { Pairs = pairs, Objective = r.Objective.SetItem(at, pairs.Sum(p => (long)Arc(r, p).Score)) };
    }

    static CheckedRound Recoded(CheckedRound r)
    {
        // Leaders read backwards: some tie is then no longer broken towards the first.
        var codes = r.Leaders.Select(l => l.Code).Reverse().ToArray();
        return r with { Leaders = [.. r.Leaders.Select((l, i) => l with { Code = codes[i] })] };
    }

    static CheckedProof Price(CheckedProof proof, int leader, long by) =>
        proof with { LeaderPrices = proof.LeaderPrices.SetItem(leader, proof.LeaderPrices[leader] + by) };

    static CheckedProof Value(CheckedProof proof, int museum, long by) =>
        proof with { MuseumValues = proof.MuseumValues.SetItem(museum, proof.MuseumValues[museum] + by) };

    static int Paired(CheckedRound r) => r.Pairs.First(p => !r.Locks.Contains(p)).Museum;

    static CheckedArc Arc(CheckedRound r, CheckedPair pair) => r.Arcs.Single(a => a.Leader == pair.Leader && a.Museum == pair.Museum);

    static ImmutableArray<CheckedArc> Rescored(CheckedRound r, int by)
    {
        var arc = Arc(r, r.Pairs.First(p => Arc(r, p).Score + by is >= 0 and <= 1000));
        return r.Arcs.Replace(arc, arc with { Score = arc.Score + by });
    }

    static ImmutableArray<CheckedMuseum> Urgent(CheckedRound r, int museum) =>
        r.Museums.SetItem(museum, r.Museums[museum] with { Tier = 0 });
}
