namespace Guanlian.Media.Labels.Squares;

/// <summary>Puts right what was misread of a block of signs (Reed and Solomon's code over 256 elements, as QR codes have it).</summary>
internal static class Correction
{
    private const int Field = 0x11d;

    private static readonly byte[] Powers = new byte[512];
    private static readonly byte[] Logs = new byte[256];

    static Correction()
    {
        for (int i = 0, value = 1; i < 255; i++)
        {
            (Powers[i], Powers[i + 255], Logs[value]) = ((byte)value, (byte)value, (byte)i);
            value = value << 1 > 255 ? (value << 1) ^ Field : value << 1;
        }
    }

    /// <param name="block">Signs, then the spare ones; mended in place.</param>
    /// <param name="spare">How many of them are spare.</param>
    /// <returns>False where too much is wrong.</returns>
    public static bool Mend(byte[] block, int spare)
    {
        var faults = new byte[spare];
        for (var i = 0; i < spare; i++)
        {
            foreach (var sign in block)
            {
                faults[i] = (byte)(Times(faults[i], Powers[i]) ^ sign);
            }
        }

        if (faults.All(f => f == 0))
        {
            return true;
        }

        var locator = Locator(faults);
        var wrong = locator.Length - 1;
        if (wrong * 2 > spare)
        {
            return false;
        }

        // Σ faults · locator, up to the number of spare signs.
        var amounts = new byte[spare];
        for (var i = 0; i < spare; i++)
        {
            for (var j = 0; j <= Math.Min(i, wrong); j++)
            {
                amounts[i] ^= Times(locator[j], faults[i - j]);
            }
        }

        var mended = 0;
        for (var place = 0; place < block.Length; place++)
        {
            var power = block.Length - 1 - place;
            var inverse = Powers[(255 - (power % 255)) % 255];
            if (At(locator, inverse) != 0)
            {
                continue;
            }

            // The derivative keeps the odd powers.
            var slope = (byte)0;
            for (var j = 1; j <= wrong; j += 2)
            {
                slope ^= Times(locator[j], Power(inverse, j - 1));
            }

            if (slope == 0)
            {
                return false;
            }

            block[place] ^= Times(Powers[power % 255], Times(At(amounts.AsSpan(0, wrong), inverse), Inverse(slope)));
            mended++;
        }

        return mended == wrong;
    }

    /// <summary>Berlekamp and Massey: the shortest rule that the faults follow; its zeros say where they are.</summary>
    private static byte[] Locator(byte[] faults)
    {
        byte[] rule = [1], before = [1];
        var (length, since, last) = (0, 1, (byte)1);
        for (var i = 0; i < faults.Length; i++)
        {
            var off = faults[i];
            for (var j = 1; j <= length && j < rule.Length; j++)
            {
                off ^= Times(rule[j], faults[i - j]);
            }

            if (off == 0)
            {
                since++;
                continue;
            }

            var share = Times(off, Inverse(last));
            var next = new byte[Math.Max(rule.Length, before.Length + since)];
            rule.CopyTo(next, 0);
            for (var j = 0; j < before.Length; j++)
            {
                next[j + since] ^= Times(share, before[j]);
            }

            if (2 * length <= i)
            {
                (before, last, length, since) = (rule, off, i + 1 - length, 1);
            }
            else
            {
                since++;
            }

            rule = next;
        }

        return rule.Length > length + 1 ? rule[..(length + 1)] : rule;
    }

    private static byte At(ReadOnlySpan<byte> polynomial, byte x)
    {
        byte value = 0;
        for (var i = polynomial.Length - 1; i >= 0; i--)
        {
            value = (byte)(Times(value, x) ^ polynomial[i]);
        }

        return value;
    }

    private static byte Times(byte a, byte b) => a == 0 || b == 0 ? (byte)0 : Powers[Logs[a] + Logs[b]];

    private static byte Power(byte a, int exponent) => exponent == 0 ? (byte)1 : Powers[Logs[a] * exponent % 255];

    private static byte Inverse(byte a) => Powers[255 - Logs[a]];
}
