namespace Guanlian.Catalogue.Formats.Reading;

/// <summary>How much of a stranger's file we are willing to take in.</summary>
internal sealed record ForeignLimits
{
    public static ForeignLimits Usual { get; } = new();

    /// <summary>Of the file.</summary>
    public long Bytes { get; init; } = 2L << 30;

    public int Records { get; init; } = 1_000_000;

    /// <summary>Of one record with everything in it: the only part that is held in memory.</summary>
    public int BytesOfRecord { get; init; } = 8 << 20;

    /// <summary>Elements within elements.</summary>
    public int Depth { get; init; } = 64;
}
