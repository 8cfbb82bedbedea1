using Guanlian.Media.Details;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Data;

/// <summary>局部: a part of an image with something to say about it. Who sees the image sees it.</summary>
public sealed class ImageDetail
{
    public Guid InstitutionId { get; init; }

    public Guid Id { get; init; }

    public Guid ImageId { get; init; }

    /// <summary>Left edge in percent of the upright image.</summary>
    public decimal X { get; set; }

    /// <summary>Upper edge.</summary>
    public decimal Y { get; set; }

    public decimal Width { get; set; }

    public decimal Height { get; set; }

    public string CaptionZh { get; set; } = "";

    public string CaptionEn { get; set; } = "";

    public int Version { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    internal Region Region => new(X, Y, Width, Height);

    /// <summary>In the reader's language, or in the one that there is.</summary>
    internal string Caption(bool chinese) => (chinese || CaptionEn.Length == 0) && CaptionZh.Length > 0 ? CaptionZh : CaptionEn;

    internal static void Map(ModelBuilder model) => model.Entity<ImageDetail>(e =>
    {
        e.ToTable("detail").HasKey(d => new { d.InstitutionId, d.Id });
        e.Ignore(d => d.Region);
        foreach (var edge in new[] { nameof(X), nameof(Y), nameof(Width), nameof(Height) })
        {
            e.Property(edge).HasPrecision(7, 4);
        }

        e.Property(d => d.Version).IsConcurrencyToken();
    });
}
