using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Data;

/// <summary>One task of one cooperation.</summary>
internal sealed class CooperationTask
{
    public Guid Id { get; init; }

    public Guid CooperationId { get; set; }

    public required string Stage { get; set; }

    /// <summary>Of the template; with site and turn it finds the task again when the template moves on.</summary>
    public required string Code { get; init; }

    public Guid? SitePartyId { get; init; }

    public int Turn { get; init; } = 1;

    public int Sort { get; set; }

    public required string TitleZh { get; set; }

    public required string TitleEn { get; set; }

    public Guid DoesPartyId { get; set; }

    public Guid? HelpsPartyId { get; set; }

    public HelpMode? Mode { get; set; }

    public Guid ChecksPartyId { get; set; }

    /// <summary>Who says that it arrived; null where the doer is the receiver.</summary>
    public Guid? ConfirmsPartyId { get; set; }

    public int Days { get; set; }

    public int StartOffset { get; set; }

    public int Wait { get; set; }

    public int? BeforeAnchor { get; set; }

    public List<Guid> After { get; set; } = [];

    public bool Optional { get; set; }

    /// <summary>An optional task has dates and can be done only once it is called for.</summary>
    public bool Called { get; set; } = true;

    public TaskState State { get; set; }

    public DateOnly? StartOn { get; set; }

    public DateOnly? DueOn { get; set; }

    /// <summary>Days after the day by which the anchor wants it.</summary>
    public int Late { get; set; }

    public DateOnly? BeganOn { get; set; }

    public DateOnly? EndedOn { get; set; }

    public DoneBy? DoneBy { get; set; }

    public DateTimeOffset? HandedInAt { get; set; }

    public string? ReturnedCode { get; set; }

    public string? ReturnedWhy { get; set; }

    public DateTimeOffset? ConfirmedAt { get; set; }

    public string? DisputedWhy { get; set; }

    /// <summary>Left out when the cooperation changed its form; what was done stays.</summary>
    public DateTimeOffset? DroppedAt { get; set; }

    public int Version { get; set; } = 1;

    /// <summary>Counts for progress and holds others up.</summary>
    public bool Counts => DroppedAt is null && Called;

    public Bilingual Title => new(TitleZh, TitleEn);
}

/// <summary>States of a task (domain model); that it is blocked is computed.</summary>
internal enum TaskState
{
    Open,
    Doing,
    HandedIn,
    Accepted,
    Returned,
}

/// <summary>成果 of one task.</summary>
internal sealed class DeliverableRow
{
    public Guid Id { get; init; }

    public Guid TaskId { get; init; }

    public required string Code { get; init; }

    public int Sort { get; init; }

    public required string TitleZh { get; init; }

    public required string TitleEn { get; init; }

    public List<string> Evidence { get; init; } = [];

    public string? Measures { get; init; }

    /// <summary>The book that it is taken from.</summary>
    public string? Book { get; init; }

    public Bilingual Title => new(TitleZh, TitleEn);
}

/// <summary>凭证: what shows that a deliverable is there.</summary>
internal sealed class EvidenceRow
{
    public Guid Id { get; init; }

    public Guid DeliverableId { get; init; }

    public EvidenceKind Kind { get; init; }

    public string? Text { get; init; }

    public decimal? Number { get; init; }

    public DateOnly? Day { get; init; }

    public Guid? AttachmentId { get; init; }

    public Guid PartyId { get; init; }

    public required string ByName { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Replaced by a later hand-in.</summary>
    public DateTimeOffset? TakenBackAt { get; set; }
}

/// <summary>A small file as evidence, until Media keeps files.</summary>
internal sealed class Attachment
{
    public Guid Id { get; init; }

    public Guid CooperationId { get; init; }

    public required string Name { get; init; }

    public required string MediaType { get; init; }

    public required byte[] Content { get; init; }

    public required string Sha256 { get; init; }

    public DateTimeOffset At { get; init; }
}
