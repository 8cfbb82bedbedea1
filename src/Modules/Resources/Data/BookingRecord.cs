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

    /// <summary>候补: its place in the order of those who wait for room.</summary>
    public DateTimeOffset? WaitingSince { get; set; }

    public Guid? CooperationId { get; set; }

    public string? CooperationTitle { get; set; }

    /// <summary>The agreement that promises it, its number and line.</summary>
    public Guid? AgreementId { get; init; }

    public string? AgreementNumber { get; init; }

    public string? AgreementLine { get; init; }

    /// <summary>What the line said when it was last taken; the two sides may have moved the booking since.</summary>
    public DateOnly? AgreedFirst { get; set; }

    public DateOnly? AgreedLast { get; set; }

    public decimal? AgreedAmount { get; set; }

    /// <summary>A mark of the form, so that one sent twice asks once.</summary>
    public Guid? Once { get; init; }

    public required string AskedBy { get; init; }

    public DateTimeOffset AskedAt { get; init; }

    public string? ReasonCode { get; set; }

    public string? Reason { get; set; }

    /// <summary>What was found when it came back.</summary>
    public string? CloseNote { get; set; }

    public DateTimeOffset StateSince { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Which party moved it last; null where the program did.</summary>
    public Guid? LastById { get; set; }

    public bool Sample { get; init; }

    public int Version { get; set; } = 1;

    public DateOnly FirstDay => Dates.InChina(FromAt);

    public DateOnly LastDay => Dates.InChina(UntilAt.AddTicks(-1));

    /// <summary>From midnight to midnight, as whole days are.</summary>
    public bool WholeDays => Dates.At(FirstDay, TimeOnly.MinValue) == FromAt && Dates.At(LastDay.AddDays(1), TimeOnly.MinValue) == UntilAt;

    /// <summary>Takes room, and has not ended.</summary>
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

/// <summary>The newest text of an agreement whose promises were taken.</summary>
internal sealed class AgreedText
{
    public Guid AgreementId { get; init; }

    public int Text { get; set; }
}
