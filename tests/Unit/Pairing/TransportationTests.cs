using Guanlian.Pairing.Transportation;

namespace Guanlian.Unit.Pairing;

public sealed class TransportationTests
{
    [Fact]
    public void Tiny_transports_equal_enumeration_in_value_choice_and_proof() => Parallel.For(0, 3_000, seed =>
    {
        var problem = Tiny(seed);
        var result = Solved(problem);
        var (objective, quantities) = Enumerate(problem);
        Assert.True(objective.AsSpan().SequenceEqual(result.Objective.AsSpan()), $"seed {seed}");
        var sent = problem.Links.Select(l => result.Shipments.Where(s => s.Offer == l.Offer && s.Need == l.Need).Sum(s => s.Quantity));
        Assert.True(quantities.SequenceEqual(sent), $"seed {seed}: first {string.Join(',', quantities)}, got {string.Join(',', sent)}");
        AssertProved(problem, result, seed);
    });

    [Fact]
    public void The_order_of_rows_changes_nothing() => Parallel.For(0, 300, seed =>
    {
        var problem = seed < 290 ? Tiny(seed) : Large(seed, 30, 80);
        var random = new Random(seed);
        var (offers, needs) = (Rows(random, problem.Offers.Length), Rows(random, problem.Needs.Length));
        var shuffled = new TransportationProblem
        {
            Offers = [.. offers.Select(i => problem.Offers[i])],
            Needs = [.. needs.Select(j => problem.Needs[j])],
            Links = [.. problem.Links.Select(l => l with { Offer = Array.IndexOf(offers, l.Offer), Need = Array.IndexOf(needs, l.Need) })
                .OrderBy(_ => random.Next())],
        };
        var (one, two) = (Solved(problem), Solved(shuffled));
        Assert.Equal(one.Shipments, two.Shipments.Select(s => s with { Offer = offers[s.Offer], Need = needs[s.Need] }));
        Assert.Equal(one.Certificate.OfferPrices, offers.Select((row, k) => (row, k)).OrderBy(x => x.row)
            .Select(x => two.Certificate.OfferPrices[x.k]));
        Assert.Equal(one.Certificate.NeedValues, needs.Select((row, k) => (row, k)).OrderBy(x => x.row)
            .Select(x => two.Certificate.NeedValues[x.k]));
    });

    [Fact]
    public void Hundreds_of_needs_with_equal_scores_are_answered_with_proof()
    {
        var problem = Large(7, 120, 400);
        AssertProved(problem, Solved(problem), 7);
    }

    [Fact]
    public void Every_kind_of_bad_input_is_named()
    {
        var good = Tiny(1);
        AssertFault(good with { Offers = default, Links = [new(0, 0, 1)] }, TransportFaultCode.LinkOutOfRange);
        AssertFault(good with { Offers = [new("a", 1), new("a", 1)], Links = [] }, TransportFaultCode.DuplicateOfferCode);
        AssertFault(good with { Needs = [new("a", 1), new("a", 1)], Links = [] }, TransportFaultCode.DuplicateNeedCode);
        AssertFault(good with { Offers = [new("", 1)], Links = [] }, TransportFaultCode.EmptyOfferCode);
        AssertFault(good with { Needs = [null!], Links = [] }, TransportFaultCode.EmptyNeedCode);
        AssertFault(good with { Offers = [new("a", -1)], Links = [] }, TransportFaultCode.QuantityOutOfRange);
        AssertFault(good with { Needs = [new("a", int.MaxValue)], Links = [] }, TransportFaultCode.QuantityOutOfRange);
        AssertFault(good with { Needs = [new("a", 1, 3)], Links = [] }, TransportFaultCode.TierOutOfRange);
        AssertFault(good with { Links = [new(0, 0, 1001)] }, TransportFaultCode.ScoreOutOfRange);
        AssertFault(good with { Links = [new(0, 0, 1, -2)] }, TransportFaultCode.QuantityOutOfRange);
        AssertFault(good with { Links = [new(0, 0, 1), new(0, 0, 2)] }, TransportFaultCode.DuplicateLink);
        Assert.Empty(Solved(new() { Offers = [], Needs = [], Links = [] }).Shipments);
    }

    static void AssertFault(TransportationProblem problem, TransportFaultCode code)
    {
        var answer = TransportationSolver.Solve(problem);
        Assert.False(answer.IsSolved);
        Assert.Contains(code, answer.Faults.Select(f => f.Code));
    }

    static TransportationResult Solved(TransportationProblem problem)
    {
        var answer = TransportationSolver.Solve(problem);
        Assert.True(answer.IsSolved, string.Join(' ', answer.Faults));
        return answer.Result;
    }

