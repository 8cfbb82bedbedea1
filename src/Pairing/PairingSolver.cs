using System.Collections.Immutable;
using Guanlian.Pairing.Optima;
using Guanlian.Pairing.Stability;

namespace Guanlian.Pairing;

/// <summary>Answers pairing problems: exactly, deterministically, in integers.</summary>
public static class PairingSolver
{
    /// <summary>All reasons why the problem has no answer; empty when it has one.</summary>
    public static ImmutableArray<PairingFault> Diagnose(PairingProblem problem) => ProblemReader.Read(problem).Faults;

    /// <summary>
    /// Solves in the given mode. Any input is answered: data never causes an exception. The answer depends on the codes, not on the
    /// order of rows. <see cref="OperationCanceledException"/> is thrown when <paramref name="cancellation"/> asks for it.
    /// </summary>
    public static PairingAnswer Solve(PairingProblem problem, PairingMode mode = PairingMode.Optimal,
        IProgress<PairingStage>? progress = null, CancellationToken cancellation = default)
    {
        if (!Enum.IsDefined(mode)) return new(null, [new(PairingFaultCode.UnknownMode, [], [])]);
        progress?.Report(PairingStage.Reading);
        var (instance, faults) = ProblemReader.Read(problem);
        if (instance is null) return new(null, faults);

        var order = Order(problem, mode);
        var (leaderOf, certificate) = mode == PairingMode.Stable
            ? (StableChoice.Of(instance, new(instance, problem), cancellation), null)
            : Optimise(instance, order, progress, cancellation);

        progress?.Report(PairingStage.BlockingPairs);
        var totals = Measures.Of(instance, leaderOf, order);
        var result = new PairingResult
        {
            Mode = mode,
            Order = order,
            LeaderOf = [.. instance.MuseumNumber.Select(j => leaderOf[j] < 0 ? -1 : instance.LeaderRow[leaderOf[j]])],
            Pairs = [.. Pairs(instance, leaderOf)],
            Objective = Measures.Levels(totals, order),
            Totals = totals,
            BlockingPairs = BlockingPairs.Of(instance, new(instance, problem), leaderOf),
            Certificate = certificate,
        };
        progress?.Report(PairingStage.Done);
        return new(result, []);
    }

    internal static ObjectiveOrder Order(PairingProblem problem, PairingMode mode)
    {
        var order = problem.Order ?? ObjectiveOrder.Default;
        order = order with { Workload = order.Workload.OrEmpty() };
        return mode == PairingMode.MaxMin ? order.WithLowestScore() : order;
    }

    static (int[] LeaderOf, PairingCertificate Certificate) Optimise(
        PairingInstance instance, ObjectiveOrder order, IProgress<PairingStage>? progress, CancellationToken cancellation)
    {
        BarProof? bar = null;
        if (order.Levels.Contains(ObjectiveLevel.LowestScore))
        {
            progress?.Report(PairingStage.Bar);
            bar = LowestScoreBar.Find(instance, order, cancellation);
        }
        progress?.Report(PairingStage.Optimum);
        var weights = LevelWeights.For(order, instance.Leaders, instance.Museums, order.Levels.Length);
        var optimum = ProvedOptimum.Of(instance.Above(bar?.LowestScore ?? 0), weights, cancellation);
        progress?.Report(PairingStage.TieBreak);
        optimum.ChooseFirst(cancellation);
        progress?.Report(PairingStage.Certificate);
        return (optimum.LeaderOf, new() { Weights = weights.ByLevel, Optimum = optimum.Table.ToProof(), Bar = bar });
    }

    static IEnumerable<Pair> Pairs(PairingInstance instance, int[] leaderOf)
    {
        for (var j = 0; j < leaderOf.Length; j++)
        {
            var leader = leaderOf[j];
            if (leader < 0) continue;
            yield return new(instance.LeaderRow[leader], instance.MuseumRow[j], instance.ScoreOf(leader, j), instance.LockedTo[j] >= 0);
        }
    }
}
