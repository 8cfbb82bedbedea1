using Guanlian.Exchange.Results;
using Guanlian.Exchange.Rounds;

namespace Guanlian.Exchange.Verification;

/// <summary>
/// Whether the links of single needs and offers are possible and the best: prices p ≥ 0 of offers and values v ≥ 0 of needs with p + v at least
/// the worth of every link bound every other choice by Σ quantity·p + Σ quantity·v, and that bound is reached.
/// </summary>
internal static class LinkChecks
{
    public static void Check(RoundInput input, ModeResult result, string mode, Findings findings)
    {
        var links = result.Links;
        var unpaired = result.Unpaired.ToHashSet();
        var needs = input.Needs.Where(n => unpaired.Contains(n.Party)).ToList();
        if (!links.Needs.SequenceEqual(needs.Select(n => n.Id)) || links.OfferPrices.Count != input.Offers.Count
            || links.NeedValues.Count != needs.Count || links.Weights.Count != 4 || links.Totals.Count != 4)
        {
            findings.Add("exchange.verify.links-form", ("mode", mode));
            return;
        }

        var tiers = input.Museums.ToDictionary(m => m.Code, m => m.Tier);
        var distances = input.Distances.ToDictionary(d => (d.From, d.Museum), d => d.Distance);
        var totals = new long[4];
        Shipments(input, links, needs, tiers, distances, totals, mode, findings);
        findings.Expect(links.Totals.SequenceEqual(totals), "exchange.verify.links-totals", ("mode", mode));
        findings.Expect(Proved(input, links, needs, tiers, distances, totals), "exchange.verify.links-proof", ("mode", mode));
    }

    private static void Shipments(
        RoundInput input, ResultLinks links, List<InputListing> needs, Dictionary<string, int> tiers,
        Dictionary<(string, string), int> distances, long[] totals, string mode, Findings findings)
    {
        var left = input.Offers.ToDictionary(o => o.Id, o => (long)o.Quantity);
        var wanted = needs.ToDictionary(n => n.Id, n => (long)n.Quantity);
        var offers = input.Offers.ToDictionary(o => o.Id);
        var needById = needs.ToDictionary(n => n.Id);
        foreach (var s in links.Shipments)
        {
            if (!offers.TryGetValue(s.Offer, out var offer) || !needById.TryGetValue(s.Need, out var need) || s.Quantity <= 0
                || ScoreOf(input, offer, need, distances) != s.Score || (left[s.Offer] -= s.Quantity) < 0 || (wanted[s.Need] -= s.Quantity) < 0)
            {
                findings.Add("exchange.verify.link", ("mode", mode), ("need", s.Need), ("offer", s.Offer));
                return;
            }

            totals[tiers[need.Party]] += s.Quantity;
            totals[3] += (long)s.Quantity * s.Score;
        }
    }

    private static bool Proved(
        RoundInput input, ResultLinks links, List<InputListing> needs, Dictionary<string, int> tiers,
        Dictionary<(string, string), int> distances, long[] totals)
    {
        // Whole numbers without bound: prices are what somebody wrote into a file.
        var offerPrices = links.OfferPrices.Select(p => (Int128)p).ToList();
        var bound = Sum(offerPrices.Select((p, i) => p * input.Offers[i].Quantity)) + Sum(links.NeedValues.Select((v, j) => (Int128)v * needs[j].Quantity));
        var value = Sum(totals.Select((t, k) => (Int128)t * links.Weights[k]));
        if (bound != value || bound != links.Bound || links.OfferPrices.Any(p => p < 0) || links.NeedValues.Any(v => v < 0)) return false;
        if (!WeightsKeepLevelsApart(links.Weights, input, needs)) return false;
        for (var j = 0; j < needs.Count; j++)
        {
            for (var i = 0; i < input.Offers.Count; i++)
            {
                if (ScoreOf(input, input.Offers[i], needs[j], distances) is not { } score) continue;
                var worth = (Int128)links.Weights[tiers[needs[j].Party]] + ((Int128)links.Weights[3] * score);
                if (offerPrices[i] + links.NeedValues[j] < worth) return false;
            }
        }

        return true;
    }

    /// <summary>
    /// One unit of a tier outweighs whatever the levels after it can change along one simple cycle, which passes each offer and each need at
    /// most once: one unit of every later tier, and a score of 1000 on each link that it gains or loses.
    /// </summary>
    private static bool WeightsKeepLevelsApart(IReadOnlyList<long> weights, RoundInput input, List<InputListing> needs)
    {
        var links = 2L * Math.Min(input.Offers.Count, needs.Count);
        if (weights[3] < 1) return false;
        Int128 below = (Int128)weights[3] * 1000 * links / 2;
        for (var k = 2; k >= 0; k--)
        {
            if (weights[k] <= below) return false;
            below += weights[k];
        }

        return true;
    }

    private static Int128 Sum(IEnumerable<Int128> terms) => terms.Aggregate((Int128)0, (a, b) => a + b);

    private static int? ScoreOf(RoundInput input, InputListing offer, InputListing need, Dictionary<(string, string), int> distances)
    {
        if (offer.Party == need.Party || offer.Domain != need.Domain || offer.Resource != need.Resource) return null;
        if (offer.Unit is { } a && need.Unit is { } b && a != b) return null;
        var rules = input.Charter.Rules;
        var fit = offer.Strength >= need.Strength ? 1000 : offer.Strength * 1000 / need.Strength;
        var near = !distances.TryGetValue((offer.Party, need.Party), out var far) || far >= rules.Distance.Zero ? 0 : 1000 - (int)(far * 1000L / rules.Distance.Zero);
        return (int)(((long)rules.Weights.Fit * fit + (long)rules.Weights.Near * near) / ((long)rules.Weights.Fit + rules.Weights.Near));
    }
}
