using System.Collections.Immutable;

namespace Guanlian.Pairing.Optima;

/// <summary>Reads a problem into an instance, or says all that is wrong with it.</summary>
internal sealed class ProblemReader
{
    const int MostFaults = 200;

    readonly ImmutableArray<PairingFault>.Builder faults = ImmutableArray.CreateBuilder<PairingFault>();
    readonly ImmutableArray<PairingLeader> leaders;
    readonly ImmutableArray<PairingMuseum> museums;
    readonly ImmutableArray<PairingArc> arcs;
    readonly PairingProblem problem;

    ProblemReader(PairingProblem problem)
    {
        this.problem = problem;
        (leaders, museums, arcs) = (problem.Leaders.OrEmpty(), problem.Museums.OrEmpty(), problem.Arcs.OrEmpty());
    }

    public static (PairingInstance? Instance, ImmutableArray<PairingFault> Faults) Read(PairingProblem problem)
    {
        var reader = new ProblemReader(problem);
        var instance = reader.Read();
        return reader.faults.Count > 0 ? (null, reader.faults.ToImmutable()) : (instance, []);
    }

    PairingInstance? Read()
    {
        if (leaders.Length > PairingLimits.MaxLeaders || museums.Length > PairingLimits.MaxMuseums || arcs.Length > PairingLimits.MaxArcs)
        {
            Fault(PairingFaultCode.TooLarge);
            return null;
        }
        CheckPlaces();
        CheckOrder();
        CheckLists();
        if (!CheckArcs()) return null;
        var instance = Build();
        RefuseDoubleArcs(instance);
        Exclude(instance);
        Lock(instance);
        return instance;
    }

    void CheckPlaces()
    {
        for (var i = 0; i < leaders.Length; i++)
        {
            var (code, lower, upper) = leaders[i] ?? new("", 0, 0);
            if (string.IsNullOrEmpty(code)) Fault(PairingFaultCode.EmptyLeaderCode, i, row: i);
            if (lower is < 0 or > PairingLimits.MaxUpper || upper is < 0 or > PairingLimits.MaxUpper)
            {
                Fault(PairingFaultCode.CapacityOutOfRange, i, row: i);
            }
            else if (lower > upper)
            {
                Fault(PairingFaultCode.LowerAboveUpper, i, row: i);
            }
        }
        for (var j = 0; j < museums.Length; j++)
        {
            var (code, tier) = museums[j] ?? new("", 0);
            if (string.IsNullOrEmpty(code)) Fault(PairingFaultCode.EmptyMuseumCode, museum: j, row: j);
            if (tier is < 0 or >= PairingLimits.Tiers) Fault(PairingFaultCode.TierOutOfRange, museum: j, row: j);
        }
        if (faults.Count > 0) return;
        foreach (var (a, b) in Twins(leaders, l => l.Code)) faults.Add(new(PairingFaultCode.DuplicateLeaderCode, [a, b], [], b));
        foreach (var (a, b) in Twins(museums, m => m.Code)) faults.Add(new(PairingFaultCode.DuplicateMuseumCode, [], [a, b], b));
    }

    static IEnumerable<(int, int)> Twins<T>(ImmutableArray<T> rows, Func<T, string> code)
    {
        var seen = new Dictionary<string, int>(rows.Length, StringComparer.Ordinal);
        for (var i = 0; i < rows.Length; i++)
        {
            if (!seen.TryAdd(code(rows[i]), i)) yield return (seen[code(rows[i])], i);
        }
    }

    void CheckOrder()
    {
        var order = problem.Order ?? ObjectiveOrder.Default;
        var levels = order.Levels.OrEmpty();
        if (levels.IsEmpty) Fault(PairingFaultCode.OrderEmpty);
        if (levels.Any(l => !Enum.IsDefined(l))) Fault(PairingFaultCode.OrderUnknownLevel);
        if (levels.Distinct().Count() != levels.Length) Fault(PairingFaultCode.OrderRepeatsLevel);
        var workload = order.Workload.OrEmpty();
        if (workload.Length > PairingLimits.MaxUpper || workload.Any(w => w is < 0 or > PairingLimits.MaxWorkload))
        {
            Fault(PairingFaultCode.WorkloadOutOfRange);
        }
        if (workload.Zip(workload.Skip(1)).Any(p => p.First < p.Second)) Fault(PairingFaultCode.WorkloadRises);
    }

