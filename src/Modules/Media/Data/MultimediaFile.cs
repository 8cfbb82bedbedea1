using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Data;

/// <summary>多媒体: a model, a sound or a film of an object, kept as it came.</summary>
public sealed class MultimediaFile
{
    public const string SubjectKind = "media.multimedia";

    public Guid InstitutionId { get; init; }

    public Guid Id { get; init; }

    /// <summary>In the store of masters.</summary>
    public required string Sha256 { get; init; }

    public long Bytes { get; init; }

    public required string FileName { get; init; }

    /// <summary>What it is by its content: glb, mp3, m4a, ogg, wav, mp4, webm.</summary>
    public required string Kind { get; init; }

    /// <summary>Stretches of the file that say where and with what it was made, as JSON: kept, and sent out blank.</summary>
    public required string Blanks { get; init; }

    public Guid ObjectId { get; init; }

    public string TitleZh { get; set; } = "";

    public string TitleEn { get; set; } = "";

    public string DescriptionZh { get; set; } = "";

    public string DescriptionEn { get; set; } = "";

    public string TranscriptZh { get; set; } = "";

    public string TranscriptEn { get; set; } = "";

    /// <summary>The image that stands for it.</summary>
    public Guid? PosterId { get; set; }

    /// <summary>For the museum's own staff only; until it is described.</summary>
    public bool Hidden { get; set; }

    public bool Removed { get; set; }

    public int Version { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    internal bool IsModel => Kind == "glb";

    internal bool IsFilm => Kind is "mp4" or "webm";

    internal string Title(bool chinese) => (chinese || TitleEn.Length == 0) && TitleZh.Length > 0 ? TitleZh : TitleEn.Length > 0 ? TitleEn : FileName;

    internal string Description(bool chinese) => chinese || DescriptionEn.Length == 0 ? DescriptionZh : DescriptionEn;

    internal string Transcript(bool chinese) => chinese || TranscriptEn.Length == 0 ? TranscriptZh : TranscriptEn;

    internal static void Map(ModelBuilder model) => model.Entity<MultimediaFile>(e =>
    {
        e.ToTable("multimedia").HasKey(m => new { m.InstitutionId, m.Id });
        e.Property(m => m.Blanks).HasColumnType("jsonb");
        e.Ignore(m => m.IsModel);
        e.Ignore(m => m.IsFilm);
        e.Property(m => m.Version).IsConcurrencyToken();
    });
}
