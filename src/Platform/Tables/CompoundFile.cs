using System.Buffers.Binary;
using System.Text;

namespace Guanlian.Platform.Tables;

/// <summary>
/// The container of old Office files: streams scattered over sectors (MS-CFB). Every chain is bounded by the file's size.
/// </summary>
internal sealed class CompoundFile
{
    private const uint EndOfChain = 0xfffffffe;
    private readonly byte[] file;
    private readonly int sector;
    private readonly List<uint> next = [];
    private readonly Dictionary<string, (uint Start, long Size)> streams = new(StringComparer.OrdinalIgnoreCase);
    private readonly uint miniFatStart;
    private readonly int miniCutoff;
    private readonly (uint Start, long Size) root;

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public CompoundFile(byte[] file)
    {
        this.file = file;
        if (file.Length < 512 || U16(30) is not (9 or 12))
        {
            throw new InvalidDataException();
        }

        sector = 1 << U16(30);
        miniCutoff = (int)U32(56);
        miniFatStart = U32(60);
        ReadFat();
        root = ReadDirectory();
    }

    public IReadOnlyCollection<string> Names => streams.Keys;

    /// <summary>The bytes of a stream, or null when there is none of that name.</summary>
    public byte[]? Read(string name)
    {
        if (!streams.TryGetValue(name, out var found))
        {
            return null;
        }

        return found.Size >= miniCutoff ? Chain(found.Start, found.Size, next, sector, file, sector) : ReadMini(found.Start, found.Size);
    }

    private byte[] ReadMini(uint start, long size)
    {
        var miniFat = Chain(miniFatStart, long.MaxValue, next, sector, file, sector);
        var follow = new List<uint>(miniFat.Length / 4);
        for (var i = 0; i + 4 <= miniFat.Length; i += 4)
        {
            follow.Add(BinaryPrimitives.ReadUInt32LittleEndian(miniFat.AsSpan(i)));
        }

        return Chain(start, size, follow, 64, Chain(root.Start, root.Size, next, sector, file, sector), 0);
    }

    private void ReadFat()
    {
        // The first 109 sectors of the allocation table stand in the header, further ones in a chain of their own.
        var tables = Enumerable.Range(0, 109).Select(i => U32(76 + (i * 4))).ToList();
        var more = U32(68);
        for (var guard = file.Length / sector; more < EndOfChain - 1 && guard > 0; guard--)
        {
            var at = At(more);
            tables.AddRange(Enumerable.Range(0, (sector / 4) - 1).Select(i => U32(at + (i * 4))));
            more = U32(at + sector - 4);
        }

        foreach (var table in tables.Where(t => t < EndOfChain - 1))
        {
            var at = At(table);
            for (var i = 0; i < sector; i += 4)
            {
                next.Add(U32(at + i));
            }
        }
    }

    private (uint Start, long Size) ReadDirectory()
    {
        var directory = Chain(U32(48), long.MaxValue, next, sector, file, sector);
        (uint, long) first = (EndOfChain, 0);
        for (var at = 0; at + 128 <= directory.Length; at += 128)
        {
            var entry = directory.AsSpan(at, 128);
            var length = BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]);
            var found = (BinaryPrimitives.ReadUInt32LittleEndian(entry[116..]),
                (long)BinaryPrimitives.ReadUInt32LittleEndian(entry[120..]));
            if (entry[66] == 5)
            {
                first = found;
            }
            else if (entry[66] == 2 && length is > 2 and <= 64)
            {
                streams.TryAdd(Encoding.Unicode.GetString(entry[..(length - 2)]), found);
            }
        }

        return first;
    }

    private static byte[] Chain(uint start, long size, List<uint> follow, int block, byte[] source, int offset)
    {
        using var bytes = new MemoryStream();
        for (var at = start; at < EndOfChain - 1 && bytes.Length < size; at = at < follow.Count ? follow[(int)at] : EndOfChain)
        {
            var from = offset + (at * (long)block);
            if (from >= source.Length || bytes.Length > source.Length)
            {
                throw new InvalidDataException();
            }

            bytes.Write(source, (int)from, (int)Math.Min(block, Math.Min(source.Length - from, size - bytes.Length)));
        }

        return bytes.ToArray();
    }

    private int At(uint number) =>
        (number + 1L) * sector is var at && at + sector <= file.Length ? (int)at : throw new InvalidDataException();

    private ushort U16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));
}
