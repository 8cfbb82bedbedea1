using Guanlian.Contracts.Catalogue;

namespace Guanlian.Resources.Handovers;

/// <summary>Listed things go from one party to another, with their condition at either end.</summary>
internal sealed class HandoverRecord
{
    public Guid Id { get; init; }

    /// <summary>Counted through; shown as DJ-0001.</summary>
    public long Number { get; init; }

    public HandoverKind Kind { get; set; }

    /// <summary>移交方</summary>
    public Guid FromPartyId { get; set; }

    /// <summary>接收方</summary>
    public Guid ToPartyId { get; set; }

    public DateOnly PlannedOn { get; set; }

    /// <summary>Until when the receiver has it; what is lent, is lent for a time.</summary>
    public DateOnly? DueBackOn { get; set; }

    public string Place { get; set; } = "";

    public string Purpose { get; set; } = "";

    public Guid? BookingId { get; set; }

    public Guid? CooperationId { get; set; }

    public string? CooperationTitle { get; set; }

    public string? AgreementNumber { get; set; }

    /// <summary>备案或批准文号</summary>
    public string? FilingNumber { get; set; }

    /// <summary>The one that this one returns, or goes on from.</summary>
    public Guid? PreviousId { get; set; }

    public HandoverState State { get; set; }

    public DateOnly? SentOn { get; set; }

    public DateOnly? ReceivedOn { get; set; }

    /// <summary>When its sending was written down: the order in which things went from hand to hand.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Why it was cancelled or is disputed.</summary>
    public string? ReasonCode { get; set; }

    public string? Reason { get; set; }

    public required string PlannedBy { get; init; }

    /// <summary>A mark of the form, so that one sent twice plans once.</summary>
    public Guid? Once { get; init; }

    public bool Sample { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset StateSince { get; set; }

    public int Version { get; set; } = 1;

    /// <summary>Both sides are done with it.</summary>
    public bool Done => State is HandoverState.Accepted or HandoverState.Settled;

    /// <summary>The things have left.</summary>
    public bool Left => SentOn is not null;
}

/// <summary>What it is for.</summary>
internal enum HandoverKind
{
    /// <summary>借展、借用</summary>
    Loan,

    /// <summary>归还</summary>
    Return,

    /// <summary>巡展点交</summary>
    TourStop,

    /// <summary>互置</summary>
    Placement,

    /// <summary>寄售</summary>
    Consignment,

    /// <summary>样品</summary>
    Samples,

    /// <summary>图书流转</summary>
    Books,

    /// <summary>其他</summary>
    Other,
}

/// <summary>States of a handover (domain model).</summary>
internal enum HandoverState
{
    /// <summary>已安排</summary>
    Planned,

    /// <summary>已出库点交: its sender signed the list.</summary>
    ConditionOut,

    /// <summary>已发出</summary>
    Sent,

    /// <summary>已入库点交: its receiver signed with differences, which the sender has still to answer.</summary>
    ConditionIn,

    /// <summary>已接收</summary>
    Accepted,

    /// <summary>有争议</summary>
    Disputed,

    /// <summary>已协商解决</summary>
    Settled,

    /// <summary>已取消</summary>
    Cancelled,
}

/// <summary>One line of the list.</summary>
internal sealed class HandoverItem
{
    public Guid Id { get; init; }

    public Guid HandoverId { get; init; }

    /// <summary>From 1.</summary>
    public int Place { get; set; }

    public Guid OwnerId { get; init; }

    /// <summary>A record of the owner's catalogue.</summary>
    public Guid? ObjectId { get; set; }

    /// <summary>Its permanent address: institution and serial.</summary>
    public string? ObjectCode { get; set; }

    public int? ObjectSerial { get; set; }

    /// <summary>As it was when the list was made.</summary>
    public string Number { get; set; } = "";

    /// <summary>The number as it is compared.</summary>
    public string NumberKey { get; set; } = "";

    /// <summary>As it was when the list was made.</summary>
    public required string Name { get; set; }

    public int Count { get; set; }

    /// <summary>保险估值，元</summary>
    public decimal? Value { get; set; }

    /// <summary>By the catalogue, or stated by the sender; fixed when he signs.</summary>
    public ItemGrade? Grade { get; set; }

    public ObjectPreservation? Preservation { get; set; }

    /// <summary>Why it may leave past the limit of lending.</summary>
    public string? ExemptCode { get; set; }

    public string? ExemptDocument { get; set; }

    public ItemCondition? OutCondition { get; set; }

    public string OutNote { get; set; } = "";

    public int? InCount { get; set; }

    public ItemCondition? InCondition { get; set; }

    public string InNote { get; set; } = "";

    /// <summary>Said by the receiver: something else is not as it was written.</summary>
    public bool InDiffers { get; set; }
}

/// <summary>文物级别, and what is no cultural object.</summary>
internal enum ItemGrade
{
    /// <summary>一级</summary>
    First,

    /// <summary>二级</summary>
    Second,

    /// <summary>三级</summary>
    Third,

    /// <summary>一般</summary>
    Ordinary,

    /// <summary>未定级</summary>
    Ungraded,

    /// <summary>非文物</summary>
    None,
}

/// <summary>现状等级, the better first.</summary>
internal enum ItemCondition
{
    /// <summary>完好</summary>
    Good,

    /// <summary>基本完好</summary>
    LargelyGood,

    /// <summary>部分损伤</summary>
    Damaged,

    /// <summary>损毁</summary>
    Ruined,
}

/// <summary>The two ends of a handover.</summary>
internal enum Stage
{
    /// <summary>出库</summary>
    Out,

    /// <summary>入库</summary>
    In,
}

/// <summary>The list as it was signed.</summary>
internal sealed class HandoverSheet
{
    public Guid HandoverId { get; init; }

    public Stage Stage { get; init; }

    /// <summary>Canonical JSON (docs/formats/handover-sheet.md).</summary>
    public required string Body { get; init; }

    public required string Hash { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>What somebody signs for his side.</summary>
internal enum SignedAct
{
    /// <summary>The list at the sender's.</summary>
    Out,

    /// <summary>The list at the receiver's.</summary>
    In,

    /// <summary>The differences found there.</summary>
    Accept,

    /// <summary>How the dispute ends.</summary>
    Settle,
}

/// <summary>A signature.</summary>
internal sealed class HandoverSignature
{
    public Guid HandoverId { get; init; }

    public SignedAct Act { get; init; }

    public Guid PartyId { get; init; }

    public required string Signer { get; init; }

    public string? Words { get; init; }

    public required string Hash { get; init; }

    public required string ByName { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>How a thing looked.</summary>
internal sealed class HandoverPicture
{
    public Guid Id { get; init; }

    public Guid HandoverId { get; init; }

    public Guid ItemId { get; init; }

    public Stage Stage { get; init; }

    public required string Name { get; init; }

    public required string MediaType { get; init; }

    public required byte[] Content { get; init; }

    public required string Sha256 { get; init; }

    public DateTimeOffset At { get; init; }
}
