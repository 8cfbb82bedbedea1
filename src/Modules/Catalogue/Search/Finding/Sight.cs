using Guanlian.Catalogue.Access;

namespace Guanlian.Catalogue.Search.Finding;

/// <summary>
/// Whose hidden words count: which levels a reader has anywhere, and which he has in a record. Levels are few, so that it does not matter over
/// how many museums somebody stands.
/// </summary>
internal sealed class Sight(Reader reader)
{
    /// <summary>Levels of which some record's hidden words show, narrowest last.</summary>
    public IReadOnlyList<Level> Levels { get; } =
    [
        .. new[] { Level.Members, Level.Association, Level.Staff }.Where(l => l switch
        {
            Level.Members => reader.Member || reader.Over.Count > 0 || reader.Own.Count > 0,
            Level.Association => reader.Over.Count > 0 || reader.Own.Count > 0,
            _ => reader.Own.Count > 0,
        }),
    ];

    /// <summary>The level in records of museums that are nothing to this reader.</summary>
    public Level Elsewhere => reader.Member ? Level.Members : Level.Public;

    /// <summary>The level of this reader in one record.</summary>
    public static Level In(Columns.Chunk chunk, int at, CountQuestion reader) => reader.OwnerLevel[chunk.Facet[(int)FacetColumn.Owner][at]];
}
