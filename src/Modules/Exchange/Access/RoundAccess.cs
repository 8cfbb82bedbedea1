using Guanlian.Contracts.Members;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Access;

/// <summary>
/// What the actor may see and do in a round. Anybody sees an adopted one; members see a running one of their cluster, and its result
/// once it is shown; the association's offices see all. Whoever may not see it is told that it is not there.
/// </summary>
internal sealed class RoundAccess(ExchangeDb db, CurrentActor current, IPartyDirectory parties)
{
    /// <summary>The round by its code, to read or to change.</summary>
    public async Task<Outcome<RoundInSight>> FindAsync(string code, CancellationToken ct) =>
        await CheckAsync(await db.Rounds.SingleOrDefaultAsync(r => r.Code == code, ct), ct);

    /// <summary>The round by its code, for an act of the association's office.</summary>
    public async Task<Outcome<RoundInSight>> FindToRunAsync(string code, CancellationToken ct)
    {
        var found = await FindAsync(code, ct);
        if (found.Refused) return found.Refusal;
        return found.Value.Runs ? found : new Refusal.Denied("exchange.round.not-yours");
    }

    /// <summary>What may be seen of each of these rounds; those that may not be seen are left out.</summary>
    public async Task<IReadOnlyList<RoundInSight>> SeenOfAsync(IEnumerable<Round> rounds, CancellationToken ct)
    {
        var clusters = await ClustersAsync(ct);
        return [.. rounds.Select(r => Of(r, clusters)).Where(s => s.SeesRound)];
    }

    private async Task<Outcome<RoundInSight>> CheckAsync(Round? round, CancellationToken ct)
    {
        if (round is null || Of(round, await ClustersAsync(ct)) is not { SeesRound: true } sight)
        {
            return new Refusal.Missing("exchange.round.missing");
        }

        return sight;
    }

    private async Task<IReadOnlyList<Guid>> ClustersAsync(CancellationToken ct) =>
        current.Value.PartyId is { } party ? await parties.ClustersOfAsync(party, ct) : [];

    private RoundInSight Of(Round round, IReadOnlyList<Guid> clusters)
    {
        var actor = current.Value;
        return new(
            round,
            actor.May(RoundPermissions.Run, round.ClusterId),
            actor.May(RoundPermissions.Adopt, round.ClusterId),
            actor.PartyId is { } party && clusters.Contains(round.ClusterId) ? party : null);
    }
}

/// <summary>A round and what the actor may see of it.</summary>
/// <param name="Round">The round.</param>
/// <param name="Runs">The actor's office runs it.</param>
/// <param name="Adopts">The actor sits on the council that adopts it.</param>
/// <param name="Member">The actor's institution, where it is a member of the cluster.</param>
internal sealed record RoundInSight(Round Round, bool Runs, bool Adopts, Guid? Member)
{
    public bool SeesRound => Round.IsPublic || Runs || Adopts || Member is not null;

    /// <summary>The pairs with all their reasons.</summary>
    public bool SeesResult => Round.IsPublic || Runs || Adopts || (Member is not null && Round.State == RoundState.Shown);

    /// <summary>Letters, and what-ifs of others: the association alone until adoption.</summary>
    public bool SeesLetters => Round.IsPublic || Runs || Adopts;
}
