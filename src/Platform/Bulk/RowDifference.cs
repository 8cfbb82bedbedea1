namespace Guanlian.Platform.Bulk;

/// <summary>A row set against the present.</summary>
/// <param name="State">What it would do.</param>
/// <param name="Before">Present values of the fields that it would change.</param>
internal sealed record RowDifference(BulkRowState State, IReadOnlyDictionary<string, string?> Before)
{
    private static readonly Dictionary<string, string?> Nothing = [];

    public static RowDifference Of(IReadOnlyDictionary<string, string?> says, BulkMatch match, bool hasProblem)
    {
        if (match.SubjectId is null)
        {
            return new(hasProblem ? BulkRowState.Problem : BulkRowState.Added, Nothing);
        }

        var before = says.Where(f => !Same(f.Value, match.Now.GetValueOrDefault(f.Key)))
            .ToDictionary(f => f.Key, f => match.Now.GetValueOrDefault(f.Key));
        return new(hasProblem ? BulkRowState.Problem : before.Count > 0 ? BulkRowState.Changed : BulkRowState.Same, before);
    }

    /// <summary>Nothing and the empty text are one.</summary>
    public static bool Same(string? a, string? b) => string.Equals(a ?? "", b ?? "", StringComparison.Ordinal);

    /// <summary>What undoing may put back (field by field, where the act's value still stands), and what it must leave.</summary>
    public static (Dictionary<string, string?> Back, List<KeptField> Kept) ToUndo(
        IReadOnlyDictionary<string, string?> written, IReadOnlyDictionary<string, string?> before, IReadOnlyDictionary<string, string?> now)
    {
        var back = new Dictionary<string, string?>();
        var kept = new List<KeptField>();
        foreach (var (field, was) in before)
        {
            var (ours, present) = (written.GetValueOrDefault(field), now.GetValueOrDefault(field));
            if (Same(ours, present))
            {
                back[field] = was;
            }
            else if (!Same(was, present))
            {
                kept.Add(new(field, ours, present));
            }
        }

        return (back, kept);
    }
}
