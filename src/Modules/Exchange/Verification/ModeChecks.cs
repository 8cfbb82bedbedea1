using System.Collections.Immutable;
using Guanlian.Contracts.Governance;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Results;
using Guanlian.Exchange.Rounds;
using Guanlian.Pairing.Checking;

namespace Guanlian.Exchange.Verification;

/// <summary>Whether the pairs of one mode are possible, worth what is claimed, and proved to be the best (or stable); without the solver.</summary>
internal sealed class ModeChecks(PublishedRound round, Mode mode, IReadOnlyDictionary<(string Leader, string Museum), int> scores, Findings findings)
{
    private readonly RoundInput input = round.Input;
    private readonly ModeResult result = round.Result.Modes[mode];
    private readonly string modeName = Computing.Kebab(mode);

    public void Check()
    {
        if (!Levels() || !Pairs()) return;
        var at = Index(input.Leaders.Select(l => l.Code));
        var museumAt = Index(input.Museums.Select(m => m.Code));
        var before = findings.All.Count;
        Proof(at, museumAt);
        if (findings.All.Count > before) return;
        Totals();
        Explanations();
        findings.Expect(result.BlockingPairs.SequenceEqual(Blocking()), "exchange.verify.blocking", ("mode", modeName));
        LinkChecks.Check(input, result, modeName, findings);
    }

    private bool Levels()
    {
        var order = input.Charter.Rules.Objective.ToList();
        if (mode != Mode.MaxMin) order.Remove(ObjectiveLevel.WorstScore);
        else if (!order.Contains(ObjectiveLevel.WorstScore))
        {
            var score = order.IndexOf(ObjectiveLevel.TotalScore);
            order.Insert(score < 0 ? order.Count : score, ObjectiveLevel.WorstScore);
        }

        var holds = result.Levels.Select(l => l.Name).SequenceEqual(order.Select(NameOf));
        findings.Expect(holds, "exchange.verify.levels", ("mode", modeName));
        return holds;
    }

    private bool Pairs()
    {
        var before = findings.All.Count;
        var seen = new HashSet<string>();
        foreach (var pair in result.Pairs)
        {
            findings.Expect(seen.Add(pair.Museum), "exchange.verify.paired-twice", ("mode", modeName), ("museum", MuseumName(pair.Museum)));
            if (!scores.TryGetValue((pair.Leader, pair.Museum), out var score))
            {
                findings.Add("exchange.verify.impossible-pair", ("mode", modeName), ("leader", LeaderName(pair.Leader)), ("museum", MuseumName(pair.Museum)));
            }
            else if (score != pair.Score)
            {
                findings.Add("exchange.verify.pair-score", ("mode", modeName), ("leader", LeaderName(pair.Leader)), ("museum", MuseumName(pair.Museum)),
                    ("claimed", pair.Score), ("expected", score));
            }

            findings.Expect(pair.Locked == input.Locks.Any(l => l.Leader == pair.Leader && l.Museum == pair.Museum),
                "exchange.verify.lock-mark", ("mode", modeName), ("museum", MuseumName(pair.Museum)));
        }

        var inOrder = result.Pairs.Select(p => p.Museum).SequenceEqual(result.Pairs.Select(p => p.Museum).Order(StringComparer.Ordinal));
        findings.Expect(inOrder, "exchange.verify.not-in-order", ("list", $"{modeName}.pairs"));
        findings.Expect(result.Unpaired.SequenceEqual(input.Museums.Select(m => m.Code).Where(c => !seen.Contains(c))),
            "exchange.verify.unpaired", ("mode", modeName));
        return findings.All.Count == before;
    }

    private void Proof(Dictionary<string, int> leaderAt, Dictionary<string, int> museumAt)
    {
        var certificate = result.Certificate;
        if (mode != Mode.Stable && (certificate is null || result.Levels.Any(l => l.Weight is null)))
        {
            findings.Add("exchange.verify.no-certificate", ("mode", modeName));
            return;
        }

        var found = RoundCheck.Check(new()
        {
            Leaders = [.. input.Leaders.Select(l => new CheckedLeader(l.Code, l.Least, l.Places))],
            Museums = [.. input.Museums.Select(m => new CheckedMuseum(m.Code, m.Tier))],
            Arcs = [.. scores.Select(s => new CheckedArc(leaderAt[s.Key.Leader], museumAt[s.Key.Museum], s.Value))],
            Locks = [.. input.Locks.Select(l => new CheckedPair(leaderAt[l.Leader], museumAt[l.Museum]))],
            Exclusions = [.. input.Exclusions.Select(l => new CheckedPair(leaderAt[l.Leader], museumAt[l.Museum]))],
            Levels = [.. result.Levels.Select(l => l.Name)],
            Workload = [.. input.Charter.Rules.WorkloadBonus],
            Pairs = [.. result.Pairs.Select(p => new CheckedPair(leaderAt[p.Leader], museumAt[p.Museum]))],
            Objective = [.. result.Levels.Select(l => l.Value)],
            Weights = [.. result.Levels.Select(l => l.Weight ?? 0)],
            Optimum = ProofOf(certificate?.Optimum),
            LowestScore = certificate?.Bar?.LowestScore,
            BeforeBar = ProofOf(certificate?.Bar?.Before),
            AboveBar = ProofOf(certificate?.Bar?.Above),
            Stable = mode == Mode.Stable,
        });
        foreach (var f in found)
        {
            findings.Add(SentenceOf(f.Code), ("mode", modeName), ("code", f.Code.ToString()),
                ("leader", f.Leader >= 0 ? input.Leaders[f.Leader].Name : "–"), ("museum", f.Museum >= 0 ? input.Museums[f.Museum].Name : "–"));
        }
    }

