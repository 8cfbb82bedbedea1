namespace Guanlian.Agreements.Data;

/// <summary>An agreement between parties; what it says stands in its texts.</summary>
internal sealed class AgreementRecord
{
    public Guid Id { get; init; }

    /// <summary>Counted through; shown as XY-0001.</summary>
    public long Number { get; init; }

    public required string Template { get; init; }

    /// <summary>That of the newest text.</summary>
    public required string Title { get; set; }

    public AgreementState State { get; set; }

    public Guid LeadPartyId { get; init; }

    /// <summary>The adopted pair that it was begun from.</summary>
    public Guid? PairId { get; init; }

    /// <summary>The accepted request that it was begun from.</summary>
    public Guid? RequestId { get; init; }

    /// <summary>The agreement that it renews.</summary>
    public Guid? PreviousId { get; init; }

    public DateOnly? InForceOn { get; set; }

    public DateOnly? UntilOn { get; set; }

    public DateOnly? EndedOn { get; set; }

    public string? ReasonCode { get; set; }

    public string? Reason { get; set; }

    /// <summary>Stands in the QR code on the paper; whoever holds the paper can check it.</summary>
    public required string CheckCode { get; init; }

    public bool Sample { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset StateSince { get; set; }

    public int Version { get; set; } = 1;
}

/// <summary>States of an agreement (domain model). An amendment is a text with states of its own while this stays in force.</summary>
internal enum AgreementState
{
    /// <summary>草稿</summary>
    Draft,

    /// <summary>待用印</summary>
    OutForSealing,

    /// <summary>部分用印</summary>
    PartlySealed,

    /// <summary>生效</summary>
    InForce,

    /// <summary>履行完毕</summary>
    Completed,

    /// <summary>到期</summary>
    Expired,

    /// <summary>提前终止</summary>
    EndedEarly,

    /// <summary>作废: never came into force.</summary>
    Dropped,
}

/// <summary>A party that sees the agreement.</summary>
internal sealed class AgreementParty
{
    public Guid AgreementId { get; init; }

    public Guid PartyId { get; init; }
}

/// <summary>One text of an agreement: the first, or an amendment.</summary>
internal sealed class TextRow
{
    public Guid Id { get; init; }

    public Guid AgreementId { get; init; }

    public int Number { get; init; }

    public TextState State { get; set; }

    /// <summary>Canonical JSON of an <see cref="Texts.AgreementText"/>.</summary>
    public required string Body { get; set; }

    /// <summary>SHA-256 of the body.</summary>
    public required string Hash { get; set; }

    /// <summary>The sealed text that it changes.</summary>
    public int? Amends { get; init; }

    /// <summary>Why it is changed.</summary>
    public string Why { get; init; } = "";

    public DateTimeOffset MadeAt { get; set; }

    public required string MadeBy { get; set; }

    /// <summary>By when all should have sealed it.</summary>
    public DateOnly? SealBy { get; set; }

    public DateOnly? SealedOn { get; set; }

    public Guid? ReturnedBy { get; set; }

    public string? ReturnedWhy { get; set; }

    public int Version { get; set; } = 1;
}

/// <summary>States of one text.</summary>
internal enum TextState
{
    /// <summary>起草</summary>
    Draft,

    /// <summary>待用印</summary>
    OutForSealing,

    /// <summary>部分用印</summary>
    PartlySealed,

    /// <summary>已用印</summary>
    Sealed,

    /// <summary>退回</summary>
    Rejected,

    /// <summary>撤回</summary>
    TakenBack,

    /// <summary>作废</summary>
    Dropped,
}

/// <summary>One party's seal on one text.</summary>
internal sealed class SealRow
{
    public Guid TextId { get; init; }

    public Guid PartyId { get; init; }

    public SealKind Kind { get; init; }

    /// <summary>Of the text that was sealed.</summary>
    public required string Hash { get; init; }

    /// <summary>法定代表人或授权代表</summary>
    public required string Signer { get; init; }

    public DateOnly SignedOn { get; init; }

    public DateTimeOffset At { get; init; }

    public required string ByName { get; init; }

    public Guid? ScanId { get; init; }

    public Guid? KeyId { get; init; }

    public byte[]? Signature { get; init; }
}

/// <summary>How it was sealed.</summary>
internal enum SealKind
{
    /// <summary>Stamped on paper and scanned.</summary>
    Paper,

    /// <summary>By the institution's key.</summary>
    Electronic,
}

/// <summary>The scan of a stamped paper.</summary>
internal sealed class ScanRow
{
    public Guid Id { get; init; }

    public Guid AgreementId { get; init; }

    public required string Name { get; init; }

    public required string MediaType { get; init; }

    public required byte[] Content { get; init; }

    public required string Sha256 { get; init; }

    public DateTimeOffset At { get; init; }
}

/// <summary>An institution's key for electronic seals.</summary>
internal sealed class SealKey
{
    public Guid Id { get; init; }

    public Guid PartyId { get; init; }

    /// <summary>SubjectPublicKeyInfo.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>PKCS#8, protected by the key ring.</summary>
    public required byte[] PrivateKey { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    public DateTimeOffset? RetiredAt { get; set; }
}

/// <summary>A pair of an adopted round.</summary>
internal sealed class PairRow
{
    public Guid Id { get; init; }

    public required string RoundCode { get; init; }

    public Guid ClusterId { get; init; }

    public Guid LeaderId { get; init; }

    public Guid MuseumId { get; init; }

    public DateTimeOffset AdoptedAt { get; init; }
}

/// <summary>What became of one task of an agreement.</summary>
internal sealed class WorkTaken
{
    public Guid AgreementId { get; init; }

    public required string Code { get; init; }

    public Guid? CooperationId { get; set; }

    public string? Why { get; set; }

    public DateTimeOffset At { get; set; }
}

/// <summary>What became of one contribution that is a resource set aside.</summary>
internal sealed class BookingTaken
{
    public Guid AgreementId { get; init; }

    /// <summary>Of the line.</summary>
    public required string Code { get; init; }

    public Guid? BookingId { get; set; }

    /// <summary>Why there is none, or what it waits for.</summary>
    public string? Why { get; set; }

    public DateTimeOffset At { get; set; }
}
