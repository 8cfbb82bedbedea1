namespace Guanlian.Platform.Talk;

/// <summary>What somebody wrote about a thing.</summary>
public sealed class Message
{
    /// <summary>UUIDv7.</summary>
    public Guid Id { get; init; }

    /// <summary>What the thing is, e.g. <c>cooperation.task</c>.</summary>
    public required string SubjectKind { get; init; }

    /// <summary>Which.</summary>
    public Guid SubjectId { get; init; }

    /// <summary>Its title as it was.</summary>
    public required string Title { get; init; }

    /// <summary>Relative address of its page.</summary>
    public required string Href { get; init; }

    /// <summary>For whom it was written.</summary>
    public Guid PartyId { get; init; }

    /// <summary>Who wrote it.</summary>
    public Guid PersonId { get; init; }

    /// <summary>His name.</summary>
    public required string ByName { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Plain text.</summary>
    public required string Text { get; init; }

    /// <summary>Parties that the thing concerned then: in their inboxes it stands.</summary>
    public List<Guid> Concerns { get; init; } = [];

    /// <summary>Those of them that it names with an @.</summary>
    public List<Guid> Mentions { get; init; } = [];

    /// <summary>People of those parties whom it names.</summary>
    public List<Guid> People { get; init; } = [];
}

/// <summary>How far a person has read for a party.</summary>
public sealed class InboxMark
{
    /// <summary>Who.</summary>
    public Guid PersonId { get; init; }

    /// <summary>For whom.</summary>
    public Guid PartyId { get; init; }

    /// <summary>Everything up to then.</summary>
    public DateTimeOffset ReadAt { get; set; }
}

/// <summary>Somebody's wish for one letter a day.</summary>
public sealed class Digest
{
    /// <summary>Who.</summary>
    public Guid PersonId { get; init; }

    /// <summary>Where to.</summary>
    public required string Address { get; set; }

    /// <summary>zh-CN or en.</summary>
    public required string Language { get; set; }

    /// <summary>False: none.</summary>
    public bool Daily { get; set; }

    /// <summary>Stands in every letter: whoever holds it can stop them.</summary>
    public required string StopKey { get; init; }

    /// <summary>What was written up to then has been told.</summary>
    public DateTimeOffset SentUntil { get; set; }
}

/// <summary>A kind of thing that can be talked about; its module says who sees it.</summary>
public interface IThreadSubject
{
    /// <summary>E.g. <c>cooperation.task</c>.</summary>
    string Kind { get; }

    /// <summary>The thing, where the present actor may see it; else null.</summary>
    Task<ThreadPlace?> FindAsync(Guid id, CancellationToken ct);
}

/// <summary>What is talked about.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Href">Relative address of its page.</param>
/// <param name="Parties">Whom it concerns.</param>
public sealed record ThreadPlace(string Title, string Href, IReadOnlyList<Guid> Parties);