    void CheckLists()
    {
        CheckPairs(problem.Locks, PairingFaultCode.LockOutOfRange);
        CheckPairs(problem.Exclusions, PairingFaultCode.ExclusionOutOfRange);
        CheckPairs([.. problem.Missing.OrEmpty().Select(m => new PairIndex(m.Leader, m.Museum))], PairingFaultCode.MissingOutOfRange);
        CheckPreferences(problem.MuseumPreferences.OrEmpty(), museums.Length, leaders.Length);
        CheckPreferences(problem.LeaderPreferences.OrEmpty(), leaders.Length, museums.Length);
    }

    void CheckPairs(ImmutableArray<PairIndex> pairs, PairingFaultCode code)
    {
        for (var row = 0; row < pairs.OrEmpty().Length; row++)
        {
            if (!Inside(pairs[row].Leader, pairs[row].Museum)) Fault(code, row: row);
        }
    }

    void CheckPreferences(ImmutableArray<PreferenceList> lists, int owners, int others)
    {
        for (var row = 0; row < lists.Length; row++)
        {
            if (lists[row] is not { } list || list.Owner < 0 || list.Owner >= owners || list.Ranked.OrEmpty().Any(x => x < 0 || x >= others))
            {
                Fault(PairingFaultCode.PreferenceOutOfRange, row: row);
            }
            else if (list.Ranked.OrEmpty().Distinct().Count() != list.Ranked.OrEmpty().Length)
            {
                Fault(PairingFaultCode.PreferenceRepeats, row: row);
            }
        }
        if (lists.Where(l => l is not null).GroupBy(l => l.Owner).Any(g => g.Skip(1).Any())) Fault(PairingFaultCode.PreferenceRepeats);
    }

    bool CheckArcs()
    {
        var good = true;
        var rows = arcs.AsSpan();
        for (var row = 0; row < rows.Length; row++)
        {
            var (leader, museum, score) = rows[row];
            if ((uint)leader < (uint)leaders.Length && (uint)museum < (uint)museums.Length && (uint)score <= PairingLimits.MaxScore) continue;
            good = false;
            if (!Inside(leader, museum)) Fault(PairingFaultCode.ArcOutOfRange, row: row);
            else Fault(PairingFaultCode.ScoreOutOfRange, leader, museum, row);
        }
        return good && faults.Count == 0;
    }

    PairingInstance Build()
    {
        var (leaderRow, leaderNumber) = ByCode(leaders, l => l.Code);
        var (museumRow, museumNumber) = ByCode(museums, m => m.Code);
        var first = new int[museums.Length];
        var last = new int[museums.Length];
        foreach (ref readonly var arc in arcs.AsSpan()) last[museumNumber[arc.Museum]]++;
        var at = 0;
        for (var j = 0; j < first.Length; j++)
        {
            first[j] = at;
            at += last[j];
            last[j] = first[j];
        }
        var packed = new int[arcs.Length];
        foreach (ref readonly var arc in arcs.AsSpan())
        {
            packed[last[museumNumber[arc.Museum]]++] = PairingInstance.Pack(leaderNumber[arc.Leader], arc.Score);
        }
        var locked = new int[museums.Length];
        Array.Fill(locked, -1);
        return new()
        {
            Leaders = leaders.Length, Museums = museums.Length, First = first, Last = last, Arcs = packed,
            Tier = [.. museumRow.Select(j => museums[j].Tier)],
            Lower = [.. leaderRow.Select(i => leaders[i].Lower)], Upper = [.. leaderRow.Select(i => leaders[i].Upper)],
            LockedTo = locked, LockScore = new int[museums.Length], Locks = new int[leaders.Length],
            LeaderRow = leaderRow, MuseumRow = museumRow, LeaderNumber = leaderNumber, MuseumNumber = museumNumber,
        };
    }

