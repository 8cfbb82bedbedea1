namespace Guanlian.Catalogue.Search.Finding;

/// <summary>What a result can be narrowed by.</summary>
internal enum Facet
{
    Institution,
    Region,
    Category,
    Period,
    Material,
    Grade,
    Image,
    Rights,
}

/// <summary>
/// What a record's row holds one number of. A record can be of two categories: then the number stands for the two together. Grade, image
/// and rights have few values and share one.
/// </summary>
internal enum FacetColumn
{
    Owner,
    Category,
    Period,
    Material,
    Status,
}

internal static class Facets
{
    public static IReadOnlyList<Facet> All { get; } = Enum.GetValues<Facet>();

    public const int Columns = 5;

    public static FacetColumn ColumnOf(Facet facet) => facet switch
    {
        Facet.Institution or Facet.Region => FacetColumn.Owner,
        Facet.Category => FacetColumn.Category,
        Facet.Period => FacetColumn.Period,
        Facet.Material => FacetColumn.Material,
        _ => FacetColumn.Status,
    };
}

/// <summary>Fields of a record's find row that may be hidden from a reader who sees the record.</summary>
internal enum HiddenPart
{
    Category,
    Period,
    Material,
    Grade,
    Rights,
    Image,

    /// <summary>件/套 and 实际数量.</summary>
    Counts,
}
