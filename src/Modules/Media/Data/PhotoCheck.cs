using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Data;

/// <summary>What was measured of a photograph: advice for its keeper, never published, never a block.</summary>
public sealed class PhotoCheck
{
    public Guid InstitutionId { get; init; }

    public Guid ImageId { get; init; }

    /// <summary>Of which tiles.</summary>
    public DateTimeOffset MadeAt { get; init; }

    /// <summary>Of the sharpest part; null where there is too little in the picture to tell.</summary>
    public double? Sharpness { get; init; }

    /// <summary>0 to 255: a twentieth of the picture is darker.</summary>
    public int Darkest { get; init; }

    /// <summary>0 to 255: a hundredth of the picture is lighter.</summary>
    public int Lightest { get; init; }

    /// <summary>64 bits that are much the same for two files of the same photograph.</summary>
    public long Print { get; init; }

    /// <summary>A colour card or a grey scale is in it; null where nobody has looked for one.</summary>
    public bool? Card { get; init; }

    /// <summary>There is something to say about what was measured.</summary>
    public bool Advised { get; init; }

    /// <summary>Smaller than is wanted of it.</summary>
    public bool Small { get; init; }

    /// <summary>When its size was last held against what is wanted; null where that is to be done.</summary>
    public DateTimeOffset? SizedAt { get; init; }

    internal static void Map(ModelBuilder model) =>
        model.Entity<PhotoCheck>(e => e.ToTable("photo_check").HasKey(c => new { c.InstitutionId, c.ImageId }));
}
