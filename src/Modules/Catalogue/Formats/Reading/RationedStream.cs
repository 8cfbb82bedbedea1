namespace Guanlian.Catalogue.Formats.Reading;

/// <summary>
/// Passes on no more bytes per record than allowed: whatever a parser collects before it hands something over (an attribute, a comment,
/// a text of a gigabyte) is stopped here.
/// </summary>
internal sealed class RationedStream(Stream inner, ForeignLimits limits) : Stream
{
    private long all;
    private long sinceRecord;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => all;
        set => throw new NotSupportedException();
    }

    /// <summary>A record has been taken; the next one has a ration of its own.</summary>
    public void NextRecord() => sinceRecord = 0;

    public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

    public override int Read(Span<byte> buffer) => Count(inner.Read(buffer));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Count(int read)
    {
        if ((all += read) > limits.Bytes)
        {
            throw ForeignFault.Of("catalogue.formats.file.too-large", ("limit", limits.Bytes >> 20));
        }

        return (sinceRecord += read) > limits.BytesOfRecord
            ? throw ForeignFault.Of("catalogue.formats.record.too-large", ("limit", limits.BytesOfRecord >> 20))
            : read;
    }
}
