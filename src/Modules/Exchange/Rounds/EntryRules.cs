using Guanlian.Contracts.Exchange;
using Guanlian.Contracts.Governance;
using Guanlian.Exchange.Data;

namespace Guanlian.Exchange.Rounds;

/// <summary>How confirmed needs and offers, and earlier rounds, become the numbers of an input. Small rules, said in docs/formats/pairing-round.md.</summary>
internal static class EntryRules
{
    public static IReadOnlyList<Domain> Domains { get; } = Enum.GetValues<Domain>();

    /// <summary>In each domain the strongest of the listings: three small needs are not one great need.</summary>
    public static int[] Strongest(IEnumerable<Listing> listings)
    {
        var strongest = new int[Domains.Count];
        foreach (var listing in listings)
        {
            ref var d = ref strongest[(int)listing.Domain];
            d = Math.Max(d, listing.Strength);
        }

        return strongest;
    }

    /// <summary>The urgency that decides the tier: of needs in conservation alone, where relics may be lost (requirement C05).</summary>
    public static int Urgency(IEnumerable<Listing> needs) =>
        needs.Where(n => n.Domain == Domain.Conservation).Select(n => n.Urgency).DefaultIfEmpty(0).Max();

    /// <summary>0 for endangered relics or who has waited long enough, 1 for who waits, 2 for the others.</summary>
    public static int Tier(TierRule rule, int urgency, int waited) =>
        urgency >= rule.UrgentFrom || waited >= rule.RoundsWithoutHelp ? 0
        : waited > 0 && waited >= rule.RoundsWithoutHelp - 1 ? 1
        : 2;

    /// <summary>Rounds in a row, newest first, in which it was entered and went without; rounds that it did not enter say nothing.</summary>
    public static int Waited(IEnumerable<RoundOutcome> newestFirst) => newestFirst.TakeWhile(o => o.LeaderId is null).Count();

    /// <summary>What the charter measures in; where a road is not in the table, a minute a kilometre.</summary>
    public static int Measured(DistanceRule rule, Contracts.Members.Distance distance) =>
        rule.Unit == DistanceUnit.RoadMinutes ? distance.RoadMinutes ?? distance.Kilometres : distance.Kilometres;
}
