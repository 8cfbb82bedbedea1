namespace Guanlian.Catalogue.Search.Listing;

/// <summary>From when on words are listed; smaller in tests.</summary>
internal sealed record ListingLimits
{
    /// <summary>A word that so many records have is worth a list: to look them up one by one takes some milliseconds.</summary>
    public int Common { get; init; } = 2_000;

    /// <summary>Below so many records no word is worth it.</summary>
    public int FewestRecords { get; init; } = 20_000;

    /// <summary>Records that are looked at to learn which words are common.</summary>
    public int Sample { get; init; } = 60_000;

    /// <summary>So many changed records are looked up by each search before lists are made anew.</summary>
    public int Tolerated { get; init; } = 300;
}