    private void Totals()
    {
        var tiers = input.Museums.ToDictionary(m => m.Code, m => m.Tier);
        var loads = result.Pairs.GroupBy(p => p.Leader).ToDictionary(g => g.Key, g => g.Count());
        var unlocked = result.Pairs.Where(p => !p.Locked).Select(p => p.Score).ToList();
        var bonus = input.Charter.Rules.WorkloadBonus;
        var t = result.Totals;
        var holds = t.Paired == result.Pairs.Count
            && t.PairedByTier.SequenceEqual(Enumerable.Range(0, 3).Select(k => result.Pairs.Count(p => tiers[p.Museum] == k)))
            && t.LowerPlaces == input.Leaders.Sum(l => (long)Math.Min(l.Least, loads.GetValueOrDefault(l.Code)))
            && t.LeadersAtLower == input.Leaders.Count(l => loads.GetValueOrDefault(l.Code) >= l.Least)
            && t.Score == result.Pairs.Sum(p => (long)p.Score)
            && t.LowestScore == (unlocked.Count == 0 ? 1000 : unlocked.Min())
            && t.Workload == input.Leaders.Sum(l => (long)bonus.Take(loads.GetValueOrDefault(l.Code)).Sum());
        findings.Expect(holds, "exchange.verify.totals", ("mode", modeName));
    }

    /// <summary>Explanations must at least speak of these pairs; their losses are proved by computing again (<c>--again</c>).</summary>
    private void Explanations()
    {
        var leaderOf = result.Pairs.ToDictionary(p => p.Museum, p => p.Leader);
        findings.Expect(
            result.Museums.Select(m => (m.Museum, m.Leader)).SequenceEqual(input.Museums.Select(m => (m.Code, leaderOf.GetValueOrDefault(m.Code))))
            && result.Museums.All(m => m.Leader is null == (m.Reason is not null) && m.NextBest.All(
                r => scores.TryGetValue((r.Leader, m.Museum), out var score) && score == r.Score && r.Loss.Count == result.Levels.Count)),
            "exchange.verify.explanations", ("mode", modeName));
        findings.Expect(
            result.Leaders.Select(l => (l.Leader, l.Load, l.Free)).SequenceEqual(input.Leaders.Select(l =>
                (l.Code, result.Pairs.Count(p => p.Leader == l.Code), l.Places - result.Pairs.Count(p => p.Leader == l.Code)))),
            "exchange.verify.loads", ("mode", modeName));
    }

    /// <summary>Both would rather: the museum has no leader or a lower score; the leader has a free place, or a museum of a later tier or lower score.</summary>
    private IEnumerable<ResultBlocking> Blocking()
    {
        var tiers = input.Museums.ToDictionary(m => m.Code, m => m.Tier);
        var locked = input.Locks.Select(l => l.Museum).ToHashSet();
        var has = result.Pairs.ToDictionary(p => p.Museum, p => p.Score);
        var own = result.Pairs.ToLookup(p => p.Leader);
        var pairs = result.Pairs.Select(p => (p.Leader, p.Museum)).ToHashSet();
        return from leader in input.Leaders
               from museum in input.Museums
               where !locked.Contains(museum.Code) && !pairs.Contains((leader.Code, museum.Code))
               let score = scores.TryGetValue((leader.Code, museum.Code), out var s) ? s : -1
               where score >= 0 && (!has.TryGetValue(museum.Code, out var now) || score > now)
               where own[leader.Code].Count() < leader.Places || own[leader.Code].Any(p => !locked.Contains(p.Museum)
                   && (tiers[p.Museum] > museum.Tier || (tiers[p.Museum] == museum.Tier && p.Score < score)))
               select new ResultBlocking(leader.Code, museum.Code);
    }

    private static CheckedProof? ProofOf(ResultProof? proof) =>
        proof is null ? null : new([.. proof.LeaderPrices], [.. proof.MuseumValues], proof.Bound);

    private static Dictionary<string, int> Index(IEnumerable<string> codes) => codes.Select((c, i) => (c, i)).ToDictionary(x => x.c, x => x.i);

    private string LeaderName(string code) => input.Leaders.FirstOrDefault(l => l.Code == code)?.Name ?? code;

    private string MuseumName(string code) => input.Museums.FirstOrDefault(m => m.Code == code)?.Name ?? code;

    private static string NameOf(ObjectiveLevel level) => level switch
    {
        ObjectiveLevel.UrgentPaired => "tier0",
        ObjectiveLevel.WaitingPaired => "tier1",
        ObjectiveLevel.OthersPaired => "tier2",
        ObjectiveLevel.LeadersUsed => "lowerPlaces",
        ObjectiveLevel.WorstScore => "lowestScore",
        ObjectiveLevel.TotalScore => "score",
        _ => "workload",
    };

    private static string SentenceOf(CheckFindingCode code) => code switch
    {
        CheckFindingCode.MuseumPairedTwice => "exchange.verify.paired-twice",
        CheckFindingCode.CapacityExceeded => "exchange.verify.capacity",
        CheckFindingCode.PairWithoutArc or CheckFindingCode.PairExcluded => "exchange.verify.impossible-pair",
        CheckFindingCode.LockNotKept => "exchange.verify.lock",
        CheckFindingCode.ObjectiveWrong => "exchange.verify.objective",
        CheckFindingCode.NotProvedOptimal => "exchange.verify.not-optimal",
        CheckFindingCode.BlockingPair => "exchange.verify.not-stable",
        CheckFindingCode.NotCanonical => "exchange.verify.not-first-in-order",
        CheckFindingCode.LowestScoreWrong => "exchange.verify.lowest-score",
        CheckFindingCode.Malformed => "exchange.verify.malformed",
        _ => "exchange.verify.certificate",
    };
}
