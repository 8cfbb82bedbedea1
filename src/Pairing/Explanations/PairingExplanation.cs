using System.Collections.Immutable;
using Guanlian.Pairing.Optima;

namespace Guanlian.Pairing.Explanations;

/// <summary>
/// Explains a result. Built once for a problem and its result; questions are answered from the residual network folded onto the
/// leaders, each row of shortest paths computed when first asked for. Not safe for concurrent use.
/// <para>
/// <b>Regret.</b> Forcing (i, j), where j is now at a (a leader, or unpaired), costs c_aj − c_ij + dist(a → i): j leaves a free place at
/// a, and the cheapest chain of exchanges carries that free place to i, where j needs it. That is the cheapest residual cycle through
/// the arc, hence the exact loss.
/// </para>
/// </summary>
public sealed class PairingExplanation
{
    const int NextBestCount = 3;

    readonly PairingProblem problem;
    readonly PairingResult result;
    readonly PairingInstance instance, kept;
    readonly int[] leaderOf, load;
    readonly ExchangeNetwork? network;
    readonly LeaderExplanation?[] leaders;
    readonly int bar;

    PairingExplanation(PairingProblem problem, PairingResult result, PairingInstance instance, int[] leaderOf)
    {
        (this.problem, this.result, this.instance, this.leaderOf) = (problem, result, instance, leaderOf);
        leaders = new LeaderExplanation?[instance.Leaders];
        load = new int[instance.Leaders];
        foreach (var i in leaderOf)
        {
            if (i >= 0) load[i]++;
        }
        bar = result.Certificate?.Bar?.LowestScore ?? 0;
        kept = instance.Above(bar);
        if (result.Certificate is { } certificate) network = new(kept, result.Order, leaderOf, load, certificate);
    }

    /// <summary>
    /// The explanation of a result of this problem; null if the problem has faults, or the result does not belong to it (its pairs are
    /// impossible, or its prices do not prove it).
    /// </summary>
    public static PairingExplanation? Of(PairingProblem problem, PairingResult result)
    {
        var (instance, _) = ProblemReader.Read(problem);
        if (instance is null || result.LeaderOf.Length != instance.Museums) return null;
        if (result.Mode != PairingMode.Stable && !Fits(result.Certificate, instance)) return null;
        var leaderOf = new int[instance.Museums];
        var free = (int[])instance.Upper.Clone();
        for (var j = 0; j < leaderOf.Length; j++)
        {
            var row = result.LeaderOf[instance.MuseumRow[j]];
            if (row < -1 || row >= instance.Leaders) return null;
            leaderOf[j] = row < 0 ? -1 : instance.LeaderNumber[row];
            if (instance.LockedTo[j] >= 0 && instance.LockedTo[j] != leaderOf[j]) return null;
            if (row >= 0 && (instance.ScoreOf(leaderOf[j], j) < 0 || --free[leaderOf[j]] < 0)) return null;
        }
        var explanation = new PairingExplanation(problem, result, instance, leaderOf);
        return explanation.network is { IsProved: false } ? null : explanation;
    }

    static bool Fits(PairingCertificate? certificate, PairingInstance instance) =>
        certificate is not null && certificate.Optimum.LeaderPrices.Length == instance.Leaders;

    /// <summary>
    /// The exact loss if this pair were forced; null when that cannot be: no arc, the museum or all the leader's places are locked, the
    /// score is below the max–min bar (which is kept), or the mode is stable. Zero for a chosen pair.
    /// </summary>
    public Regret? RegretOf(int leader, int museum) =>
        network is null || !IsLeader(leader) || !IsMuseum(museum) || instance.LockedTo[instance.MuseumNumber[museum]] >= 0
            ? null
            : network.Regret(instance.LeaderNumber[leader], instance.MuseumNumber[museum]);

