using System.Collections.Immutable;
using Guanlian.Pairing;

namespace Guanlian.Unit.Pairing;

/// <summary>Any input is answered; what is impossible gets its reason.</summary>
public sealed class FaultTests
{
    static readonly PairingProblem Good = new()
    {
        Leaders = [new("A", 1, 1), new("B", 1, 2)],
        Museums = [new("1", 0), new("2", 1), new("3", 2)],
        Arcs = [new(0, 0, 500), new(0, 1, 600), new(0, 2, 650), new(1, 1, 700), new(1, 2, 800)],
    };

    public static TheoryData<PairingFaultCode, Func<PairingProblem, PairingProblem>> Faults => new()
    {
        { PairingFaultCode.TooLarge, p =>
            p with { Leaders = [.. Enumerable.Range(0, PairingLimits.MaxLeaders + 1).Select(i => new PairingLeader($"{i}", 0, 1))] } },
        { PairingFaultCode.EmptyLeaderCode, p => p with { Leaders = [new("", 1, 1), p.Leaders[1]] } },
        { PairingFaultCode.EmptyLeaderCode, p => p with { Leaders = [null!, p.Leaders[1]] } },
        { PairingFaultCode.EmptyMuseumCode, p => p with { Museums = p.Museums.SetItem(0, new(null!, 0)) } },
        { PairingFaultCode.DuplicateLeaderCode, p => p with { Leaders = [p.Leaders[0], p.Leaders[0]] } },
        { PairingFaultCode.DuplicateMuseumCode, p => p with { Museums = p.Museums.SetItem(1, p.Museums[0]) } },
        { PairingFaultCode.CapacityOutOfRange, p => p with { Leaders = [new("A", -1, 1), p.Leaders[1]] } },
        { PairingFaultCode.CapacityOutOfRange, p => p with { Leaders = [new("A", 0, int.MaxValue), p.Leaders[1]] } },
        { PairingFaultCode.LowerAboveUpper, p => p with { Leaders = [new("A", 2, 1), p.Leaders[1]] } },
        { PairingFaultCode.TierOutOfRange, p => p with { Museums = p.Museums.SetItem(0, new("1", 3)) } },
        { PairingFaultCode.ScoreOutOfRange, p => p with { Arcs = p.Arcs.SetItem(0, new(0, 0, 1001)) } },
        { PairingFaultCode.ScoreOutOfRange, p => p with { Arcs = p.Arcs.SetItem(0, new(0, 0, -1)) } },
        { PairingFaultCode.ArcOutOfRange, p => p with { Arcs = p.Arcs.Add(new(2, 0, 1)) } },
        { PairingFaultCode.ArcOutOfRange, p => p with { Arcs = p.Arcs.Add(new(0, -1, 1)) } },
        { PairingFaultCode.DuplicateArc, p => p with { Arcs = p.Arcs.Add(new(0, 0, 1)) } },
        { PairingFaultCode.LockOutOfRange, p => p.WithLock(0, 3) },
        { PairingFaultCode.ExclusionOutOfRange, p => p.WithExclusion(-1, 0) },
        { PairingFaultCode.MissingOutOfRange, p => p with { Missing = [new(5, 0, MissingReason.TooFar)] } },
        { PairingFaultCode.DuplicateLock, p => p.WithLock(0, 0).WithLock(0, 0) },
        { PairingFaultCode.MuseumLockedTwice, p => p.WithLock(0, 1).WithLock(1, 1) },
        { PairingFaultCode.LocksExceedCapacity, p => p.WithLock(0, 0).WithLock(0, 1) },
        { PairingFaultCode.LockExcluded, p => p.WithLock(0, 0).WithExclusion(0, 0) },
        { PairingFaultCode.LockWithoutArc, p => p.WithLock(1, 0) },
        { PairingFaultCode.OrderEmpty, p => p with { Order = p.Order with { Levels = [] } } },
        { PairingFaultCode.OrderEmpty, p => p with { Order = p.Order with { Levels = default } } },
        { PairingFaultCode.OrderUnknownLevel, p => p with { Order = p.Order with { Levels = [(ObjectiveLevel)9] } } },
        { PairingFaultCode.OrderRepeatsLevel,
            p => p with { Order = p.Order with { Levels = [ObjectiveLevel.Score, ObjectiveLevel.Score] } } },
        { PairingFaultCode.WorkloadOutOfRange, p => p with { Order = p.Order with { Workload = [-1] } } },
        { PairingFaultCode.WorkloadRises, p => p with { Order = p.Order with { Workload = [1, 2] } } },
        { PairingFaultCode.PreferenceOutOfRange, p => p with { MuseumPreferences = [new(0, [7])] } },
        { PairingFaultCode.PreferenceOutOfRange, p => p with { LeaderPreferences = [null!] } },
        { PairingFaultCode.PreferenceRepeats, p => p with { LeaderPreferences = [new(0, [1, 1])] } },
        { PairingFaultCode.PreferenceRepeats, p => p with { LeaderPreferences = [new(0, [1]), new(0, [2])] } },
    };

