namespace Guanlian.ImagesBench;

/// <summary>How long and how much.</summary>
internal sealed record BenchSettings
{
    /// <summary>./guanlian.</summary>
    public required string Launcher { get; init; }

    /// <summary>The 64.8-megapixel photograph.</summary>
    public required string Photograph { get; init; }

    /// <summary>Of one round of wrk.</summary>
    public int Seconds { get; init; }

    /// <summary>Medians are taken of so many.</summary>
    public int Rounds { get; init; }

    public int Viewers { get; init; }

    /// <summary>Of panning.</summary>
    public double Minutes { get; init; }

    /// <summary>Made photographs of 12 megapixels; 0 leaves them out.</summary>
    public int Photographs { get; init; }

    /// <summary>Along each edge, of which the large image is made; 4 make 1,036 megapixels; 0 leaves it out.</summary>
    public int Copies { get; init; }

    /// <summary>Only the race of random parts, of this program and IIPImage.</summary>
    public bool OnlyRandom { get; init; }

    /// <summary>Where all files go; a temporary folder when absent.</summary>
    public string? Folder { get; init; }
}