    static (int[] Row, int[] Number) ByCode<T>(ImmutableArray<T> rows, Func<T, string> code)
    {
        var keys = rows.Select(code).ToArray();
        var row = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(keys, row, StringComparer.Ordinal);
        var number = new int[row.Length];
        for (var k = 0; k < row.Length; k++) number[row[k]] = k;
        return (row, number);
    }

    void RefuseDoubleArcs(PairingInstance instance)
    {
        var seenBy = new int[leaders.Length];
        for (var j = 0; j < instance.Museums; j++)
        {
            foreach (var arc in instance.ArcsOf(j))
            {
                ref var seen = ref seenBy[PairingInstance.LeaderOf(arc)];
                if (seen == j + 1) Fault(PairingFaultCode.DuplicateArc, instance.LeaderRow[PairingInstance.LeaderOf(arc)], instance.MuseumRow[j]);
                seen = j + 1;
            }
        }
    }

    void Exclude(PairingInstance instance)
    {
        foreach (var pair in problem.Exclusions.OrEmpty())
        {
            var (leader, museum) = (instance.LeaderNumber[pair.Leader], instance.MuseumNumber[pair.Museum]);
            for (var k = instance.First[museum]; k < instance.Last[museum]; k++)
            {
                if (PairingInstance.LeaderOf(instance.Arcs[k]) == leader) instance.Arcs[k--] = instance.Arcs[--instance.Last[museum]];
            }
        }
    }

    void Lock(PairingInstance instance)
    {
        var excluded = problem.Exclusions.OrEmpty().ToHashSet();
        for (var row = 0; row < problem.Locks.OrEmpty().Length; row++)
        {
            var pair = problem.Locks[row];
            var (leader, museum) = (instance.LeaderNumber[pair.Leader], instance.MuseumNumber[pair.Museum]);
            var score = instance.ScoreOf(leader, museum);
            var other = instance.LockedTo[museum];
            if (other == leader) Fault(PairingFaultCode.DuplicateLock, pair.Leader, pair.Museum, row);
            else if (other >= 0)
            {
                faults.Add(new(PairingFaultCode.MuseumLockedTwice, [instance.LeaderRow[other], pair.Leader], [pair.Museum], row));
            }
            else if (excluded.Contains(pair)) Fault(PairingFaultCode.LockExcluded, pair.Leader, pair.Museum, row);
            else if (score < 0) Fault(PairingFaultCode.LockWithoutArc, pair.Leader, pair.Museum, row);
            else
            {
                instance.LockedTo[museum] = leader;
                instance.LockScore[museum] = score;
                instance.Locks[leader]++;
            }
        }
        for (var j = 0; j < instance.Museums; j++)
        {
            if (instance.LockedTo[j] >= 0) instance.Last[j] = instance.First[j];
        }
        for (var i = 0; i < instance.Leaders; i++)
        {
            if (instance.Locks[i] <= instance.Upper[i]) continue;
            var held = Enumerable.Range(0, instance.Museums).Where(j => instance.LockedTo[j] == i).Select(j => instance.MuseumRow[j]);
            faults.Add(new(PairingFaultCode.LocksExceedCapacity, [instance.LeaderRow[i]], [.. held.Order()]));
        }
    }

    bool Inside(int leader, int museum) => leader >= 0 && leader < leaders.Length && museum >= 0 && museum < museums.Length;

    void Fault(PairingFaultCode code, int leader = -1, int museum = -1, int? row = null)
    {
        if (faults.Count < MostFaults) faults.Add(new(code, leader < 0 ? [] : [leader], museum < 0 ? [] : [museum], row));
    }
}
