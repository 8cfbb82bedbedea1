using Guanlian.Catalogue.Access;

namespace Guanlian.Catalogue.Search.Finding;

/// <summary>A row of <c>catalogue.find</c> without its words.</summary>
internal readonly record struct FindRow(
    int Serial, int ShownTo, int Owner, int Category, int Period, int Material, int Grade, int Rights, bool Image, short? From, short? To,
    int Pieces, int Actual, byte Quality, int Hides, int Named);

/// <summary>Grade, rights and image of a record, numbers of <c>catalogue.facet_value</c>.</summary>
internal readonly record struct Status(int Grade, int Rights, bool Image);

/// <summary>Which parts are hidden below which level, and the audience of the parties named (0: none).</summary>
internal readonly record struct Veil(int Hides, int Named)
{
    public Level LevelOf(HiddenPart part) => (Level)((Hides >> (3 * (int)part)) & 7);
}

/// <summary>
/// The find rows of all records as columns, some 27 bytes a record: what facets are counted over. Only a copy of what the database holds;
/// <see cref="Mirror"/> keeps it up to date. Serial numbers are places: a number that no record has shows to nobody.
/// </summary>
internal sealed class Columns
{
    internal sealed class Chunk
    {
        public readonly ushort[] ShownTo = new ushort[Bits.ChunkSize];
        public readonly ushort[][] Facet = [.. Enumerable.Range(0, Facets.Columns).Select(_ => new ushort[Bits.ChunkSize])];
        public readonly ushort[] Veil = new ushort[Bits.ChunkSize];
        public readonly short[] From = new short[Bits.ChunkSize];
        public readonly short[] To = new short[Bits.ChunkSize];
        public readonly int[] Pieces = new int[Bits.ChunkSize];
        public readonly int[] Actual = new int[Bits.ChunkSize];
        public readonly byte[] Quality = new byte[Bits.ChunkSize];
    }

    /// <summary>Stands for an unknown year, in both columns.</summary>
    public const short NoYear = short.MinValue;

    private Chunk?[] chunks = [];

    public IReadOnlyList<Chunk?> Chunks => chunks;

    public int Rows { get; private set; }

    public Interned<int> Audiences { get; } = new();

    public Interned<Veil> Veils { get; } = new();

    /// <summary>Per column: the number in <c>catalogue.facet_value</c> behind each small number. The status column has its own.</summary>
    public Interned<int>[] Values { get; } = [.. Enumerable.Range(0, Facets.Columns).Select(_ => new Interned<int>())];

    public Interned<Status> Statuses { get; } = new();

    public void Put(in FindRow row)
    {
        var index = row.Serial >> Bits.ChunkBits;
        if (index >= chunks.Length)
        {
            Array.Resize(ref chunks, index + 1);
        }

        var chunk = chunks[index] ??= new();
        var at = row.Serial & (Bits.ChunkSize - 1);
        Rows -= chunk.ShownTo[at] != 0 ? 1 : 0;
        chunk.ShownTo[at] = row.ShownTo == 0 ? (ushort)0 : Audiences.Of(row.ShownTo);
        chunk.Facet[(int)FacetColumn.Owner][at] = Values[(int)FacetColumn.Owner].Of(row.Owner);
        chunk.Facet[(int)FacetColumn.Category][at] = Small(FacetColumn.Category, row.Category);
        chunk.Facet[(int)FacetColumn.Period][at] = Small(FacetColumn.Period, row.Period);
        chunk.Facet[(int)FacetColumn.Material][at] = Small(FacetColumn.Material, row.Material);
        chunk.Facet[(int)FacetColumn.Status][at] = StatusOf(new(row.Grade, row.Rights, row.Image));
        var veil = row.Hides == 0 ? default : new Veil(row.Hides, row.Named);
        chunk.Veil[at] = veil == default ? (ushort)0 : Veils.Of(veil);
        if (veil != default && chunk.Veil[at] == 0)
        {
            // No number is left to say what must be hidden: rather the whole record than nothing.
            chunk.ShownTo[at] = 0;
        }

        Rows += chunk.ShownTo[at] != 0 ? 1 : 0;
        chunk.From[at] = row.From ?? NoYear;
        chunk.To[at] = row.To ?? NoYear;
        chunk.Pieces[at] = row.Pieces;
        chunk.Actual[at] = row.Actual;
        chunk.Quality[at] = row.Quality;
    }

    // With the number of a status come those of all ways in which it can be seen.
    private ushort StatusOf(Status status)
    {
        if (status == default)
        {
            return 0;
        }

        if (Statuses.Find(status) is not { } number)
        {
            number = Statuses.Of(status);
            foreach (var seen in VeilTable.Seen(status).Where(s => s != default))
            {
                _ = Statuses.Of(seen);
            }
        }

        return number;
    }

    private ushort Small(FacetColumn column, int value) => value == 0 ? (ushort)0 : Values[(int)column].Of(value);
}
