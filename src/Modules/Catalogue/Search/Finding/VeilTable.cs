using Guanlian.Catalogue.Access;

namespace Guanlian.Catalogue.Search.Finding;

/// <summary>What of a row is hidden from a reader who sees the record; a hidden value counts as none.</summary>
internal sealed class VeilTable
{
    private const int Levels = 5;

    private readonly byte[] hidden;
    private readonly Interned<Status> statuses;

    private VeilTable(byte[] hidden, Interned<Status> statuses) => (this.hidden, this.statuses) = (hidden, statuses);

    public int Statuses => statuses.Count;

    public static VeilTable Of(Columns columns)
    {
        var hidden = new byte[columns.Veils.Count * Levels];
        for (var veil = 1; veil < columns.Veils.Count; veil++)
        {
            for (var level = 0; level < Levels; level++)
            {
                foreach (var part in Enum.GetValues<HiddenPart>())
                {
                    if ((int)columns.Veils[veil].LevelOf(part) > level)
                    {
                        hidden[(veil * Levels) + level] |= (byte)(1 << (int)part);
                    }
                }
            }
        }

        return new(hidden, columns.Statuses);
    }

    /// <summary>Bits of <see cref="HiddenPart"/>.</summary>
    public int Hidden(int veil, CountQuestion asked, int owner)
    {
        var level = asked.OwnerLevel[owner];
        return hidden[(veil * Levels) + (int)(asked.IsNamed[veil] && level < Level.Named ? Level.Named : level)];
    }

    public void Mask(int parts, Span<ushort> values, ref Tally tally)
    {
        values[(int)FacetColumn.Category] = Has(parts, HiddenPart.Category) ? (ushort)0 : values[(int)FacetColumn.Category];
        values[(int)FacetColumn.Period] = Has(parts, HiddenPart.Period) ? (ushort)0 : values[(int)FacetColumn.Period];
        values[(int)FacetColumn.Material] = Has(parts, HiddenPart.Material) ? (ushort)0 : values[(int)FacetColumn.Material];
        if (Has(parts, HiddenPart.Grade) || Has(parts, HiddenPart.Rights) || Has(parts, HiddenPart.Image))
        {
            var status = statuses[values[(int)FacetColumn.Status]];
            values[(int)FacetColumn.Status] = statuses.Find(Masked(status, parts)) ?? 0;
        }

        if (Has(parts, HiddenPart.Counts))
        {
            tally = tally with { Pieces = 0, Actual = 0 };
        }
    }

    /// <summary>Every way in which a status can be seen; <see cref="Columns"/> keeps a number for each.</summary>
    public static IEnumerable<Status> Seen(Status status)
    {
        for (var parts = 0; parts < 8; parts++)
        {
            yield return new((parts & 1) != 0 ? 0 : status.Grade, (parts & 2) != 0 ? 0 : status.Rights, (parts & 4) == 0 && status.Image);
        }
    }

    private static Status Masked(Status status, int parts) => new(
        Has(parts, HiddenPart.Grade) ? 0 : status.Grade, Has(parts, HiddenPart.Rights) ? 0 : status.Rights, !Has(parts, HiddenPart.Image) && status.Image);

    private static bool Has(int parts, HiddenPart part) => (parts & (1 << (int)part)) != 0;
}
