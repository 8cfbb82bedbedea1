using Guanlian.Contracts.Exchange;
using Guanlian.Contracts.Governance;
using Guanlian.Contracts.Members;
using Guanlian.Exchange.Rounds;
using Guanlian.Platform.Formats;

namespace Guanlian.Unit.Exchange;

/// <summary>Made-up inputs of a given size and seed, with everything in them that an input can have.</summary>
internal static class SampleRounds
{
    private static readonly string[] Themes = ["古建筑", "红色文化"];

    public static PairingRules Rules { get; } = new()
    {
        Leaders = new([PartyLevel.Province], [Grade.First], [Guid.Parse("00000000-0000-7000-8000-0000000000aa")]),
        Receivers = new([PartyLevel.County], [Grade.None, Grade.Third]),
        Capacity = new(1, 3),
        Distance = new(DistanceUnit.Kilometres, 350, 400),
        LeastFit = 100,
        Weights = new(55, 30, 15, 5, 5),
        Objective =
        [
            ObjectiveLevel.UrgentPaired, ObjectiveLevel.WaitingPaired, ObjectiveLevel.OthersPaired, ObjectiveLevel.LeadersUsed,
            ObjectiveLevel.TotalScore, ObjectiveLevel.Workload,
        ],
        Tiers = new(4, 2),
        WorkloadBonus = [2, 1, 0],
        SecondmentMonths = new(3, 6),
        ConfirmationDays = 90,
        ObjectionDays = 10,
        TermYears = 3,
    };

    public static RoundInput Make(int seed, int leaders = 4, int museums = 14)
    {
        var random = new Random(seed);
        var needs = new List<InputListing>();
        var offers = new List<InputListing>();
        var museumCodes = Enumerable.Range(0, museums).Select(j => $"M{j:000}").ToList();
        var leaderCodes = Enumerable.Range(0, leaders).Select(i => $"L{i:00}").ToList();
        foreach (var code in museumCodes)
        {
            for (var n = 0; n <= random.Next(3); n++) needs.Add(Listing(code, "n"));
        }

        foreach (var code in leaderCodes.Append("P00"))
        {
            for (var n = 0; n <= 4; n++) offers.Add(Listing(code, "o"));
        }

        var rules = CanonicalJson.Write(Rules);
        var input = new RoundInput
        {
            Format = RoundInput.CurrentFormat,
            Round = new("SX-2026-1", "SX", "示例联盟", "示例轮次", new(2026, 11, 20), true),
            Charter = new(1, CanonicalJson.Hash(rules), Rules),
            Domains = EntryRules.Domains,
            Leaders = [.. leaderCodes.Select(c =>
            {
                var places = random.Next(4);
                return new InputLeader(c, $"大馆{c}", Math.Min(1, places), places, Strongest(offers, c), false, places < 3 ? "馆舍改造" : null, Theme());
            })],
            Museums = [.. museumCodes.Select(c =>
            {
                var (urgency, waited) = (Urgency(c), random.Next(3));
                return new InputMuseum(c, $"县馆{c}", Strongest(needs, c), urgency, waited, EntryRules.Tier(Rules.Tiers, urgency, waited), Theme());
            })],
            Offerers = [new("P00", "示例图书馆")],
            Needs = [.. needs.OrderBy(n => n.Party, StringComparer.Ordinal).ThenBy(n => n.Id, StringComparer.Ordinal)],
            Offers = [.. offers.OrderBy(n => n.Party, StringComparer.Ordinal).ThenBy(n => n.Id, StringComparer.Ordinal)],
            Distances = [.. from m in museumCodes from l in leaderCodes.Append("P00") where random.Next(20) > 0 select new InputDistance(l, m, random.Next(10, 420))],
            Wishes = [.. from m in museumCodes from l in leaderCodes where random.Next(8) == 0 select new InputWish(l, m, random.Next(1, 3))],
            Existing = [.. from m in museumCodes where random.Next(6) == 0 select new InputPair(leaderCodes[random.Next(leaders)], m)],
            Locks = [],
            Exclusions = [new(leaderCodes[0], museumCodes[1], "利益冲突", "示例联盟秘书处", new(2027, 12, 31))],
            NotEntered = [new("Z999", "未报馆", AbsentReason.NoNeed)],
        };
        return input with { Locks = OneLock(input) };

        InputListing Listing(string party, string kind) => new(
            $"{kind}-{party}-{random.Next(1_000_000):000000}", party, (Domain)random.Next(8), (ResourceKind)random.Next(2), "示例", random.Next(1, 6),
            random.Next(6), random.Next(1, 5), true, random.Next(2) == 0 ? "天" : null);
        string? Theme() => random.Next(3) == 0 ? null : Themes[random.Next(2)];
        int Urgency(string code) => needs.Where(n => n.Party == code && n.Domain == Domain.Conservation).Select(n => n.Urgency).DefaultIfEmpty(0).Max();
    }

    private static IReadOnlyList<InputDecision> OneLock(RoundInput input)
    {
        var pairing = PairingOfInput.Of(input);
        var arc = pairing.Ratings.FirstOrDefault(r => r.Rating.Parts is not null && input.Leaders[r.Leader].Places > 0);
        return arc.Rating.Parts is null ? [] : [new(input.Leaders[arc.Leader].Code, input.Museums[arc.Museum].Code, "帮扶协议在期", "示例联盟秘书处", new(2028, 12, 31))];
    }

    private static int[] Strongest(List<InputListing> listings, string party) =>
        [.. EntryRules.Domains.Select(d => listings.Where(l => l.Party == party && l.Domain == d).Select(l => l.Strength).DefaultIfEmpty(0).Max())];
}
