using Guanlian.Pairing;
using Guanlian.Pairing.Checking;
using Guanlian.Pairing.Explanations;
using Guanlian.Pairing.Transportation;

namespace Guanlian.PairingBench;

/// <summary>What people wait for: explanations, what-if, the other modes, the check; and the memory of the dense nation.</summary>
internal sealed class Answers(Report report)
{
    public void Run()
    {
        report.Line("| what a person waits for | median | least |");
        report.Line("|---|---:|---:|");
        var province = BenchRounds.Province(1);
        Time("province: canonical result, certificate, all regrets with their moves, all shadow prices", () => ExplainAll(province));
        WhatIf("province", province);
        Modes("province", province);
        var dense = BenchRounds.NationDense(1);
        var result = PairingSolver.Solve(dense).Result!;
        WhatIf("nation dense", dense);
        Modes("nation dense", dense);
        var unpaired = result.LeaderOf.IndexOf(-1);
        Time("nation dense: explanation made ready, next-best three of one museum",
            () => PairingExplanation.Of(dense, result)!.Museum(result.Pairs[0].Museum));
        Time("nation dense: the same for an unpaired museum, with one more place tried at each of 327 leaders",
            () => PairingExplanation.Of(dense, result)!.Museum(unpaired));
        var published = Published.Of(dense, result);
        Time("nation dense: independent check of the certificate and of the canonical choice",
            () => report.Expect(RoundCheck.Check(published).IsEmpty));
        var links = Links();
        Time("transportation, 400 offers × 2,000 needs, 80,000 links with many ties",
            () => report.Expect(TransportationSolver.Solve(links).IsSolved));
        report.Line("");
        report.Line($"Peak memory of a fresh process that builds and solves the dense nation: {Measure.Peak()} MB.");
    }

    void ExplainAll(PairingProblem problem)
    {
        var explanation = PairingExplanation.Of(problem, PairingSolver.Solve(problem).Result!)!;
        foreach (var arc in problem.Arcs) explanation.RegretOf(arc.Leader, arc.Museum);
        for (var i = 0; i < problem.Leaders.Length; i++) explanation.Leader(i);
    }

    void WhatIf(string name, PairingProblem problem)
    {
        var result = PairingSolver.Solve(problem).Result!;
        var arc = problem.Arcs.First(a => result.LeaderOf[a.Museum] < 0);
        var pair = result.Pairs[0];
        var reweighted = problem with { Arcs = [.. problem.Arcs.Select(a => a with { Score = a.Score * 9 / 10 })] };
        Time($"{name}: what if this pair were locked", () => PairingSolver.Solve(problem.WithLock(arc.Leader, arc.Museum)));
        Time($"{name}: what if this pair were excluded", () => PairingSolver.Solve(problem.WithExclusion(pair.Leader, pair.Museum)));
        Time($"{name}: what if this leader had one more place", () => PairingSolver.Solve(problem.WithPlaces(pair.Leader, 1)));
        Time($"{name}: what if the weights were others (all scores differ)", () => PairingSolver.Solve(reweighted));
    }

    void Modes(string name, PairingProblem problem)
    {
        Time($"{name}: stable mode", () => PairingSolver.Solve(problem, PairingMode.Stable));
        Time($"{name}: max–min mode", () => PairingSolver.Solve(problem, PairingMode.MaxMin));
    }

    void Time(string what, Action action)
    {
        Console.WriteLine(what);
        var times = Measure.Times(action);
        report.Line($"| {what} | {Measure.Median(times):0.0} ms | {times.Min():0.0} ms |");
    }

    static TransportationProblem Links()
    {
        var random = new Random(1);
        return new()
        {
            Offers = [.. Enumerable.Range(0, 400).Select(i => new TransportOffer($"o{i}", random.Next(1, 40)))],
            Needs = [.. Enumerable.Range(0, 2_000).Select(j => new TransportNeed($"n{j}", random.Next(1, 9), random.Next(3)))],
            Links = [.. from i in Enumerable.Range(0, 400) from j in Enumerable.Range(0, 2_000) where random.Next(10) == 0
                select new TransportLink(i, j, random.Next(11) * 100)],
        };
    }
}
