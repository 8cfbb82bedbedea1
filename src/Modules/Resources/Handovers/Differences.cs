namespace Guanlian.Resources.Handovers;

/// <summary>How a thing arrived otherwise than it left.</summary>
internal enum Difference
{
    /// <summary>未到</summary>
    Missing,

    /// <summary>数量少</summary>
    Fewer,

    /// <summary>数量多</summary>
    More,

    /// <summary>现状变差</summary>
    Worse,

    /// <summary>现状变好: one of the two looked wrongly.</summary>
    Better,

    /// <summary>Something that neither count nor grade shows.</summary>
    Stated,
}

/// <summary>Lists what differs between the two ends: by the program, not by whoever signs.</summary>
internal static class Differences
{
    public static IReadOnlyList<Difference> Of(HandoverItem item)
    {
        var found = new List<Difference>();
        if (item.InCount is { } count && count != item.Count)
        {
            found.Add(count == 0 ? Difference.Missing : count < item.Count ? Difference.Fewer : Difference.More);
        }

        // What did not arrive has no condition.
        if (item is { InCount: not 0, InCondition: { } now, OutCondition: { } then } && now != then)
        {
            found.Add(now > then ? Difference.Worse : Difference.Better);
        }

        if (item.InDiffers)
        {
            found.Add(Difference.Stated);
        }

        return found;
    }

    public static IReadOnlyList<HandoverItem> Among(IEnumerable<HandoverItem> items) => [.. items.Where(i => Of(i).Count > 0)];
}
