namespace Guanlian.Contracts.Exchange;

/// <summary>Needs that nobody has taken up yet.</summary>
public interface IUnmetNeeds
{
    /// <summary>Published needs of these parties that count today and that no accepted request meets; the most urgent first.</summary>
    Task<IReadOnlyList<UnmetNeed>> OfAsync(IReadOnlyCollection<Guid> parties, CancellationToken ct);
}

/// <summary>A need that waits.</summary>
/// <param name="Id">Of its listing.</param>
/// <param name="PartyId">Who needs it.</param>
/// <param name="Title">In its words.</param>
/// <param name="Domain">Of what kind.</param>
/// <param name="Urgency">0–5.</param>
/// <param name="Since">When it was first published, as far as is known.</param>
public sealed record UnmetNeed(Guid Id, Guid PartyId, string Title, Domain Domain, int Urgency, DateTimeOffset Since);
