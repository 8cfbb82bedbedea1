using Microsoft.AspNetCore.Http.Metadata;

namespace Guanlian.Platform.Http;

/// <summary>A page whose form carries files, or more fields than others: where nothing is said, a form may hold one megabyte and 1,024 fields.</summary>
/// <param name="most">Bytes of the whole form.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LargeFormAttribute(long most) : Attribute, IFormOptionsMetadata, IRequestSizeLimitMetadata
{
    /// <summary>How many fields.</summary>
    public int Fields { get; set; } = 1024;

    /// <inheritdoc />
    public long? MaxRequestBodySize => most;

    /// <inheritdoc />
    public long? MultipartBodyLengthLimit => most;

    /// <inheritdoc />
    public int? ValueCountLimit => Fields;

    /// <inheritdoc />
    public bool? BufferBody => null;

    /// <inheritdoc />
    public int? MemoryBufferThreshold => null;

    /// <inheritdoc />
    public long? BufferBodyLengthLimit => null;

    /// <inheritdoc />
    public int? KeyLengthLimit => null;

    /// <inheritdoc />
    public int? ValueLengthLimit => null;

    /// <inheritdoc />
    public int? MultipartBoundaryLengthLimit => null;

    /// <inheritdoc />
    public int? MultipartHeadersCountLimit => null;

    /// <inheritdoc />
    public int? MultipartHeadersLengthLimit => null;
}
