using Guanlian.Contracts.Resources;
using Guanlian.Platform.Words;

namespace Guanlian.Resources.Data;

/// <summary>Somebody has a resource, or part of it, for a time.</summary>
internal sealed class BookingRecord
{
    public Guid Id { get; init; }

    /// <summary>Counted through; shown as YY-0001.</summary>
    public long Number { get; init; }

    public Guid ResourceId { get; init; }

    /// <summary>使用方</summary>
    public Guid ForPartyId { get; init; }

    /// <summary>In the resource's unit.</summary>
    public decimal Amount { get; set; }

    public DateTimeOffset FromAt { get; set; }

    /// <summary>Not counted in: midnight after the last day, where it goes by days.</summary>
    public DateTimeOffset UntilAt { get; set; }

    public required string Purpose { get; set; }

    public BookingStanding State { get; set; }

    /// <summary>Whose yes is still wanted; null once both have said it, or it is over.</summary>
    public Side? WaitsFor { get; set; }

    /// <summary>By when the user answers what the owner offered.</summary>
    public DateOnly? AnswerBy { get; set; }

    /// <summary>候补: since when it waits for room.</summary>
    public DateTimeOffset? WaitingSince { get; set; }

    public Guid? CooperationId { get; set; }

    public string? CooperationTitle { get; set; }

    /// <summary>The agreement that promises it, its number, line and text.</summary>
    public Guid? AgreementId { get; init; }

    public string? AgreementNumber { get; init; }

    public string? AgreementLine { get; init; }

    public int? AgreementText { get; set; }

    public required string AskedBy { get; init; }

    public DateTimeOffset AskedAt { get; init; }

    public string? ReasonCode { get; set; }

    public string? Reason { get; set; }

    /// <summary>What was found when it came back.</summary>
    public string? CloseNote { get; set; }

    public DateTimeOffset StateSince { get; set; }

    public bool Sample { get; init; }

    public int Version { get; set; } = 1;

    public DateOnly FirstDay => Dates.InChina(FromAt);

    public DateOnly LastDay => Dates.InChina(UntilAt.AddTicks(-1));

    public bool Holds => State is BookingStanding.Pencilled or BookingStanding.Confirmed or BookingStanding.InUse;

    public bool Over => State is BookingStanding.Closed or BookingStanding.Declined or BookingStanding.Cancelled;
}

/// <summary>The two sides of a booking.</summary>
internal enum Side
{
    /// <summary>Whose resource it is.</summary>
    Owner,

    /// <summary>Who uses it.</summary>
    User,
}
