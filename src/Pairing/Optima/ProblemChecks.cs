using System.Collections.Immutable;

namespace Guanlian.Pairing.Optima;

/// <summary>What can be wrong before anything is built.</summary>
internal sealed partial class ProblemReader
{
    const int MostFaults = 200;

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
            var ranked = lists[row]?.Ranked.OrEmpty() ?? [];
            if (lists[row] is not { } list || list.Owner < 0 || list.Owner >= owners || ranked.Any(x => x < 0 || x >= others))
            {
                Fault(PairingFaultCode.PreferenceOutOfRange, row: row);
            }
            else if (ranked.Distinct().Count() != ranked.Length)
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
            if (!Inside(leader, museum)) Fault(PairingFaultCode.ArcOutOfRange, row: row);
            else if ((uint)score > PairingLimits.MaxScore) Fault(PairingFaultCode.ScoreOutOfRange, leader, museum, row);
            else continue;
            good = false;
        }
        return good && faults.Count == 0;
    }

    bool Inside(int leader, int museum) => (uint)leader < (uint)leaders.Length && (uint)museum < (uint)museums.Length;

    void Fault(PairingFaultCode code, int leader = -1, int museum = -1, int? row = null)
    {
        if (faults.Count < MostFaults) faults.Add(new(code, leader < 0 ? [] : [leader], museum < 0 ? [] : [museum], row));
    }
}
