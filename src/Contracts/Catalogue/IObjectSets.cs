namespace Guanlian.Contracts.Catalogue;

/// <summary>Which records belong together, as far as the present actor sees them: by the catalogue's own rule.</summary>
public interface IObjectSets
{
    /// <summary>Records that are one thing with this one by their relations (a set, a pair, parts), without itself; in the order of their numbers.</summary>
    Task<IReadOnlyList<ObjectInBook>> BelongingAsync(ObjectKey key, CancellationToken ct);

    /// <summary>Sets that are published in an institution's name, newest first.</summary>
    Task<IReadOnlyList<PublishedSet>> PublishedAsync(Guid institutionId, CancellationToken ct);

    /// <summary>One published set, and its records in their order.</summary>
    Task<(PublishedSet Set, IReadOnlyList<ObjectInBook> Objects)?> PublishedOneAsync(Guid setId, CancellationToken ct);
}

/// <summary>Objects, often of several institutions, that one of them has put together for others.</summary>
/// <param name="Id">Which.</param>
/// <param name="InstitutionId">In whose name it is published.</param>
/// <param name="Title">As its maker calls it.</param>
/// <param name="Text">What its maker says of it.</param>
public sealed record PublishedSet(Guid Id, Guid InstitutionId, string Title, string Text);
