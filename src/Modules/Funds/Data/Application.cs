namespace Guanlian.Funds.Data;

/// <summary>Somebody asks a fund for money.</summary>
internal sealed class Application
{
    public Guid Id { get; init; }

    /// <summary>Counted through; shown as SQ-0001.</summary>
    public long Number { get; init; }

    public Guid FundId { get; init; }

    /// <summary>Who asks, is paid and accounts for it.</summary>
    public Guid ApplicantId { get; init; }

    /// <summary>Whom it helps: the applicant itself, or the museum that it leads.</summary>
    public Guid BeneficiaryId { get; init; }

    public required string UseCode { get; init; }

    public decimal Asked { get; init; }

    public required string Title { get; init; }

    public required string Purpose { get; init; }

    /// <summary>Kind of the thing that it belongs to: a cooperation, a task, an agreement.</summary>
    public string? OfKind { get; init; }

    public Guid? OfId { get; init; }

    /// <summary>Its title as it was.</summary>
    public string? OfTitle { get; init; }

    /// <summary>Relative address of its page.</summary>
    public string? OfHref { get; init; }

    /// <summary>A mark of the form that it was sent with.</summary>
    public Guid? Once { get; init; }

    public DateOnly SubmittedOn { get; init; }

    /// <summary>By when the recipient accounts for what was paid.</summary>
    public DateOnly? EvidenceDue { get; set; }

    public ApplicationState State { get; set; }

    public DateTimeOffset StateSince { get; set; }

    public bool Sample { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; } = 1;
}

/// <summary>Where an application stands (domain model: states of a fund's money).</summary>
internal enum ApplicationState
{
    /// <summary>待审批</summary>
    Submitted,

    /// <summary>未批准</summary>
    Refused,

    /// <summary>已撤回</summary>
    Withdrawn,

    /// <summary>已批准待拨付</summary>
    Committed,

    /// <summary>已拨付</summary>
    Paid,

    /// <summary>已报账，待审核</summary>
    EvidenceIn,

    /// <summary>报账审核通过</summary>
    Accepted,

    /// <summary>已结清</summary>
    Settled,
}

/// <summary>What the council decided.</summary>
internal sealed class Decision
{
    public Guid Id { get; init; }

    public Guid ApplicationId { get; init; }

    public int Number { get; init; }

    public DecisionOutcome Outcome { get; init; }

    public decimal Amount { get; init; }

    public DateOnly DecidedOn { get; init; }

    /// <summary>Number of the minutes or the document.</summary>
    public required string Document { get; init; }

    public string? ReasonCode { get; init; }

    public string? Reason { get; init; }

    /// <summary>The award in the ledger.</summary>
    public Guid? EntryId { get; init; }

    public DateTimeOffset At { get; init; }

    public required string ByName { get; init; }
}

/// <summary>How a decision went.</summary>
internal enum DecisionOutcome
{
    /// <summary>全额批准</summary>
    Whole,

    /// <summary>部分批准</summary>
    Part,

    /// <summary>不予批准</summary>
    Refused,
}

/// <summary>What the recipient says became of the money; files lie beside it.</summary>
internal sealed class Report
{
    public Guid Id { get; init; }

    public Guid ApplicationId { get; init; }

    public int Number { get; init; }

    /// <summary>Spent of what was paid and not yet accounted for.</summary>
    public decimal Used { get; init; }

    public required string Words { get; init; }

    public DateOnly HandedOn { get; init; }

    public ReportState State { get; set; }

    public string? ReasonCode { get; set; }

    public string? Reason { get; set; }

    public DateTimeOffset At { get; init; }

    public required string ByName { get; init; }

    public int Version { get; set; } = 1;
}

/// <summary>What became of a report.</summary>
internal enum ReportState
{
    /// <summary>待审核</summary>
    In,

    /// <summary>退回补正</summary>
    Returned,

    /// <summary>审核通过</summary>
    Accepted,
}
