using System.Text.Json;

namespace Guanlian.Media.Multimedia;

/// <summary>
/// A stretch of a file that is kept and not sent out: what recorders write of place, time and serial number. It goes out as a block of
/// the same length that readers skip.
/// </summary>
/// <param name="At">Where it begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Head">What stands in its first bytes instead: the sign of a block without meaning. The rest is zero.</param>
internal sealed record Blank(long At, long Length, string Head)
{
    public static string Write(IEnumerable<Blank> all) => JsonSerializer.Serialize(all.OrderBy(b => b.At), JsonSerializerOptions.Web);

    public static IReadOnlyList<Blank> Read(string json) => JsonSerializer.Deserialize<List<Blank>>(json, JsonSerializerOptions.Web) ?? [];
}

/// <summary>A file with its blanks, read as if they had never been written.</summary>
internal sealed class BlankedStream(Stream file, IReadOnlyList<Blank> blanks) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    public override int Read(Span<byte> buffer)
    {
        var at = file.Position;
        var got = file.Read(buffer);
        Clear(buffer[..got], at);
        return got;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var at = file.Position;
        var got = await file.ReadAsync(buffer, cancellationToken);
        Clear(buffer.Span[..got], at);
        return got;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Clear(Span<byte> read, long at)
    {
        foreach (var blank in blanks)
        {
            var (from, to) = (Math.Max(at, blank.At), Math.Min(at + read.Length, blank.At + blank.Length));
            for (var i = from; i < to; i++)
            {
                var into = i - blank.At;
                read[(int)(i - at)] = into < blank.Head.Length ? (byte)blank.Head[(int)into] : (byte)0;
            }
        }
    }
}
