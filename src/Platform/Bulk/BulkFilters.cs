using System.Linq.Expressions;

namespace Guanlian.Platform.Bulk;

/// <summary>Which rows of a comparison are shown.</summary>
public enum BulkFilter
{
    /// <summary>Every row.</summary>
    All,

    /// <summary>Rows that add.</summary>
    Added,

    /// <summary>Rows that change.</summary>
    Changed,

    /// <summary>Rows that change nothing.</summary>
    Same,

    /// <summary>Rows that cannot be applied.</summary>
    Problem,

    /// <summary>Rows with a notice.</summary>
    Flagged,

    /// <summary>Rows that were left out by choice.</summary>
    Skipped,

    /// <summary>Rows that undoing had to leave, wholly or in part.</summary>
    Kept,
}

/// <summary>Filters as conditions.</summary>
internal static class BulkFilters
{
    public static BulkFilter Read(string? text) =>
        Enum.TryParse<BulkFilter>(text, ignoreCase: true, out var filter) && Enum.IsDefined(filter) ? filter : BulkFilter.All;

    public static IQueryable<BulkRow> Search(IQueryable<BulkRow> rows, string? part) =>
        part?.Trim() is { Length: > 0 } text ? rows.Where(r => r.Key.Contains(text) || r.Label.Contains(text)) : rows;

    public static Expression<Func<BulkRow, bool>> Of(BulkFilter filter) => filter switch
    {
        BulkFilter.Added => r => r.State == BulkRowState.Added,
        BulkFilter.Changed => r => r.State == BulkRowState.Changed,
        BulkFilter.Same => r => r.State == BulkRowState.Same,
        BulkFilter.Problem => r => r.State == BulkRowState.Problem,
        BulkFilter.Flagged => r => r.Flagged,
        BulkFilter.Skipped => r => !r.Accepted && (r.State == BulkRowState.Added || r.State == BulkRowState.Changed),
        BulkFilter.Kept => r => r.Outcome == BulkRowEnd.Kept || r.Outcome == BulkRowEnd.PartlyUndone,
        _ => r => true,
    };
}
