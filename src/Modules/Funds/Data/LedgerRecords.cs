namespace Guanlian.Funds.Data;

/// <summary>A place where money stands.</summary>
internal sealed class Account
{
    public Guid Id { get; init; }

    public Guid FundId { get; init; }

    public AccountKind Kind { get; init; }

    /// <summary>Null for what is not earmarked.</summary>
    public string? UseCode { get; init; }

    /// <summary>Of budgets only.</summary>
    public int? Year { get; init; }

    /// <summary>CNY now; hours, pieces or seats where a fund counts those.</summary>
    public required string Unit { get; init; }
}

/// <summary>Kinds of account, in the order in which money goes through them.</summary>
internal enum AccountKind
{
    /// <summary>预算来源: stands below zero by what was budgeted.</summary>
    Plan,

    /// <summary>预算余额</summary>
    Budget,

    /// <summary>已用预算</summary>
    Drawn,

    /// <summary>捐赠人: stands below zero by what was promised.</summary>
    Donors,

    /// <summary>认捐未到账</summary>
    Pledged,

    /// <summary>可用</summary>
    Available,

    /// <summary>已批准待拨付</summary>
    Committed,

    /// <summary>已拨付待报账</summary>
    Paid,

    /// <summary>已报账</summary>
    Accounted,

    /// <summary>已结清</summary>
    Settled,
}

/// <summary>凭证: one thing that happened to money. Its postings sum to zero; it is never changed.</summary>
internal sealed class Entry
{
    public Guid Id { get; init; }

    public Guid FundId { get; init; }

    /// <summary>Counted through in each fund, by the database.</summary>
    public long Number { get; init; }

    public EntryKind Kind { get; init; }

    public DateOnly BookedOn { get; init; }

    /// <summary>Number of the paper behind it: minutes, voucher, receipt.</summary>
    public string? Document { get; init; }

    public Guid? ApplicationId { get; init; }

    public Guid? DonationId { get; init; }

    public Guid? Reverses { get; init; }

    public string? ReasonCode { get; init; }

    public string? Reason { get; init; }

    /// <summary>How many postings it has.</summary>
    public int Lines { get; init; }

    public DateTimeOffset At { get; init; }

    public required string ByName { get; init; }
}

/// <summary>What happened.</summary>
internal enum EntryKind
{
    /// <summary>列入预算</summary>
    Budgeted,

    /// <summary>调减预算</summary>
    BudgetCut,

    /// <summary>认捐</summary>
    Pledged,

    /// <summary>取消认捐余额</summary>
    PledgeCancelled,

    /// <summary>到账</summary>
    Received,

    /// <summary>批准</summary>
    Awarded,

    /// <summary>拨付</summary>
    Paid,

    /// <summary>退回结余</summary>
    PaidBack,

    /// <summary>报账审核通过</summary>
    Accepted,

    /// <summary>收回未拨付额度</summary>
    Released,

    /// <summary>结清</summary>
    Settled,

    /// <summary>冲销</summary>
    Reversal,
}

/// <summary>One line of an entry.</summary>
internal sealed class Posting
{
    public Guid EntryId { get; init; }

    public int Line { get; init; }

    public Guid AccountId { get; init; }

    /// <summary>Into the account, or, below zero, out of it.</summary>
    public decimal Amount { get; init; }
}
