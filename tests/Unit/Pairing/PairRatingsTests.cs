using Guanlian.Pairing;
using Guanlian.Pairing.Ratings;

namespace Guanlian.Unit.Pairing;

public sealed class PairRatingsTests
{
    static readonly RatingRules Rules = new()
    {
        FitWeight = 55,
        NearWeight = 30,
        ThemeWeight = 15,
        NearMinutes = 240,
        MaxMinutes = 300,
        MinFit = 200,
    };
    static readonly int[] Needs = [5, 3, 0, 0, 1, 0, 0, 0];
    static readonly int[] Offers = [4, 5, 5, 0, 0, 0, 0, 0];

    [Fact]
    public void The_score_is_the_floor_of_the_weighted_parts()
    {
        // Covered: 4·5 + 3·3 + 0·1 = 29 of 25 + 9 + 1 = 35; near: 1000 − ⌊1000·100/240⌋ = 584.
        var parts = PairRatings.Rate(Rules, Offers, 3, Needs, new(100, SameTheme: true)).Parts!;
        Assert.Equal(new ScoreParts(828, 584, 1000, 0, 0, (55 * 828 + 30 * 584 + 15 * 1000) / 100), parts);
    }

    [Fact]
    public void Surplus_strength_earns_nothing_and_full_cover_earns_all()
    {
        Assert.Equal(1000, PairRatings.Rate(Rules, Needs, 1, Needs, new(0)).Parts!.Fit);
        Assert.Equal(1000, PairRatings.Rate(Rules, [5, 5, 5, 5, 5, 5, 5, 5], 1, Needs, new(0)).Parts!.Fit);
    }

    [Fact, Trait("Requirement", "P05")]
    public void The_nearer_leader_scores_higher_and_beyond_the_maximum_there_is_no_pair()
    {
        var scores = new[] { 0, 60, 120, 239, 300 }.Select(t => PairRatings.Rate(Rules, Offers, 1, Needs, new(t)).Parts!.Score).ToArray();
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.Equal(0, PairRatings.Rate(Rules, Offers, 1, Needs, new(300)).Parts!.Near);
        Assert.Equal(MissingReason.TooFar, PairRatings.Rate(Rules, Offers, 1, Needs, new(301)).Missing);
        Assert.Equal(MissingReason.DistanceUnknown, PairRatings.Rate(Rules, Offers, 1, Needs, new(null)).Missing);
    }

    [Fact, Trait("Requirement", "P06")]
    public void Strengths_and_places_declared_for_the_round_decide()
    {
        Assert.True(PairRatings.Rate(Rules, [5, 3, 0, 0, 1, 0, 0, 0], 1, Needs, new(60)).Parts!.Score
            > PairRatings.Rate(Rules, [3, 1, 0, 0, 0, 0, 0, 0], 1, Needs, new(60)).Parts!.Score);
        Assert.Equal(MissingReason.NoCapacity, PairRatings.Rate(Rules, Offers, 0, Needs, new(60)).Missing);
        Assert.Equal(MissingReason.FitTooLow, PairRatings.Rate(Rules, [0, 0, 5, 5, 1, 5, 5, 5], 1, Needs, new(60)).Missing);
    }

    [Fact, Trait("Requirement", "P08")]
    public void A_pair_that_was_keeps_a_bonus()
    {
        var rules = Rules with { ContinuityWeight = 20, WishWeight = 10 };
        var fresh = PairRatings.Rate(rules, Offers, 1, Needs, new(60)).Parts!;
        var old = PairRatings.Rate(rules, Offers, 1, Needs, new(60, Continues: true)).Parts!;
        Assert.True(old.Score > fresh.Score);
        Assert.Equal(1000, PairRatings.Rate(rules, Offers, 1, Needs, new(60, Wish: 2)).Parts!.Wish);
    }

    [Fact, Trait("Requirement", "P01")]
    public void Without_a_stated_need_there_is_no_pair() =>
        Assert.Equal(MissingReason.NoNeed, PairRatings.Rate(Rules, Offers, 1, [0, 0, 0, 0, 0, 0, 0, 0], new(10)).Missing);

    [Fact]
    public void Scores_stay_in_range_and_anything_gets_an_answer()
    {
        var random = new Random(1);
        int Any() => random.Next(5) switch { 0 => int.MinValue, 1 => int.MaxValue, _ => random.Next(-1, 400) };
        for (var k = 0; k < 20_000; k++)
        {
            var rules = random.Next(2) == 0
                ? Rules
                : Rules with { FitWeight = Any(), NearWeight = Any(), NearMinutes = Any(), MinFit = Any() };
            int[] Strengths() => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(8) == 0 ? Any() : random.Next(6))];
            var rating = PairRatings.Rate(rules, Strengths(), Any(), Strengths(),
                new(Any(), random.Next(2) == 0, random.Next(4), random.Next(2) == 0));
            Assert.True(rating.Parts is null != rating.Missing is null);
            if (rating.Parts is not { } parts) continue;
            Assert.All([parts.Fit, parts.Near, parts.Theme, parts.Wish, parts.Continuity, parts.Score], x => Assert.InRange(x, 0, 1000));
        }
    }

    [Fact]
    public void Constants_that_make_no_sense_are_named()
    {
        Assert.Empty(Rules.Diagnose());
        Assert.Equal([RatingFault.AllWeightsZero], (Rules with { FitWeight = 0, NearWeight = 0, ThemeWeight = 0 }).Diagnose().ToArray());
        Assert.Equal([RatingFault.WeightOutOfRange, RatingFault.NearMinutesNotPositive, RatingFault.MaxMinutesNegative,
            RatingFault.MinFitOutOfRange],
            (Rules with { FitWeight = -1, NearMinutes = 0, MaxMinutes = -1, MinFit = 1001 }).Diagnose().ToArray());
    }
}
