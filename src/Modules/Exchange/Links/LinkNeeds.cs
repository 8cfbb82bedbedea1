using System.Collections.Immutable;
using Guanlian.Exchange.Results;
using Guanlian.Exchange.Rounds;
using Guanlian.Pairing.Transportation;

namespace Guanlian.Exchange.Links;

/// <summary>
/// The second layer: single needs of the museums without a leader are met by single offers, whole units, by the same kernel. A link is
/// possible where domain, kind of resource and unit are the same; its score is the fit and nearness of the two by the charter's weights.
/// </summary>
internal static class LinkNeeds
{
    public static ResultLinks Of(RoundInput input, IReadOnlyList<string> unpaired, CancellationToken ct)
    {
        var tiers = input.Museums.ToDictionary(m => m.Code, m => m.Tier);
        var without = unpaired.ToHashSet();
        var needs = input.Needs.Where(n => without.Contains(n.Party)).ToList();
        var problem = new TransportationProblem
        {
            Offers = [.. input.Offers.Select(o => new TransportOffer(o.Id, o.Quantity))],
            Needs = [.. needs.Select(n => new TransportNeed(n.Id, n.Quantity, tiers[n.Party]))],
            Links = LinksOf(input, needs),
        };
        var answer = TransportationSolver.Solve(problem, ct);
        if (!answer.IsSolved)
        {
            throw new InvalidOperationException($"links: {string.Join(", ", answer.Faults.Select(f => $"{f.Code} at {f.Row}"))}");
        }

        var certificate = answer.Result.Certificate;
        return new(
            [.. needs.Select(n => n.Id)],
            [.. answer.Result.Shipments.Select(s => new ResultShipment(needs[s.Need].Id, input.Offers[s.Offer].Id, s.Quantity, s.Score))],
            answer.Result.Objective, certificate.Weights, certificate.OfferPrices, certificate.NeedValues, certificate.Bound);
    }

    /// <summary>The score of a possible link; null where it is not possible.</summary>
    public static int? Score(RoundInput input, InputListing offer, InputListing need, int? distance)
    {
        if (offer.Party == need.Party || offer.Domain != need.Domain || offer.Resource != need.Resource
            || (offer.Unit is not null && need.Unit is not null && offer.Unit != need.Unit))
        {
            return null;
        }

        var (weights, zero) = (input.Charter.Rules.Weights, input.Charter.Rules.Distance.Zero);
        var fit = 1000 * Math.Min(offer.Strength, need.Strength) / need.Strength;
        var near = distance is { } far ? Math.Max(0, 1000 - (1000L * far / zero)) : 0;
        return (int)(((long)weights.Fit * fit + weights.Near * near) / (weights.Fit + weights.Near));
    }

    private static ImmutableArray<TransportLink> LinksOf(RoundInput input, List<InputListing> needs)
    {
        var distances = input.Distances.ToDictionary(d => (d.From, d.Museum), d => d.Distance);
        var byDomain = input.Offers.Select((offer, i) => (offer, i)).ToLookup(x => x.offer.Domain);
        var links = ImmutableArray.CreateBuilder<TransportLink>();
        for (var j = 0; j < needs.Count; j++)
        {
            foreach (var (offer, i) in byDomain[needs[j].Domain])
            {
                int? distance = distances.TryGetValue((offer.Party, needs[j].Party), out var far) ? far : null;
                if (Score(input, offer, needs[j], distance) is { } score) links.Add(new(i, j, score));
            }
        }

        return links.ToImmutable();
    }
}
