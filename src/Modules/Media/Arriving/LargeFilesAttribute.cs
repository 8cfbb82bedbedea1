using Microsoft.AspNetCore.Http.Metadata;

namespace Guanlian.Media.Arriving;

/// <summary>A page whose form may carry many photographs at once.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class LargeFilesAttribute : Attribute, IFormOptionsMetadata, IRequestSizeLimitMetadata
{
    /// <summary>2 GB in one form; larger files come in parts.</summary>
    public const long Most = 2L << 30;

    private const int MostFields = 20, ShortText = 8192;

    public long? MaxRequestBodySize => Most;

    public long? MultipartBodyLengthLimit => Most;

    public bool? BufferBody => null;

    public int? MemoryBufferThreshold => null;

    public long? BufferBodyLengthLimit => null;

    public int? ValueCountLimit => MostFields;

    public int? KeyLengthLimit => null;

    /// <summary>Of one typed field.</summary>
    public int LongestText { get; set; } = ShortText;

    public int? ValueLengthLimit => LongestText;

    public int? MultipartBoundaryLengthLimit => null;

    public int? MultipartHeadersCountLimit => null;

    public int? MultipartHeadersLengthLimit => null;
}
