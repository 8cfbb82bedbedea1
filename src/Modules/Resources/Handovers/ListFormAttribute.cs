using Microsoft.AspNetCore.Http.Metadata;

namespace Guanlian.Resources.Handovers;

/// <summary>A page whose form has some fields for each line of a long list, and pictures.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ListFormAttribute : Attribute, IFormOptionsMetadata, IRequestSizeLimitMetadata
{
    private const long Most = 64L << 20;
    private const int FieldsOfALine = 16;

    public long? MaxRequestBodySize => Most;

    public long? MultipartBodyLengthLimit => Most;

    public bool? BufferBody => null;

    public int? MemoryBufferThreshold => null;

    public long? BufferBodyLengthLimit => null;

    public int? ValueCountLimit => ItemLines.Most * FieldsOfALine;

    public int? KeyLengthLimit => null;

    public int? ValueLengthLimit => null;

    public int? MultipartBoundaryLengthLimit => null;

    public int? MultipartHeadersCountLimit => null;

    public int? MultipartHeadersLengthLimit => null;
}
