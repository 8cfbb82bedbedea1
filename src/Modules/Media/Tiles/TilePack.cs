using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Guanlian.Media.Tiles;

/// <summary>
/// All encoded tiles and sizes of an image in one file (docs/decisions/0161): a head, an index, then the JPEG files themselves, so that
/// a tile is one read at a known place. Written once, never changed.
/// </summary>
internal sealed class TilePack : IDisposable
{
    private const ulong Mark = 0x3153454c49544c47; // "GLTILES1"
    private const int HeadLength = 28;
    private const int EntryLength = 12;
    private const int SizeLength = 20;

    private readonly SafeFileHandle file;
    private readonly Entry[] tiles;
    private readonly int first;
    private readonly TilePack?[] smaller;

    private TilePack(SafeFileHandle file, TileGrid grid, byte[] colour, Entry[] tiles, int first, IReadOnlyList<StoredSize> sizes) =>
        (this.file, Grid, Colour, this.tiles, this.first, Sizes, smaller) = (file, grid, colour, tiles, first, sizes, new TilePack?[grid.Levels.Count]);

    /// <summary>The same for all that <see cref="From"/> makes of one.</summary>
    public object Origin => file;

    public TileGrid Grid { get; }

    /// <summary>Red, green and blue of its mean.</summary>
    public byte[] Colour { get; }

    /// <summary>The whole image in sizes that pages use, smallest first.</summary>
    public IReadOnlyList<StoredSize> Sizes { get; }

    /// <exception cref="IOException">Where it is missing or not such a file.</exception>
    public static TilePack Open(string path)
    {
        var file = File.OpenHandle(path, options: FileOptions.RandomAccess);
        try
        {
            Span<byte> head = stackalloc byte[HeadLength];
            Fill(file, head, 0);
            if (BinaryPrimitives.ReadUInt64LittleEndian(head) != Mark)
            {
                throw new IOException($"{path} holds no tiles");
            }

            var grid = new TileGrid(BinaryPrimitives.ReadInt32LittleEndian(head[8..]), BinaryPrimitives.ReadInt32LittleEndian(head[12..]));
            var count = BinaryPrimitives.ReadInt32LittleEndian(head[16..]);
            if (BinaryPrimitives.ReadInt32LittleEndian(head[20..]) != grid.Tiles || count is < 0 or > 16)
            {
                throw new IOException($"the index of {path} is not that of its size");
            }

            var index = new byte[(grid.Tiles * EntryLength) + (count * SizeLength)];
            Fill(file, index, HeadLength);
            var tiles = new Entry[grid.Tiles];
            for (var i = 0; i < tiles.Length; i++)
            {
                tiles[i] = EntryAt(index, i * EntryLength);
            }

            var sizes = new StoredSize[count];
            for (var i = 0; i < count; i++)
            {
                var at = (grid.Tiles * EntryLength) + (i * SizeLength);
                sizes[i] = new(
                    BinaryPrimitives.ReadInt32LittleEndian(index.AsSpan(at)), BinaryPrimitives.ReadInt32LittleEndian(index.AsSpan(at + 4)), EntryAt(index, at + 8));
            }

            return new(file, grid, head[24..27].ToArray(), tiles, 0, sizes);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The same image as if it were no larger than one of its levels; good as long as this one is open.</summary>
    public TilePack From(int level)
    {
        if (level == 0)
        {
            return this;
        }

        // Made twice by two at once, the two are equal.
        var at = Grid.Levels[level];
        return smaller[level] ??= new(file, new(at.Width, at.Height), Colour, tiles, first + at.First, [.. Sizes.Where(s => s.Width <= at.Width && s.Height <= at.Height)]);
    }

    public Entry TileAt(int level, int column, int row) => tiles[first + Grid.Levels[level].Number(column, row)];

    /// <summary>Reads an encoded image into the beginning of a buffer.</summary>
    public void Read(Entry entry, Span<byte> into) => Fill(file, into[..entry.Length], entry.Offset);

    public byte[] Bytes(Entry entry)
    {
        var bytes = new byte[entry.Length];
        Read(entry, bytes);
        return bytes;
    }

    public void Dispose() => file.Dispose();

    private static Entry EntryAt(byte[] index, int at) =>
        new(BinaryPrimitives.ReadInt64LittleEndian(index.AsSpan(at)), BinaryPrimitives.ReadInt32LittleEndian(index.AsSpan(at + 8)));

    private static void Fill(SafeFileHandle file, Span<byte> into, long offset)
    {
        while (into.Length > 0)
        {
            var got = RandomAccess.Read(file, into, offset);
            if (got == 0)
            {
                throw new IOException("the file of tiles ends too early");
            }

            into = into[got..];
            offset += got;
        }
    }

    /// <summary>Where an encoded image lies.</summary>
    internal readonly record struct Entry(long Offset, int Length);

    /// <summary>The whole image in a size of its own.</summary>
    internal readonly record struct StoredSize(int Width, int Height, Entry Entry);

    /// <summary>Writes a pack beside its place; whoever called moves it there when all is on the disk.</summary>
    internal sealed class Writer : IDisposable
    {
        private readonly FileStream stream;
        private readonly TileGrid grid;
        private readonly Entry[] tiles;
        private readonly List<StoredSize> sizes = [];
        private readonly int most;

        public Writer(string path, TileGrid grid, int mostSizes)
        {
            (this.grid, most, tiles) = (grid, mostSizes, new Entry[grid.Tiles]);
            stream = new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, 1 << 20);
            stream.Position = HeadLength + (grid.Tiles * EntryLength) + (mostSizes * SizeLength);
        }

        public void AddTile(int number, Stream encoded) => tiles[number] = Append(encoded);

        public void AddSize(int width, int height, byte[] encoded)
        {
            using var bytes = new MemoryStream(encoded);
            sizes.Add(new(width, height, Append(bytes)));
        }

        /// <summary>Writes head and index, with the sizes added so far; a pack may be finished again after more sizes.</summary>
        public void Finish(ReadOnlySpan<byte> colour)
        {
            if (tiles.Any(t => t.Length == 0) || sizes.Count > most)
            {
                throw new InvalidOperationException("tiles are missing");
            }

            var end = stream.Position;
            var head = new byte[HeadLength + (grid.Tiles * EntryLength) + (sizes.Count * SizeLength)];
            BinaryPrimitives.WriteUInt64LittleEndian(head, Mark);
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), grid.Width);
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(12), grid.Height);
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(16), sizes.Count);
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(20), grid.Tiles);
            colour[..3].CopyTo(head.AsSpan(24));
            var at = HeadLength;
            foreach (var tile in tiles)
            {
                at = Write(head, at, tile);
            }

            foreach (var size in sizes)
            {
                BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(at), size.Width);
                BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(at + 4), size.Height);
                at = Write(head, at + 8, size.Entry);
            }

            stream.Position = 0;
            stream.Write(head);
            stream.Flush(flushToDisk: true);
            stream.Position = end;
        }

        public void Dispose() => stream.Dispose();

        private static int Write(byte[] head, int at, Entry entry)
        {
            BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(at), entry.Offset);
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(at + 8), entry.Length);
            return at + EntryLength;
        }

        private Entry Append(Stream encoded)
        {
            var offset = stream.Position;
            encoded.CopyTo(stream);
            return new(offset, (int)(stream.Position - offset));
        }
    }
}
