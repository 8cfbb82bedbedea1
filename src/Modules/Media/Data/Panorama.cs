using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Data;

/// <summary>全景: an image that is a view all round (equirectangular), with a title of its own.</summary>
public sealed class Panorama
{
    public Guid InstitutionId { get; init; }

    public Guid ImageId { get; init; }

    public string TitleZh { get; set; } = "";

    public string TitleEn { get; set; } = "";

    public int Version { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    internal string Title(bool chinese) => chinese || TitleEn.Length == 0 ? TitleZh : TitleEn;

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Panorama>(e =>
        {
            e.ToTable("panorama").HasKey(p => new { p.InstitutionId, p.ImageId });
            e.Property(p => p.Version).IsConcurrencyToken();
        });
        model.Entity<Hotspot>(e =>
        {
            e.ToTable("hotspot").HasKey(h => new { h.InstitutionId, h.Id });
            e.Property(h => h.X).HasPrecision(7, 4);
            e.Property(h => h.Y).HasPrecision(7, 4);
        });
    }
}

/// <summary>热点: a place in a panorama and what is to be seen there.</summary>
public sealed class Hotspot
{
    public Guid InstitutionId { get; init; }

    public Guid Id { get; init; }

    public Guid ImageId { get; init; }

    /// <summary>In percent from the left edge: once round.</summary>
    public decimal X { get; init; }

    /// <summary>In percent from the upper edge: from above one's head to below one's feet.</summary>
    public decimal Y { get; init; }

    public string LabelZh { get; init; } = "";

    public string LabelEn { get; init; } = "";

    public string TextZh { get; init; } = "";

    public string TextEn { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    internal string Label(bool chinese) => chinese || LabelEn.Length == 0 ? LabelZh : LabelEn;

    internal string Text(bool chinese) => chinese || TextEn.Length == 0 ? TextZh : TextEn;
}