    [Theory, MemberData(nameof(Faults))]
    public void What_is_impossible_is_named(PairingFaultCode code, Func<PairingProblem, PairingProblem> spoil)
    {
        Assert.Empty(PairingSolver.Diagnose(Good));
        var spoilt = spoil(Good);
        var answer = PairingSolver.Solve(spoilt);
        Assert.False(answer.IsSolved);
        Assert.Contains(code, answer.Faults.Select(f => f.Code));
        Assert.Equal(answer.Faults.Select(f => f.Code), PairingSolver.Diagnose(spoilt).Select(f => f.Code));
    }

    [Fact]
    public void Every_fault_but_the_unknown_mode_is_shown_above() =>
        Assert.Equal(Enum.GetValues<PairingFaultCode>().Except([PairingFaultCode.UnknownMode]),
            Faults.Select(f => (PairingFaultCode)f[0]).Distinct().Order());

    [Fact]
    public void An_unknown_mode_is_named() =>
        Assert.Equal(PairingFaultCode.UnknownMode, Assert.Single(PairingSolver.Solve(Good, (PairingMode)7).Faults).Code);

    [Fact]
    public void Faults_name_the_places_concerned()
    {
        var exceeded = Assert.Single(PairingSolver.Diagnose(Good.WithLock(0, 0).WithLock(0, 2)),
            f => f.Code == PairingFaultCode.LocksExceedCapacity);
        Assert.Equal([0], exceeded.Leaders.ToArray());
        Assert.Equal([0, 2], exceeded.Museums.ToArray());
        var twice = Assert.Single(PairingSolver.Diagnose(Good.WithLock(0, 1).WithLock(1, 1)));
        Assert.Equal([0, 1], twice.Leaders.ToArray());
        Assert.Equal([1], twice.Museums.ToArray());
    }

    [Fact]
    public void Nothing_at_all_is_a_problem_with_an_empty_answer()
    {
        foreach (var mode in Enum.GetValues<PairingMode>())
        {
            Assert.Empty(new PairingProblem { Leaders = [], Museums = [], Arcs = [] }.Solved(mode).Pairs);
            Assert.Empty(new PairingProblem { Leaders = default, Museums = default, Arcs = default }.Solved(mode).Pairs);
            Assert.Empty((Good with { Arcs = [] }).Solved(mode).Pairs);
            Assert.Empty((Good with { Leaders = [], Arcs = [] }).Solved(mode).Pairs);
        }
    }

    [Fact]
    public void Any_input_gets_an_answer() => Parallel.For(0, 20_000, seed =>
    {
        var random = new Random(seed);
        int Any() => random.Next(12) switch { 0 => -1, 1 => int.MaxValue, 2 => int.MinValue, 3 => 1001, _ => random.Next(5) };
        ImmutableArray<T> Some<T>(Func<T> make) =>
            random.Next(9) == 0 ? default : [.. Enumerable.Range(0, random.Next(5)).Select(_ => make())];
        PairIndex Pair() => new(Any(), Any());
        var problem = new PairingProblem
        {
            Leaders = Some(() => new PairingLeader($"{random.Next(30)}", Any(), Any())),
            Museums = Some(() => new PairingMuseum($"{random.Next(30)}", Any())),
            Arcs = Some(() => new PairingArc(Any(), Any(), Any())),
            Locks = Some(Pair),
            Exclusions = Some(Pair),
            Missing = Some(() => new MissingArc(Any(), Any(), (MissingReason)Any())),
            MuseumPreferences = Some(() => new PreferenceList(Any(), Some(Any))),
            LeaderPreferences = Some(() => new PreferenceList(Any(), Some(Any))),
            Order = random.Next(4) == 0
                ? new() { Levels = Some(() => (ObjectiveLevel)random.Next(8)), Workload = Some(Any) }
                : ObjectiveOrder.Default,
        };
        foreach (var mode in Enum.GetValues<PairingMode>())
        {
            var answer = PairingSolver.Solve(problem, mode);
            Assert.True(answer.IsSolved != answer.Faults.Length > 0, $"seed {seed}");
        }
    });
}
