namespace Guanlian.Contracts.Cooperation;

/// <summary>
/// One chapter of the county book (一馆一册): what one institution told or received in one matter. Each module brings the chapters of its own
/// matters as scoped services. Whoever asks has made sure that the reader may read this institution's book; each chapter shows of its matter
/// only what its module's own pages would show that reader.
/// </summary>
public interface IBookChapter
{
    /// <summary>Place in the book.</summary>
    int Order { get; }

    /// <summary>Word key of its heading.</summary>
    string Title { get; }

    /// <summary>Word keys of its columns, after the day.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Its lines, in the reader's words, the oldest first.</summary>
    /// <param name="partyId">The institution.</param>
    /// <param name="year">Of this year only; null for all.</param>
    /// <param name="ct">Stops it.</param>
    Task<IReadOnlyList<BookLine>> OfAsync(Guid partyId, int? year, CancellationToken ct);
}

/// <summary>One line of the book.</summary>
/// <param name="On">The day.</param>
/// <param name="Cells">In the order of the columns.</param>
/// <param name="Href">Relative address of the thing itself; null where it has no page.</param>
public sealed record BookLine(DateOnly On, IReadOnlyList<string?> Cells, string? Href);
