using System.Numerics;
using System.Text;

namespace Guanlian.Media.Labels.Squares;

/// <summary>What the cells of a QR code say (ISO/IEC 18004), in the sizes that labels have: versions 1 to 5.</summary>
internal static class CodeText
{
    private const int FormatMask = 0x5412, FormatDivisor = 0x537, MostWrong = 3;

    /// <summary>By version, then by level as the format counts them (M, L, H, Q): signs for correction in a block, and blocks.</summary>
    private static readonly (int Spare, int Blocks)[][] Levels =
    [
        [(10, 1), (7, 1), (17, 1), (13, 1)], [(16, 1), (10, 1), (28, 1), (22, 1)], [(26, 1), (15, 1), (22, 2), (18, 2)],
        [(18, 2), (20, 1), (16, 4), (26, 2)], [(24, 2), (26, 1), (22, 4), (18, 4)],
    ];

    private const string Capital = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    private static readonly int[] Signs = [26, 44, 70, 100, 134];

    /// <summary>Null where it cannot be read, or holds what no label does.</summary>
    public static string? Of(bool[,] cells)
    {
        var side = cells.GetLength(0);
        var version = (side - 17) / 4;
        if (Format(cells, side) is not { } format)
        {
            return null;
        }

        var (spare, blocks) = Levels[version - 1][format >> 3];
        var signs = Read(cells, side, format & 7, Signs[version - 1]);
        var data = signs.Length - (spare * blocks);
        var said = new List<byte>(data);
        for (var block = 0; block < blocks; block++)
        {
            // Later blocks are one sign longer where they do not come out even; signs of all blocks stand in turn.
            var (shorter, longer) = (data / blocks, data % blocks);
            var own = shorter + (block >= blocks - longer ? 1 : 0);
            var whole = new byte[own + spare];
            for (var i = 0; i < own; i++)
            {
                whole[i] = signs[i < shorter ? (i * blocks) + block : (shorter * blocks) + block - (blocks - longer)];
            }

            for (var i = 0; i < spare; i++)
            {
                whole[own + i] = signs[data + (i * blocks) + block];
            }

            if (!Correction.Mend(whole, spare))
            {
                return null;
            }

            said.AddRange(whole.AsSpan(0, own));
        }

        return Text(said);
    }

    /// <summary>Level and mask, written twice beside the corners.</summary>
    private static int? Format(bool[,] cells, int side)
    {
        var (one, other) = (0, 0);
        foreach (var (row, column) in Enumerable.Range(0, 6).Select(i => (8, i)).Concat([(8, 7), (8, 8), (7, 8)]).Concat(Enumerable.Range(0, 6).Select(i => (5 - i, 8))))
        {
            one = (one << 1) | (cells[row, column] ? 1 : 0);
        }

        foreach (var (row, column) in Enumerable.Range(0, 7).Select(i => (side - 1 - i, 8)).Concat(Enumerable.Range(0, 8).Select(i => (8, side - 8 + i))))
        {
            other = (other << 1) | (cells[row, column] ? 1 : 0);
        }

        var best = Enumerable.Range(0, 32).Select(f => (Format: f, Written: Written(f)))
            .Select(f => (f.Format, Wrong: Math.Min(BitOperations.PopCount((uint)(f.Written ^ one)), BitOperations.PopCount((uint)(f.Written ^ other))))).MinBy(f => f.Wrong);
        return best.Wrong <= MostWrong ? best.Format : null;
    }

    private static int Written(int format)
    {
        var rest = format << 10;
        for (var bit = 14; bit >= 10; bit--)
        {
            rest ^= (rest >> bit & 1) == 0 ? 0 : FormatDivisor << (bit - 10);
        }

        return ((format << 10) | rest) ^ FormatMask;
    }

    /// <summary>Signs of eight cells, up and down in columns of two from the right, past what every code has.</summary>
    private static byte[] Read(bool[,] cells, int side, int mask, int count)
    {
        var signs = new byte[count];
        var (bit, up) = (0, true);
        for (var right = side - 1; right > 0; right -= 2)
        {
            right = right == 6 ? 5 : right;
            for (var i = 0; i < side; i++)
            {
                var row = up ? side - 1 - i : i;
                for (var column = right; column >= right - 1; column--)
                {
                    if (!IsFixed(row, column, side) && bit < count * 8)
                    {
                        signs[bit / 8] |= (byte)((cells[row, column] ^ IsMasked(mask, row, column) ? 1 : 0) << (7 - (bit % 8)));
                        bit++;
                    }
                }
            }

            up = !up;
        }

        return signs;
    }

    private static bool IsFixed(int row, int column, int side) =>
        row == 6 || column == 6 || (row < 9 && (column < 9 || column >= side - 8)) || (row >= side - 8 && column < 9)
        || (side > 21 && Math.Abs(row - (side - 7)) <= 2 && Math.Abs(column - (side - 7)) <= 2);

    private static bool IsMasked(int mask, int row, int column) => mask switch
    {
        0 => (row + column) % 2 == 0,
        1 => row % 2 == 0,
        2 => column % 3 == 0,
        3 => (row + column) % 3 == 0,
        4 => ((row / 2) + (column / 3)) % 2 == 0,
        5 => (row * column % 2) + (row * column % 3) == 0,
        6 => ((row * column % 2) + (row * column % 3)) % 2 == 0,
        _ => (((row + column) % 2) + (row * column % 3)) % 2 == 0,
    };

    private static string? Text(List<byte> said)
    {
        var at = 0;
        int Take(int bits)
        {
            var value = 0;
            for (var i = 0; i < bits; i++, at++)
            {
                value = (value << 1) | (at / 8 < said.Count ? said[at / 8] >> (7 - (at % 8)) & 1 : 0);
            }

            return value;
        }

        const int Digits = 1, Capitals = 2, Bytes = 4, Alphabet = 7;
        var text = new List<byte>();
        for (var mode = Take(4); mode != 0; mode = Take(4))
        {
            if (mode == Alphabet)
            {
                Take(8);
                continue;
            }

            // How many signs follow, and in how many bits one, two or three of them are written.
            int[]? bits = mode switch { Digits => [4, 7, 10], Capitals => [6, 11], Bytes => [8], _ => null };
            if (bits is null)
            {
                return null;
            }

            for (var left = Take(mode switch { Digits => 10, Capitals => 9, _ => 8 }); left > 0; left -= bits.Length)
            {
                var some = Math.Min(left, bits.Length);
                var value = Take(bits[some - 1]);
                if (at > said.Count * 8)
                {
                    return null;
                }

                var scale = mode == Digits ? 10 : Capital.Length;
                for (var i = some - 1; i >= 0; i--)
                {
                    text.Add(mode == Bytes ? (byte)value : (byte)Capital[value / (int)Math.Pow(scale, i) % scale]);
                }
            }
        }

        return Encoding.UTF8.GetString([.. text]);
    }
}
