namespace Guanlian.Contracts.Exchange;

/// <summary>Requests that the asked side has accepted: an agreement can be begun from one.</summary>
public interface IAcceptedRequests
{
    /// <summary>The request; null where there is none, or nobody accepted it.</summary>
    Task<AcceptedRequest?> FindAsync(Guid id, CancellationToken ct);
}

/// <summary>An accepted request.</summary>
/// <param name="Id">Of the request.</param>
/// <param name="GivesId">Who has what was asked for.</param>
/// <param name="NeedsId">Who needs it.</param>
/// <param name="Title">Of the need or offer.</param>
public sealed record AcceptedRequest(Guid Id, Guid GivesId, Guid NeedsId, string Title);
