using System.Collections.Immutable;

namespace Guanlian.Pairing.Optima;

/// <summary>Reads a problem into an instance, or says all that is wrong with it.</summary>
internal sealed partial class ProblemReader
{
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
            Leaders = leaders.Length,
            Museums = museums.Length,
            First = first,
            Last = last,
            Arcs = packed,
            Tier = [.. museumRow.Select(j => museums[j].Tier)],
            Lower = [.. leaderRow.Select(i => leaders[i].Lower)],
            Upper = [.. leaderRow.Select(i => leaders[i].Upper)],
            LockedTo = locked,
            LockScore = new int[museums.Length],
            Locks = new int[leaders.Length],
            LeaderRow = leaderRow,
            MuseumRow = museumRow,
            LeaderNumber = leaderNumber,
            MuseumNumber = museumNumber,
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
                if (seen == j + 1)
                {
                    Fault(PairingFaultCode.DuplicateArc, instance.LeaderRow[PairingInstance.LeaderOf(arc)], instance.MuseumRow[j]);
                }
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
}
