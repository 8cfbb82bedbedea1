namespace Guanlian.Cooperation.Data;

/// <summary>What parties show of a cooperation.</summary>
internal sealed class ShowcaseRecord
{
    public Guid Id { get; init; }

    /// <summary>Of its public address.</summary>
    public long Number { get; init; }

    public Guid CooperationId { get; init; }

    public required string Title { get; set; }

    public required string Story { get; set; }

    /// <summary>做法: what others can start from.</summary>
    public string Method { get; set; } = "";

    /// <summary>SHA-256 of title, texts, pictures and objects: what a release is given to.</summary>
    public required string Hash { get; set; }

    public ShowcaseState State { get; set; }

    public DateTimeOffset? ShownAt { get; set; }

    public DateTimeOffset EditedAt { get; set; }

    public required string EditedBy { get; set; }

    public int Version { get; set; } = 1;
}

/// <summary>States of a showcase.</summary>
internal enum ShowcaseState
{
    /// <summary>待各方同意公开</summary>
    Draft,

    /// <summary>已公开</summary>
    Shown,

    /// <summary>已撤下</summary>
    Withdrawn,
}

/// <summary>A picture of it: a photograph that was handed in as evidence.</summary>
internal sealed class ShowcasePicture
{
    public Guid ShowcaseId { get; init; }

    public Guid AttachmentId { get; init; }

    public int Sort { get; init; }

    public string Caption { get; init; } = "";
}

/// <summary>An object that it is about.</summary>
internal sealed class ShowcaseObject
{
    public Guid ShowcaseId { get; init; }

    public Guid InstitutionId { get; init; }

    public Guid ObjectId { get; init; }

    public int Sort { get; init; }
}

/// <summary>A party lets it be shown as it stands.</summary>
internal sealed class ShowcaseRelease
{
    public Guid ShowcaseId { get; init; }

    public Guid PartyId { get; init; }

    public required string Hash { get; set; }

    public DateTimeOffset At { get; set; }

    public required string ByName { get; set; }
}

/// <summary>表彰</summary>
internal sealed class Honour
{
    public Guid Id { get; init; }

    public Guid ClusterId { get; init; }

    public Guid PartyId { get; init; }

    public int Year { get; init; }

    public required string Name { get; init; }

    public required string Reason { get; init; }

    public DateTimeOffset GivenAt { get; init; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    public string? WithdrawnWhy { get; set; }

    public bool Sample { get; init; }
}
