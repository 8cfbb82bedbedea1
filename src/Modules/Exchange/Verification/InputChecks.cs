using Guanlian.Contracts.Exchange;
using Guanlian.Exchange.Rounds;
using Guanlian.Platform.Formats;

namespace Guanlian.Exchange.Verification;

/// <summary>
/// Whether an input agrees with itself: what it states beside the facts (needs per domain, urgency, tier, places) is worked out again here,
/// by other code than that which froze it.
/// </summary>
internal static class InputChecks
{
    public static void Check(RoundInput input, Findings findings)
    {
        findings.Expect(input.Format == RoundInput.CurrentFormat, "exchange.verify.format", ("format", input.Format));
        findings.Expect(CanonicalJson.Hash(CanonicalJson.Write(input.Charter.Rules)) == input.Charter.RulesHash, "exchange.verify.rules-hash");
        Codes(input, findings);
        if (findings.Any) return;
        foreach (var leader in input.Leaders) Leader(input, leader, findings);
        foreach (var museum in input.Museums) Museum(input, museum, findings);
    }

    /// <summary>Lists in code order without repeats, and nobody named who is not there: everything after relies on it.</summary>
    private static void Codes(RoundInput input, Findings findings)
    {
        findings.Expect(input.Domains.SequenceEqual(Enum.GetValues<Domain>()), "exchange.verify.domains");
        Sorted("leaders", input.Leaders.Select(l => l.Code));
        Sorted("museums", input.Museums.Select(m => m.Code));
        Sorted("offerers", input.Offerers.Select(o => o.Code));
        Sorted("needs", input.Needs.Select(n => n.Id).Order(StringComparer.Ordinal));
        Sorted("offers", input.Offers.Select(o => o.Id).Order(StringComparer.Ordinal));
        Sorted("distances", input.Distances.Select(d => $"{d.Museum}\u0001{d.From}"));
        Sorted("wishes", input.Wishes.Select(w => $"{w.Museum}\u0001{w.Leader}"));
        Sorted("existing", input.Existing.Select(w => $"{w.Museum}\u0001{w.Leader}"));
        Sorted("locks", input.Locks.Select(w => $"{w.Museum}\u0001{w.Leader}"));
        Sorted("exclusions", input.Exclusions.Select(w => $"{w.Museum}\u0001{w.Leader}"));
        var leaders = input.Leaders.Select(l => l.Code).ToHashSet();
        var museums = input.Museums.Select(m => m.Code).ToHashSet();
        var offerers = leaders.Concat(input.Offerers.Select(o => o.Code)).ToHashSet();
        Known("wishes", input.Wishes.All(w => leaders.Contains(w.Leader) && museums.Contains(w.Museum) && w.Wish is 1 or 2));
        Known("existing", input.Existing.All(w => leaders.Contains(w.Leader) && museums.Contains(w.Museum)));
        Known("locks", input.Locks.All(w => leaders.Contains(w.Leader) && museums.Contains(w.Museum)));
        Known("exclusions", input.Exclusions.All(w => leaders.Contains(w.Leader) && museums.Contains(w.Museum)));
        Known("distances", input.Distances.All(d => offerers.Contains(d.From) && museums.Contains(d.Museum) && d.Distance >= 0));
        Known("needs", input.Needs.All(n => museums.Contains(n.Party) && Plausible(n)));
        Known("offers", input.Offers.All(o => offerers.Contains(o.Party) && Plausible(o)));
        Known("notEntered", input.NotEntered.All(a => !museums.Contains(a.Code)));
        Known("leaders", input.Leaders.All(l => l.Strengths.Count == 8 && l.Strengths.All(s => s is >= 0 and <= 5)));
        Known("museums", input.Museums.All(m => m.Needs.Count == 8 && m.Needs.All(s => s is >= 0 and <= 5)));
        Known("museums", !museums.Overlaps(leaders));

        void Sorted(string list, IEnumerable<string> keys)
        {
            string? before = null;
            foreach (var key in keys)
            {
                if (key.Length == 0 || (before is not null && string.CompareOrdinal(before, key) >= 0))
                {
                    findings.Add("exchange.verify.not-in-order", ("list", list));
                    return;
                }

                before = key;
            }
        }

        void Known(string list, bool holds) => findings.Expect(holds, "exchange.verify.stranger", ("list", list));
    }

    private static bool Plausible(InputListing l) => l.Strength is >= 1 and <= 5 && l.Urgency is >= 0 and <= 5 && l.Quantity is >= 1 and <= 1_000_000;

    private static void Leader(RoundInput input, InputLeader leader, Findings findings)
    {
        var capacity = input.Charter.Rules.Capacity;
        findings.Expect(leader.Places >= 0 && leader.Places <= capacity.Most && leader.Least == Math.Min(capacity.Least, leader.Places),
            "exchange.verify.places", ("leader", leader.Name), ("places", leader.Places), ("most", capacity.Most));
        findings.Expect(leader.Declared || leader.Strengths.SequenceEqual(Greatest(input.Offers, leader.Code)),
            "exchange.verify.strengths", ("leader", leader.Name));
    }

    private static void Museum(RoundInput input, InputMuseum museum, Findings findings)
    {
        findings.Expect(museum.Needs.SequenceEqual(Greatest(input.Needs, museum.Code)) && museum.Needs.Any(n => n > 0),
            "exchange.verify.needs", ("museum", museum.Name));
        var urgency = 0;
        foreach (var need in input.Needs)
        {
            if (need.Party == museum.Code && need.Domain == Domain.Conservation && need.Urgency > urgency) urgency = need.Urgency;
        }

        findings.Expect(museum.Urgency == urgency, "exchange.verify.urgency", ("museum", museum.Name));
        var rule = input.Charter.Rules.Tiers;
        var tier = 2;
        if (museum.Waited > 0 && museum.Waited + 1 >= rule.RoundsWithoutHelp) tier = 1;
        if (museum.Waited >= rule.RoundsWithoutHelp || urgency >= rule.UrgentFrom) tier = 0;
        findings.Expect(museum.Tier == tier && museum.Waited >= 0, "exchange.verify.tier", ("museum", museum.Name), ("tier", museum.Tier), ("expected", tier));
    }

    private static IEnumerable<int> Greatest(IEnumerable<InputListing> listings, string party) => Enum.GetValues<Domain>()
        .Select(domain => listings.Where(l => l.Party == party && l.Domain == domain).Select(l => l.Strength).DefaultIfEmpty(0).Max());
}
