using Guanlian.Exchange.Results;
using Guanlian.Exchange.Rounds;

namespace Guanlian.Exchange.Verification;

/// <summary>Works out every score again from the input by the formula of docs/formats/pairing-round.md, with code of its own.</summary>
internal static class RatingChecks
{
    /// <summary>The recomputed scores of possible pairs, by leader and museum code.</summary>
    public static IReadOnlyDictionary<(string Leader, string Museum), int> Check(PublishedRound round, Findings findings)
    {
        var input = round.Input;
        var distances = input.Distances.ToDictionary(d => (d.From, d.Museum), d => d.Distance);
        var wishes = input.Wishes.ToDictionary(w => (w.Leader, w.Museum), w => w.Wish);
        var existing = input.Existing.Select(e => (e.Leader, e.Museum)).ToHashSet();
        var excluded = input.Exclusions.Select(e => (e.Leader, e.Museum)).ToHashSet();
        var scores = new Dictionary<(string, string), int>();
        var expected = new List<ResultRating>();
        foreach (var museum in input.Museums)
        {
            foreach (var leader in input.Leaders)
            {
                var pair = (leader.Code, museum.Code);
                int? distance = distances.TryGetValue(pair, out var far) ? far : null;
                var rating = Rate(input, leader, museum, distance, wishes.GetValueOrDefault(pair), existing.Contains(pair), excluded.Contains(pair));
                expected.Add(rating);
                if (rating.Score is { } score) scores.Add(pair, score);
            }
        }

        findings.Expect(round.Result.Ratings.Count == expected.Count, "exchange.verify.ratings-count",
            ("count", round.Result.Ratings.Count), ("expected", expected.Count));
        foreach (var (claimed, right) in round.Result.Ratings.Zip(expected))
        {
            if (claimed == right) continue;
            findings.Add("exchange.verify.rating", ("leader", claimed.Leader), ("museum", claimed.Museum),
                ("claimed", (object?)claimed.Score ?? claimed.Missing), ("expected", (object?)right.Score ?? right.Missing));
            break;
        }

        return scores;
    }

    private static ResultRating Rate(RoundInput input, InputLeader leader, InputMuseum museum, int? distance, int wishes, bool existed, bool excluded)
    {
        var rules = input.Charter.Rules;
        if (excluded) return No("excluded");
        if (leader.Places == 0) return No("no-capacity");
        var squares = museum.Needs.Sum(n => n * n);
        if (squares == 0) return No("no-need");
        if (distance is not { } far) return No("distance-unknown");
        if (far > rules.Distance.Most) return No("too-far");
        var fit = museum.Needs.Zip(leader.Strengths, (n, o) => n * Math.Min(n, o)).Sum() * 1000 / squares;
        if (fit < rules.LeastFit) return No("fit-too-low");
        var near = far >= rules.Distance.Zero ? 0 : 1000 - (int)(far * 1000L / rules.Distance.Zero);
        var theme = leader.Theme is not null && leader.Theme == museum.Theme ? 1000 : 0;
        var (wish, continuity) = (wishes * 500, existed ? 1000 : 0);
        var w = rules.Weights;
        long sum = (long)w.Fit * fit + (long)w.Near * near + (long)w.Theme * theme + (long)w.Wish * wish + (long)w.Continuity * continuity;
        long all = (long)w.Fit + w.Near + w.Theme + w.Wish + w.Continuity;
        return new(leader.Code, museum.Code, fit, near, theme, wish, continuity, all > 0 ? (int)(sum / all) : -1);

        ResultRating No(string reason) => new(leader.Code, museum.Code, Missing: reason);
    }
}
