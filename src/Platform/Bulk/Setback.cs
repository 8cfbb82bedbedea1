using Guanlian.Platform.Outcomes;

namespace Guanlian.Platform.Bulk;

/// <summary>What stands in the way of writing. Once something does, the rest is only looked through, so that all of it is named.</summary>
internal sealed class Setback
{
    public List<string> Edited { get; } = [];

    public List<(int Number, Refusal Refusal)> Refused { get; } = [];

    /// <summary>The database says no without saying to which row.</summary>
    public Refusal? Whole { get; set; }

    /// <summary>The present is no longer what the rows were compared with.</summary>
    public bool CompareAnew { get; set; }

    public bool IsEmpty => Edited.Count == 0 && Refused.Count == 0 && Whole is null;

    public Refusal AsRefusal() => Whole ?? (Edited.Count > 0
        ? new Refusal.Stale(BulkWords.EditedSince).With(("count", Edited.Count), ("names", string.Join("、", Edited.Take(10))))
        : new Refusal.Invalid(BulkWords.RowsRefused).With(("count", Refused.Count)));
}
