namespace Guanlian.Exchange.Data;

/// <summary>One party asks another to cooperate on a listing; both follow it.</summary>
internal sealed class CooperationRequest
{
    public Guid Id { get; init; }

    public Guid ListingId { get; init; }

    public Guid FromPartyId { get; init; }

    public Guid ToPartyId { get; init; }

    public RequestState State { get; set; }

    /// <summary>Why it was declined: one of <see cref="Requests.DeclineReasons"/>.</summary>
    public string? ReasonCode { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public int Version { get; set; } = 1;
}

/// <summary>States of a request.</summary>
internal enum RequestState
{
    Sent,
    Accepted,
    Declined,
    Withdrawn,
}

/// <summary>What one side wrote to the other.</summary>
internal sealed class RequestMessage
{
    public Guid Id { get; init; }

    public Guid RequestId { get; init; }

    public Guid PartyId { get; init; }

    public required string Author { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Text { get; init; }
}
