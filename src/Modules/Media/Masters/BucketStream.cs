using System.Globalization;
using Amazon.S3;
using Amazon.S3.Model;
using Guanlian.Platform.Storage;

namespace Guanlian.Media.Masters;

/// <summary>
/// An object of a bucket, read from any place. It is fetched in stretches, a short one first and longer ones for whoever reads on: who
/// wants a little of a film does not make us fetch the film, and a line that breaks costs one stretch, which is asked for again.
/// </summary>
internal sealed class BucketStream(Bucket bucket, string key, string etag, long length) : Stream
{
    public const int Shortest = 512 << 10, Longest = 8 << 20;

    private const int Tries = 3;
    private GetObjectResponse? open;
    private long openAt, openTo;
    private int stretch;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    /// <returns>Null where there is no such object.</returns>
    public static async Task<BucketStream?> OpenAsync(Bucket bucket, string key, CancellationToken ct)
    {
        // One byte says whether it is there, what it is, and how long.
        try
        {
            using var first = await bucket.GetAsync(key, 0, 0, null, ct);
            return first is null ? null
                : first.ContentRange?.Split('/') is [_, var all] && long.TryParse(all, CultureInfo.InvariantCulture, out var length) ? new(bucket, key, first.ETag, length)
                : throw bucket.Away("it does not say how long an object is");
        }
        catch (StoreAwayException e) when (e.InnerException is AmazonS3Exception { ErrorCode: "InvalidRange" })
        {
            return new(bucket, key, "", 0); // it has no first byte
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0 || Position >= length)
        {
            return 0;
        }

        for (var tries = 1; ; tries++)
        {
            try
            {
                var got = await GoOnAsync(buffer, cancellationToken);
                openAt = Position += got;
                return got;
            }
            catch (StoreAwayException) when (tries < Tries)
            {
                Close(ref open);
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("it comes over a line: wait for it");

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => length + offset };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Close(ref open);
        }

        base.Dispose(disposing);
    }

    private async Task<int> GoOnAsync(Memory<byte> buffer, CancellationToken ct)
    {
        if (open is null || openAt != Position || openAt == openTo)
        {
            Close(ref open);
            stretch = openTo == Position && stretch > 0 ? Math.Min(stretch * 2, Longest) : Shortest;
            (openAt, openTo) = (Position, Math.Min(Position + stretch, length));
            open = await bucket.GetAsync(key, openAt, openTo - 1, etag, ct) ?? throw bucket.Away($"{key} went while it was read");
        }

        var got = await bucket.ReadAsync(open, buffer[..(int)Math.Min(buffer.Length, openTo - openAt)], ct);
        return got > 0 ? got : throw bucket.Away("the answer ended too early");
    }

    private static void Close(ref GetObjectResponse? answer)
    {
        answer?.Dispose();
        answer = null;
    }
}
