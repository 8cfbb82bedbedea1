using Guanlian.Contracts.Governance;
using Guanlian.Contracts.Members;
using Guanlian.Exchange.Data;

namespace Guanlian.Exchange.Rounds;

/// <summary>Who has which part in a round: the cluster's members read by the round's rules.</summary>
internal sealed class EligibleParties(IPartyDirectory parties)
{
    public async Task<Eligible> OfAsync(Round round, CancellationToken ct)
    {
        var rules = round.ReadRules();
        var members = await parties.MembersOfAsync(round.ClusterId, ct);
        return new(
            rules,
            members,
            [.. members.Where(rules.MayLead).OrderBy(p => p.Code, StringComparer.Ordinal)],
            [.. members.Where(rules.MayBeHelped).OrderBy(p => p.Code, StringComparer.Ordinal)]);
    }

    /// <summary>The part of one party that is known to be a member; null where it has none.</summary>
    public async Task<Part?> PartOfMemberAsync(Round round, Guid member, CancellationToken ct)
    {
        return await parties.FindAsync(member, ct) is { Kind: not PartyKind.Cluster } card ? round.ReadRules().PartOf(card) : null;
    }
}

/// <summary>Leaders and receivers in code order, and all members, for single offers.</summary>
internal sealed record Eligible(
    PairingRules Rules, IReadOnlyList<PartyCard> Members, IReadOnlyList<PartyCard> Leaders, IReadOnlyList<PartyCard> Receivers)
{
    /// <summary>The part of this party; null where it has none.</summary>
    public Part? PartOf(Guid party) => Members.FirstOrDefault(p => p.Id == party) is { } member ? Rules.PartOf(member) : null;
}

/// <summary>Who may lead leads, also where the rules would let it be helped.</summary>
internal static class PartByRules
{
    public static Part? PartOf(this PairingRules rules, PartyCard member) => rules.MayLead(member) ? Part.Leader : rules.MayBeHelped(member) ? Part.Receiver : null;
}
