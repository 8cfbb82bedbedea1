using Guanlian.Contracts.Members;
using Guanlian.Exchange.Data;

namespace Guanlian.Exchange.Rounds;

/// <summary>Puts gathered facts into the order and form of <see cref="RoundInput"/>; pure.</summary>
internal static class InputOfFacts
{
    public static RoundInput Build(Known known)
    {
        var needs = known.Listings.Where(l => l.Side == Side.Need && l.Strength > 0).ToLookup(l => l.PartyId);
        var offers = known.Listings.Where(l => l.Side == Side.Offer && l.Strength > 0).ToLookup(l => l.PartyId);
        var receivers = known.Eligible.Receivers.ToLookup(r => Absence(known, needs, r));
        var entered = receivers[null].ToList();
        var codes = known.Eligible.Members.ToDictionary(m => m.Id, m => m.Code);
        var enteredIds = entered.Select(m => m.Id).ToHashSet();
        var leaderIds = known.Eligible.Leaders.Select(l => l.Id).ToHashSet();
        return new()
        {
            Format = RoundInput.CurrentFormat,
            Round = new(known.Round.Code, known.Cluster.Code, known.Cluster.Name, known.Round.Name, known.Day, known.Round.Sample),
            Charter = new(known.Round.CharterNumber, known.Round.RulesHash, known.Eligible.Rules),
            Domains = EntryRules.Domains,
            Leaders = [.. known.Eligible.Leaders.Select(l => LeaderOf(known, l, offers[l.Id]))],
            Museums = [.. entered.Select(m => MuseumOf(known, m, needs[m.Id]))],
            Offerers = [.. known.Eligible.Members.Where(m => offers[m.Id].Any() && !leaderIds.Contains(m.Id))
                .OrderBy(m => m.Code, StringComparer.Ordinal).Select(m => new InputParty(m.Code, m.Name))],
            Needs = ListingsOf(entered, needs),
            Offers = ListingsOf(known.Eligible.Members, offers),
            Distances = [],
            Wishes = WishesOf(known, entered),
            Existing = ExistingOf(known, codes, enteredIds, leaderIds),
            Locks = DecisionsOf(known, codes, AdjustmentKind.Lock),
            Exclusions = [.. DecisionsOf(known, codes, AdjustmentKind.Exclusion)
                .Where(d => entered.Any(m => m.Code == d.Museum) && known.Eligible.Leaders.Any(l => l.Code == d.Leader))],
            NotEntered = [.. receivers.Where(g => g.Key is not null).SelectMany(g => g.Select(m => new InputAbsent(m.Code, m.Name, g.Key!.Value)))
                .OrderBy(a => a.Code, StringComparer.Ordinal)],
        };
    }

    private static AbsentReason? Absence(Known known, ILookup<Guid, Listing> needs, PartyCard museum) =>
        known.Entries.GetValueOrDefault(museum.Id) is { TakesPart: false } ? AbsentReason.SitsOut
        : needs[museum.Id].Any() ? null
        : AbsentReason.NoNeed;

    private static InputLeader LeaderOf(Known known, PartyCard leader, IEnumerable<Listing> offers)
    {
        var entry = known.Entries.GetValueOrDefault(leader.Id);
        var rules = known.Eligible.Rules;
        var adjusted = known.Adjustments.LastOrDefault(a => a.Kind == AdjustmentKind.Places && a.LeaderId == leader.Id);
        var places = adjusted?.Places ?? entry?.Places ?? rules.Capacity.Most;
        var reason = adjusted?.Reason ?? (places < rules.Capacity.Most ? entry?.Reason : null);
        return new(
            leader.Code, leader.Name, Math.Min(rules.Capacity.Least, places), places,
            entry?.Strengths ?? EntryRules.Strongest(offers), entry?.Strengths is not null, reason, entry?.Theme);
    }

    private static InputMuseum MuseumOf(Known known, PartyCard museum, IEnumerable<Listing> needs)
    {
        var own = needs.ToList();
        var waited = EntryRules.Waited(known.Earlier.SelectMany(e => e.Outcomes.Where(o => o.MuseumId == museum.Id)));
        var urgency = EntryRules.Urgency(own);
        return new(
            museum.Code, museum.Name, EntryRules.Strongest(own), urgency, waited,
            EntryRules.Tier(known.Eligible.Rules.Tiers, urgency, waited), known.Entries.GetValueOrDefault(museum.Id)?.Theme);
    }

    private static IReadOnlyList<InputListing> ListingsOf(IEnumerable<PartyCard> parties, ILookup<Guid, Listing> listings) =>
    [
        .. from party in parties.OrderBy(p => p.Code, StringComparer.Ordinal)
           from l in listings[party.Id].OrderBy(l => l.Id.ToString(), StringComparer.Ordinal)
           select new InputListing(
               l.Id.ToString(), party.Code, l.Domain, l.Resource, l.Title, l.Strength, l.Urgency, l.Quantity ?? 1, l.Sample, l.Unit),
    ];

    private static IReadOnlyList<InputWish> WishesOf(Known known, IReadOnlyList<PartyCard> entered) =>
    [
        .. from museum in entered
           from leader in known.Eligible.Leaders
           let wish = Asks(known, museum.Id, leader.Id) + Asks(known, leader.Id, museum.Id)
           where wish > 0
           select new InputWish(leader.Code, museum.Code, wish),
    ];

    private static int Asks(Known known, Guid who, Guid whom) =>
        known.Entries.GetValueOrDefault(who)?.Wishes.Contains(whom) == true ? 1 : 0;

    private static IReadOnlyList<InputPair> ExistingOf(
        Known known, Dictionary<Guid, string> codes, HashSet<Guid> entered, HashSet<Guid> leaders) =>
    [
        .. (known.Earlier is [var last, ..] ? last.Outcomes : [])
            .Where(o => o.LeaderId is { } leader && leaders.Contains(leader) && entered.Contains(o.MuseumId))
            .Select(o => new InputPair(codes[o.LeaderId!.Value], codes[o.MuseumId]))
            .OrderBy(p => p.Museum, StringComparer.Ordinal),
    ];

    /// <summary>Of two that say the same of a pair the later one counts.</summary>
    private static IReadOnlyList<InputDecision> DecisionsOf(Known known, Dictionary<Guid, string> codes, AdjustmentKind kind) =>
    [
        .. known.Adjustments.Where(a => a.Kind == kind && codes.ContainsKey(a.LeaderId) && codes.ContainsKey(a.MuseumId!.Value))
            .GroupBy(a => (Leader: codes[a.LeaderId], Museum: codes[a.MuseumId!.Value]))
            .OrderBy(g => g.Key.Museum, StringComparer.Ordinal).ThenBy(g => g.Key.Leader, StringComparer.Ordinal)
            .Select(g => new InputDecision(g.Key.Leader, g.Key.Museum, g.Last().Reason, g.Last().Office, g.Last().ExpiresOn!.Value)),
    ];
}