    /// <summary>The certificate as its description says, in a few lines.</summary>
    static void AssertProved(TransportationProblem problem, TransportationResult result, int seed)
    {
        var (prices, values) = (result.Certificate.OfferPrices, result.Certificate.NeedValues);
        Assert.True(prices.All(p => p >= 0) && values.All(v => v >= 0), $"seed {seed}: negative price");
        Int128 bound = 0, reached = 0;
        foreach (var (offer, need, score, most) in problem.Links)
        {
            var worth = result.Certificate.Weights[problem.Needs[need].Tier] + result.Certificate.Weights[3] * score;
            var over = worth - prices[offer] - values[need];
            if (most is null) Assert.True(over <= 0, $"seed {seed}: value too small");
            else bound += (Int128)most.Value * Math.Max(0, over);
            var sent = result.Shipments.Where(s => s.Offer == offer && s.Need == need).Sum(s => s.Quantity);
            Assert.InRange(sent, 0, most ?? int.MaxValue);
            reached += (Int128)worth * sent;
        }
        for (var i = 0; i < prices.Length; i++)
        {
            bound += (Int128)prices[i] * problem.Offers[i].Quantity;
            Assert.True(result.Shipments.Where(s => s.Offer == i).Sum(s => s.Quantity) <= problem.Offers[i].Quantity);
        }
        for (var j = 0; j < values.Length; j++)
        {
            bound += (Int128)values[j] * problem.Needs[j].Quantity;
            Assert.True(result.Shipments.Where(s => s.Need == j).Sum(s => s.Quantity) <= problem.Needs[j].Quantity);
        }
        Assert.True(bound == reached && bound == result.Certificate.Bound, $"seed {seed}: bound {bound}, reached {reached}");
    }

    static (long[] Objective, int[] Quantities) Enumerate(TransportationProblem problem)
    {
        // Links by need code, then offer code, each from much to little: the first best found is the canonical one.
        var order = Enumerable.Range(0, problem.Links.Length)
            .OrderBy(k => problem.Needs[problem.Links[k].Need].Code, StringComparer.Ordinal)
            .ThenBy(k => problem.Offers[problem.Links[k].Offer].Code, StringComparer.Ordinal).ToArray();
        var (supply, demand) = (problem.Offers.Select(o => o.Quantity).ToArray(), problem.Needs.Select(n => n.Quantity).ToArray());
        var now = new int[order.Length];
        long[]? best = null;
        int[] first = [];
        void Try(int at)
        {
            if (at == order.Length)
            {
                var value = new long[4];
                for (var k = 0; k < now.Length; k++)
                {
                    value[problem.Needs[problem.Links[k].Need].Tier] += now[k];
                    value[3] += now[k] * problem.Links[k].Score;
                }
                if (best is not null && value.AsSpan().SequenceCompareTo(best) <= 0) return;
                (best, first) = (value, (int[])now.Clone());
                return;
            }
            var link = problem.Links[order[at]];
            var most = Math.Min(Math.Min(supply[link.Offer], demand[link.Need]), link.Most ?? int.MaxValue);
            for (var q = most; q >= 0; q--)
            {
                now[order[at]] = q;
                supply[link.Offer] -= q;
                demand[link.Need] -= q;
                Try(at + 1);
                supply[link.Offer] += q;
                demand[link.Need] += q;
            }
            now[order[at]] = 0;
        }
        Try(0);
        return (best!, first);
    }

    static TransportationProblem Tiny(int seed)
    {
        var random = new Random(seed);
        var (offers, needs) = (random.Next(1, 4), random.Next(1, 4));
        var step = random.Next(3) switch { 0 => 1000, 1 => 500, _ => 1 };
        return new()
        {
            Offers = [.. Enumerable.Range(0, offers)
                .Select(i => new TransportOffer($"{(char)('a' + random.Next(26))}{i}", random.Next(5)))],
            Needs = [.. Enumerable.Range(0, needs)
                .Select(j => new TransportNeed($"{(char)('a' + random.Next(26))}{j}", random.Next(5), random.Next(3)))],
            Links = [.. Links(random, offers, needs, step, 75)],
        };
    }

    static TransportationProblem Large(int seed, int offers, int needs)
    {
        var random = new Random(seed);
        return new()
        {
            Offers = [.. Enumerable.Range(0, offers).Select(i => new TransportOffer($"o{i}", random.Next(1, 40)))],
            Needs = [.. Enumerable.Range(0, needs).Select(j => new TransportNeed($"n{j}", random.Next(1, 9), random.Next(3)))],
            Links = [.. Links(random, offers, needs, 250, 25)],
        };
    }

    static IEnumerable<TransportLink> Links(Random random, int offers, int needs, int step, int density) =>
        from i in Enumerable.Range(0, offers)
        from j in Enumerable.Range(0, needs)
        where random.Next(100) < density
        select new TransportLink(i, j, random.Next(1000 / step + 1) * step, random.Next(3) == 0 ? random.Next(4) : null);

    static int[] Rows(Random random, int count) => [.. Enumerable.Range(0, count).OrderBy(_ => random.Next())];
}
