using System.Collections.Immutable;
using Guanlian.Contracts.Governance;
using Guanlian.Exchange.Data;
using Guanlian.Pairing;
using Guanlian.Pairing.Ratings;
using CharterLevel = Guanlian.Contracts.Governance.ObjectiveLevel;
using Level = Guanlian.Pairing.ObjectiveLevel;

namespace Guanlian.Exchange.Rounds;

/// <summary>A frozen input as the kernel wants it: leaders, museums and ratings, all by index in code order.</summary>
internal sealed record PairingOfInput(
    PairingProblem Problem, IReadOnlyList<RatedPair> Ratings, IReadOnlyList<InputDecision> LocksOfStrangers)
{
    /// <summary>Rates every leader and museum and builds the problem of the optimal mode.</summary>
    public static PairingOfInput Of(RoundInput input)
    {
        var leaderAt = input.Leaders.Select((l, i) => (l.Code, i)).ToDictionary(x => x.Code, x => x.i);
        var museumAt = input.Museums.Select((m, j) => (m.Code, j)).ToDictionary(x => x.Code, x => x.j);
        var ratings = Rate(input);
        var strangers = input.Locks.Where(l => !leaderAt.ContainsKey(l.Leader) || !museumAt.ContainsKey(l.Museum)).ToList();
        return new(
            new()
            {
                Leaders = [.. input.Leaders.Select(l => new PairingLeader(l.Code, l.Least, l.Places))],
                Museums = [.. input.Museums.Select(m => new PairingMuseum(m.Code, m.Tier))],
                Arcs = [.. ratings.Where(r => r.Rating.Parts is not null).Select(r => new PairingArc(r.Leader, r.Museum, r.Rating.Parts!.Score))],
                Missing = [.. ratings.Where(r => r.Rating.Missing is not null).Select(r => new MissingArc(r.Leader, r.Museum, r.Rating.Missing!.Value))],
                Locks = Indexed(input.Locks.Except(strangers)),
                Exclusions = Indexed(input.Exclusions),
                Order = OrderOf(input.Charter.Rules, Mode.Optimal),
            },
            ratings,
            strangers);

        ImmutableArray<PairIndex> Indexed(IEnumerable<InputDecision> decisions) =>
            [.. decisions.Select(d => new PairIndex(leaderAt[d.Leader], museumAt[d.Museum]))];
    }

    /// <summary>The charter's order; its max–min level belongs to that mode alone, which puts one before the score where the charter has none.</summary>
    public static ObjectiveOrder OrderOf(PairingRules rules, Mode mode) => new()
    {
        Levels = [.. rules.Objective.Where(l => l != CharterLevel.WorstScore || mode == Mode.MaxMin).Select(LevelOf)],
        Workload = [.. rules.WorkloadBonus],
    };

    /// <summary>The mode that the charter's order asks for.</summary>
    public static Mode ModeOf(PairingRules rules) => rules.Objective.Contains(CharterLevel.WorstScore) ? Mode.MaxMin : Mode.Optimal;

    public static RatingRules RatingRulesOf(PairingRules rules) => new()
    {
        FitWeight = rules.Weights.Fit,
        NearWeight = rules.Weights.Near,
        ThemeWeight = rules.Weights.Theme,
        WishWeight = rules.Weights.Wish,
        ContinuityWeight = rules.Weights.Continuity,
        NearMinutes = rules.Distance.Zero,
        MaxMinutes = rules.Distance.Most,
        MinFit = rules.LeastFit,
    };

    /// <summary>Every leader and museum, by museum, then leader.</summary>
    private static List<RatedPair> Rate(RoundInput input)
    {
        var rules = RatingRulesOf(input.Charter.Rules);
        var distances = input.Distances.ToDictionary(d => (d.From, d.Museum), d => d.Distance);
        var wishes = input.Wishes.ToDictionary(w => (w.Leader, w.Museum), w => w.Wish);
        var existing = input.Existing.Select(e => (e.Leader, e.Museum)).ToHashSet();
        var excluded = input.Exclusions.Select(e => (e.Leader, e.Museum)).ToHashSet();
        var strengths = input.Leaders.Select(l => l.Strengths.ToArray()).ToArray();
        var rated = new List<RatedPair>(input.Leaders.Count * input.Museums.Count);
        for (var j = 0; j < input.Museums.Count; j++)
        {
            var museum = input.Museums[j];
            var needs = museum.Needs.ToArray();
            for (var i = 0; i < input.Leaders.Count; i++)
            {
                var leader = input.Leaders[i];
                var pair = (leader.Code, museum.Code);
                var facts = new PairFacts(
                    distances.TryGetValue(pair, out var distance) ? distance : null,
                    leader.Theme is not null && leader.Theme == museum.Theme,
                    wishes.GetValueOrDefault(pair), existing.Contains(pair), excluded.Contains(pair));
                rated.Add(new(i, j, PairRatings.Rate(rules, strengths[i], leader.Places, needs, facts)));
            }
        }

        return rated;
    }

    private static Level LevelOf(CharterLevel level) => level switch
    {
        CharterLevel.UrgentPaired => Level.Tier0,
        CharterLevel.WaitingPaired => Level.Tier1,
        CharterLevel.OthersPaired => Level.Tier2,
        CharterLevel.LeadersUsed => Level.LowerPlaces,
        CharterLevel.WorstScore => Level.LowestScore,
        CharterLevel.TotalScore => Level.Score,
        _ => Level.Workload,
    };
}

/// <summary>A leader and a museum by index, with the parts of their score or the reason why they cannot be a pair.</summary>
internal readonly record struct RatedPair(int Leader, int Museum, PairRating Rating);
