namespace Guanlian.Funds.Data;

/// <summary>专项基金: money for stated uses, kept by a cluster. What is in it, the ledger says.</summary>
internal sealed class FundRecord
{
    public Guid Id { get; init; }

    /// <summary>Counted through; shown as ZX-0001.</summary>
    public long Number { get; init; }

    public Guid ClusterId { get; init; }

    public required string Name { get; init; }

    public required string Purpose { get; init; }

    /// <summary>The document whose rule it follows, as people cite it.</summary>
    public required string RuleDocument { get; init; }

    public string Unit { get; init; } = "CNY";

    public DateOnly OpenedOn { get; init; }

    /// <summary>How many entries its ledger has; the database counts.</summary>
    public long Entries { get; init; }

    public bool Sample { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; } = 1;
}

/// <summary>What a fund's money may be spent on.</summary>
internal sealed class FundUse
{
    public Guid FundId { get; init; }

    public required string Code { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public int Sort { get; init; }
}

/// <summary>A donor's promise.</summary>
internal sealed class Donation
{
    public Guid Id { get; init; }

    /// <summary>Counted through; shown as JZ-0001.</summary>
    public long Number { get; init; }

    public Guid FundId { get; init; }

    /// <summary>Null for a donor who is in no directory.</summary>
    public Guid? DonorPartyId { get; init; }

    public required string DonorName { get; init; }

    /// <summary>匿名: the association alone and the donor himself read the name.</summary>
    public bool Anonymous { get; init; }

    /// <summary>Earmarked for one use; null for any.</summary>
    public string? UseCode { get; init; }

    public decimal Amount { get; init; }

    public DateOnly PledgedOn { get; init; }

    /// <summary>By when it should have come in.</summary>
    public DateOnly? DueOn { get; init; }

    public string Note { get; init; } = "";

    /// <summary>A mark of the form that it was noted with.</summary>
    public Guid? Once { get; init; }

    public DonationState State { get; set; }

    public bool Sample { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; } = 1;
}

/// <summary>How much of a promise has come in.</summary>
internal enum DonationState
{
    /// <summary>已认捐</summary>
    Pledged,

    /// <summary>部分到账</summary>
    PartlyReceived,

    /// <summary>全部到账</summary>
    Received,

    /// <summary>余额取消: nothing more is to come.</summary>
    Cancelled,
}

/// <summary>Evidence as it was sent.</summary>
internal sealed class FileRow
{
    public Guid Id { get; init; }

    public Guid FundId { get; init; }

    public Guid? ApplicationId { get; init; }

    public Guid? DonationId { get; init; }

    /// <summary>The report that it came with.</summary>
    public Guid? ReportId { get; init; }

    /// <summary>The entry that it proves.</summary>
    public Guid? EntryId { get; init; }

    public required string Name { get; init; }

    public required string MediaType { get; init; }

    public required byte[] Content { get; init; }

    public required string Sha256 { get; init; }

    public DateTimeOffset At { get; init; }

    public required string ByName { get; init; }
}
