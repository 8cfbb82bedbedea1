using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Data;

/// <summary>A photograph of a museum: its master, what it shows, and of which object.</summary>
public sealed class StoredImage
{
    public const string SubjectKind = "media.image";

    public Guid InstitutionId { get; init; }

    public Guid Id { get; init; }

    /// <summary>The master.</summary>
    public required string Sha256 { get; init; }

    /// <summary>As it was called when it came.</summary>
    public required string FileName { get; init; }

    /// <summary>What it is by its content: jpeg, png, tiff …</summary>
    public required string Kind { get; init; }

    /// <summary>With which others it came.</summary>
    public Guid UploadId { get; init; }

    public ImageState State { get; set; }

    /// <summary>Why no tiles could be made, as a word key.</summary>
    public string? Refusal { get; set; }

    /// <summary>Upright.</summary>
    public int Width { get; set; }

    /// <summary>Upright.</summary>
    public int Height { get; set; }

    public double? PixelsPerInch { get; init; }

    /// <summary>How many pixels a centimetre of the object has, as its keeper states it.</summary>
    public double? PixelsPerCentimetre { get; set; }

    /// <summary>
    /// For the scale bar: what the keeper states; else what the file says, unless a camera wrote it or it is a screen's, which say nothing
    /// of the object.
    /// </summary>
    internal double? KnownPixelsPerInch => PixelsPerCentimetre is { } stated ? stated * 2.54
        : Camera is null && PixelsPerInch is { } ppi and not (72 or 96) ? ppi : null;

    /// <summary>#rrggbb, shown until the picture is there.</summary>
    public string? Colour { get; set; }

    /// <summary>What the camera wrote, as JSON; never published.</summary>
    public string? Camera { get; init; }

    public Guid? ObjectId { get; set; }

    /// <summary>Order among the images of the object; the first is the main view.</summary>
    public int? Place { get; set; }

    /// <summary>What the square code of a label in it says, as <see cref="Contracts.Catalogue.ObjectLabel"/> writes it.</summary>
    public string? Label { get; set; }

    /// <summary>首帧标签: it shows the label and is no view of an object.</summary>
    public bool LabelFrame { get; set; }

    /// <summary>The museum's own object that its label names.</summary>
    public Guid? LabelObjectId { get; set; }

    /// <summary>The label after which it was taken, whether or not that decided.</summary>
    public Guid? LabelledBy { get; set; }

    /// <summary>How it found its object; null where it has none, or from before this was noted.</summary>
    public MatchedBy? MatchedBy { get; set; }

    public ViewKind ViewKind { get; set; }

    public string CaptionZh { get; set; } = "";

    public string CaptionEn { get; set; } = "";

    public string Photographer { get; set; } = "";

    /// <summary>Address of a rights statement, or words.</summary>
    public string Rights { get; set; } = "";

    /// <summary>For the museum's own staff only.</summary>
    public bool Hidden { get; set; }

    public bool Sample { get; init; }

    public int Version { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the tiles were made; part of their file's name, so that new ones never wear old tags.</summary>
    public DateTimeOffset? MadeAt { get; set; }

    internal static void Map(ModelBuilder model) => model.Entity<StoredImage>(e =>
    {
        e.ToTable("image").HasKey(i => new { i.InstitutionId, i.Id });
        e.Property(i => i.State).HasConversion<string>();
        e.Property(i => i.ViewKind).HasConversion<string>();
        e.Property(i => i.MatchedBy).HasConversion<string>();
        e.Property(i => i.Camera).HasColumnType("jsonb");
        e.Ignore(i => i.KnownPixelsPerInch);
        e.Property(i => i.Version).IsConcurrencyToken();
    });
}

/// <summary>待切片 → 可浏览 or 无法读取; 已移除.</summary>
public enum ImageState
{
    Waiting,
    Ready,
    Refused,
    Removed,
}

/// <summary>How an image found its object.</summary>
public enum MatchedBy
{
    /// <summary>By the number in its name.</summary>
    Name,

    /// <summary>The object was named when it was sent.</summary>
    Given,

    /// <summary>It was taken after the object's label.</summary>
    Label,

    /// <summary>By the sheet that came with the photographs.</summary>
    Sheet,

    /// <summary>By its keeper.</summary>
    Hand,
}

/// <summary>What of the object it shows, as museums name their views.</summary>
public enum ViewKind
{
    /// <summary>Not said.</summary>
    None,

    /// <summary>全貌</summary>
    Whole,

    /// <summary>正面</summary>
    Front,

    /// <summary>背面</summary>
    Back,

    /// <summary>侧面</summary>
    Side,

    /// <summary>顶部</summary>
    Top,

    /// <summary>底部</summary>
    Base,

    /// <summary>款识</summary>
    Mark,

    /// <summary>局部</summary>
    Detail,

    /// <summary>伤残</summary>
    Damage,
}
