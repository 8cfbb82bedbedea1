using Guanlian.Contracts.Exchange;
using Guanlian.Contracts.Governance;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Results;
using Guanlian.Exchange.Rounds;
using Guanlian.Pairing;
using Guanlian.Platform.Formats;

namespace Guanlian.Unit.Exchange;

public sealed class EntryRulesTests
{
    [Fact]
    public void The_strongest_listing_of_a_domain_counts_not_their_sum() =>
        Assert.Equal([3, 5, 0, 0, 0, 0, 0, 0], EntryRules.Strongest([Need(Domain.Exhibition, 3), Need(Domain.Exhibition, 2), Need(Domain.Conservation, 5)]));

    [Fact]
    [Trait("Requirement", "C05")]
    public void Only_urgency_in_conservation_decides_the_tier() =>
        Assert.Equal(2, EntryRules.Urgency([Need(Domain.Exhibition, 3, urgency: 5), Need(Domain.Conservation, 1, urgency: 2)]));

    [Theory]
    [InlineData(4, 0, 0), InlineData(5, 0, 0), InlineData(3, 0, 2), InlineData(0, 1, 1), InlineData(0, 2, 0), InlineData(0, 9, 0), InlineData(0, 0, 2)]
    public void Tiers_follow_urgency_and_waiting(int urgency, int waited, int tier) => Assert.Equal(tier, EntryRules.Tier(new(4, 2), urgency, waited));

    [Fact]
    public void With_one_round_of_patience_nobody_is_in_the_second_tier() =>
        Assert.Equal([2, 0, 0], Enumerable.Range(0, 3).Select(waited => EntryRules.Tier(new(4, 1), 0, waited)));

    [Fact]
    public void Waiting_is_counted_from_the_last_round_back_to_the_last_help() =>
        Assert.Equal(2, EntryRules.Waited([Outcome(false), Outcome(false), Outcome(true), Outcome(false)]));

    [Theory]
    [InlineData(DistanceUnit.Kilometres, 90, 118), InlineData(DistanceUnit.RoadMinutes, 90, 90), InlineData(DistanceUnit.RoadMinutes, null, 118)]
    public void A_road_that_is_not_in_the_table_counts_a_minute_a_kilometre(DistanceUnit unit, int? road, int measured) =>
        Assert.Equal(measured, EntryRules.Measured(new(unit, 300, 300), new(118, road)));

    [Fact]
    public void The_frozen_text_reads_back_to_itself()
    {
        var text = CanonicalJson.Write(SampleRounds.Make(7));
        Assert.Equal(text, CanonicalJson.Write(CanonicalJson.Read<RoundInput>(text)));
    }

    [Fact]
    [Trait("Requirement", "P05")]
    public void Beyond_the_charters_distance_there_is_no_pair()
    {
        var input = SampleRounds.Make(3);
        var pairing = PairingOfInput.Of(input);
        var far = input.Distances.Where(d => d.Distance > 350 && d.From != "P00").Select(d => (d.From, d.Museum)).ToHashSet();
        Assert.NotEmpty(far);
        Assert.DoesNotContain(pairing.Ratings, r => r.Rating.Parts is not null && far.Contains((input.Leaders[r.Leader].Code, input.Museums[r.Museum].Code)));
        Assert.Contains(pairing.Ratings, r => r.Rating.Missing == MissingReason.TooFar);
    }

    [Fact]
    [Trait("Requirement", "P08")]
    public void A_pair_that_goes_on_scores_more_than_the_same_pair_anew()
    {
        var input = SampleRounds.Make(3) with { Existing = [] };
        var before = PairingOfInput.Of(input).Ratings.First(r => r.Rating.Parts is not null);
        var (leader, museum) = (input.Leaders[before.Leader].Code, input.Museums[before.Museum].Code);
        var after = PairingOfInput.Of(input with { Existing = [new(leader, museum)] }).Ratings.First(r => (r.Leader, r.Museum) == (before.Leader, before.Museum));
        Assert.True(after.Rating.Parts!.Score > before.Rating.Parts!.Score);
    }

    [Fact]
    [Trait("Requirement", "P20")]
    public async Task Digital_work_is_paired_like_any_other_domain()
    {
        var made = SampleRounds.Make(1, leaders: 1, museums: 2);
        var input = made with
        {
            Leaders = [made.Leaders[0] with { Places = 1, Least = 1, Strengths = [0, 0, 0, 0, 0, 0, 0, 4], Declared = true }],
            Museums = [made.Museums[0] with { Needs = [0, 0, 0, 0, 0, 0, 0, 3], Tier = 2, Urgency = 0, Waited = 0 }],
            Needs = [],
            Offers = [],
            Locks = [],
            Exclusions = [],
            Existing = [],
            Wishes = [],
            Distances = [new("L00", "M000", 10)],
        };
        var result = CanonicalJson.Read<RoundResult>(await Computing.RunAsync(CanonicalJson.Write(input), VerifyRoundTests.NoReport, default));
        Assert.Equal("L00", Assert.Single(result.Modes.Optimal.Pairs).Leader);
    }

    [Theory]
    [InlineData("lock:L1:M2"), InlineData("exclude:L1:M2"), InlineData("places:L1:3"), InlineData("weight:near:40")]
    public void What_if_changes_read_back_from_their_address(string text)
    {
        Assert.True(WhatIfChange.TryParse(text, out var change));
        Assert.Equal(text, change.ToString());
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData("lock:L1"), InlineData("places:L1:-1"), InlineData("places:L1:x"), InlineData("weight:bribe:3"),
     InlineData("lock::M"), InlineData("a:b:c:d"), InlineData("weight:near:99999")]
    public void Other_addresses_are_no_change(string? text) => Assert.False(WhatIfChange.TryParse(text, out _));

    private static Listing Need(Domain domain, int strength, int urgency = 0) =>
        new() { Title = "x", Side = Side.Need, Domain = domain, Strength = strength, Urgency = urgency };

    private static RoundOutcome Outcome(bool helped) => new() { LeaderId = helped ? Guid.Empty : null };
}