    /// <summary>One museum's answer; null if there is no such index.</summary>
    public MuseumExplanation? Museum(int museum)
    {
        if (!IsMuseum(museum)) return null;
        var j = instance.MuseumNumber[museum];
        return new()
        {
            Museum = museum,
            Leader = result.LeaderOf[museum],
            Locked = instance.LockedTo[j] >= 0,
            Reason = leaderOf[j] < 0 ? Reason(j) : null,
            NextBest = network?.NextBest(j, NextBestCount) ?? [],
            PairedByOneMorePlaceAt = leaderOf[j] < 0 ? [.. WouldBePairedBy(museum)] : [],
            Missing = [.. Missing(museum)],
        };
    }

    /// <summary>One leader's answer; null if there is no such index.</summary>
    public LeaderExplanation? Leader(int leader) => IsLeader(leader) ? leaders[leader] ??= Explain(leader) : null;

    LeaderExplanation Explain(int leader)
    {
        var i = instance.LeaderNumber[leader];
        var after = instance.Upper[i] == PairingLimits.MaxUpper ? result : WithOneMorePlace(leader);
        var (moves, gain) = PairingComparison.Between(result, after);
        return new(leader, load[i], instance.Upper[i] - load[i], gain, moves, [.. moves.Where(m => m.From < 0).Select(m => m.Museum)]);
    }

    /// <summary>
    /// The shortest chain from the new place to the root is tight under the smallest prices, so these stay optimal with it: no new flow is
    /// needed, only the choice by code. With a bar, or in stable mode, everything may change, and the problem is solved again.
    /// </summary>
    PairingResult WithOneMorePlace(int leader)
    {
        if (network is null || result.Certificate!.Bar is not null)
        {
            return PairingSolver.Solve(problem.WithPlaces(leader, 1), result.Mode).Result ?? result;
        }
        var changed = network.WithOneMorePlace(instance.LeaderNumber[leader]);
        var objective = Measures.Levels(Measures.Of(instance, changed, result.Order), result.Order);
        return result with { LeaderOf = Rows(changed), Objective = objective };
    }

    ImmutableArray<int> Rows(int[] numbers) => [.. instance.MuseumNumber.Select(j => numbers[j] < 0 ? -1 : instance.LeaderRow[numbers[j]])];

    UnpairedReason Reason(int museum)
    {
        var reachable = instance.ArcsOf(museum).ToArray().Where(arc => instance.Upper[PairingInstance.LeaderOf(arc)] > 0).ToList();
        if (reachable.Count == 0) return UnpairedReason.NoReachableLeader;
        reachable.RemoveAll(arc => PairingInstance.ScoreOf(arc) < bar);
        if (reachable.Count == 0) return UnpairedReason.BelowLowestScore;
        var reached = reachable.Select(PairingInstance.LeaderOf).ToHashSet();
        var passedOver = reached.Any(i => load[i] < instance.Upper[i]) || Enumerable.Range(0, instance.Museums).Any(other =>
            instance.LockedTo[other] < 0 && instance.Tier[other] >= instance.Tier[museum] && reached.Contains(leaderOf[other]));
        return passedOver ? UnpairedReason.Outscored : UnpairedReason.AllReachableFullWithHigherTier;
    }

    IEnumerable<int> WouldBePairedBy(int museum) =>
        instance.LeaderRow.Where(leader => Leader(leader)!.WouldPair.Contains(museum));

    IEnumerable<MissingArc> Missing(int museum)
    {
        var named = problem.Missing.OrEmpty().Where(m => m.Museum == museum).ToList();
        var excluded = problem.Exclusions.OrEmpty().Where(x => x.Museum == museum && named.All(m => m.Leader != x.Leader)).Distinct();
        return named.Concat(excluded.Select(x => new MissingArc(x.Leader, museum, MissingReason.Excluded)));
    }

    bool IsLeader(int leader) => leader >= 0 && leader < instance.Leaders;

    bool IsMuseum(int museum) => museum >= 0 && museum < instance.Museums;
}
