using Guanlian.Media.Jpeg;
using Guanlian.Media.Tiles;

namespace Guanlian.Media.Planes;

/// <summary>What one rendering at a time works with, kept for the next: decoder and encoder, weights, and memory for rows and planes.</summary>
internal sealed unsafe class RenderDesk : IDisposable
{
    /// <summary>What an exceptionally large rendering needed is given back at once.</summary>
    private const nuint MostKept = 8 << 20;

    private readonly TurboJpeg turbo = new();
    private readonly NativeRoom encoded = new(), written = new();

    public LineWeights Across { get; } = new();

    public LineWeights Down { get; } = new();

    public LineWeights ColourAcross { get; } = new();

    public LineWeights ColourDown { get; } = new();

    /// <summary>Rows made of rows, one behind the other, and then side by side.</summary>
    public NativeRoom Rows { get; } = new();

    public NativeRoom Woven { get; } = new();

    /// <summary>The rendering.</summary>
    public NativeRoom Drawn { get; } = new();

    public bool Decode(TilePack pack, TilePack.Entry entry, int width, int height, JpegPlanes into)
    {
        var room = encoded.For((nuint)entry.Length + TurboJpeg.Beyond);
        pack.Read(entry, new(room, entry.Length));
        new Span<byte>(room + entry.Length, TurboJpeg.Beyond).Clear();
        return turbo.TryDecode(room, entry.Length, width, height, into);
    }

    public byte[] Encode(JpegPlanes from, int width, int height, int quality)
    {
        var room = TurboJpeg.Most(width, height);
        var into = written.For(room);
        var made = GC.AllocateUninitializedArray<byte>(turbo.Encode(from, width, height, quality, into, room));
        new ReadOnlySpan<byte>(into, made.Length).CopyTo(made);
        return made;
    }

    /// <summary>Between renderings.</summary>
    public void Rest()
    {
        foreach (var room in new[] { Rows, Woven, Drawn })
        {
            if (room.Size > MostKept)
            {
                room.Dispose();
            }
        }

        // Reserved for the worst case; only what was written takes memory.
        if (written.Size > 4 * MostKept)
        {
            written.Dispose();
        }
    }

    public void Dispose()
    {
        turbo.Dispose();
        foreach (var room in new[] { encoded, written, Rows, Woven, Drawn })
        {
            room.Dispose();
        }
    }
}
