using System.Globalization;
using System.Text;

namespace Guanlian.Platform.Tables;

/// <summary>
/// Decides strictly how a text file is written: a mark says so, or all of it is valid UTF-8, or all of it is valid GB18030;
/// anything else is refused with the place of the first bad byte. Nothing is ever decoded with replacement characters.
/// </summary>
internal static class TextEncodings
{
    static TextEncodings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private static Encoding Strict(string name) =>
        Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    public static Encoding Detect(Stream stream)
    {
        var head = new byte[4096];
        stream.Position = 0;
        var got = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var start = head.AsSpan(0, got);
        Encoding encoding;
        if (start.StartsWith<byte>([0xff, 0xfe]) || start.StartsWith<byte>([0xfe, 0xff]))
        {
            encoding = Strict(start[0] == 0xff ? "utf-16" : "utf-16BE");
        }
        else if (start.Contains((byte)0))
        {
            encoding = Unmarked16(start) ?? throw new TableFault(TableProblem.Of(TableWords.OtherKind, ("kind", "binary")));
        }
        else
        {
            return Utf8OrGb18030(stream);
        }
        if (FirstBad(stream, encoding) is { } bad)
        {
            throw Fault(TableWords.Encoding, bad, encoding.WebName);
        }
        return encoding;
    }

    /// <summary>
    /// UTF-16 without a mark: the zero halves of commas and line ends stand on one side, and no control characters come out.
    /// </summary>
    private static Encoding? Unmarked16(ReadOnlySpan<byte> start)
    {
        var balance = 0;
        for (var i = 0; i < start.Length; i++)
        {
            balance += start[i] != 0 ? 0 : i % 2 == 1 ? 1 : -1;
        }
        var encoding = balance >= 0 ? "utf-16" : "utf-16BE";
        return Encoding.GetEncoding(encoding).GetString(start[..(start.Length & ~1)]).Any(c => c < ' ' && c is not ('\t' or '\r' or '\n'))
            ? null
            : Strict(encoding);
    }

    private static Encoding Utf8OrGb18030(Stream stream)
    {
        var utf8 = Strict("utf-8");
        if (FirstBad(stream, utf8) is not { } notUtf8)
        {
            return utf8;
        }
        // Chinese in GBK hardly ever forms well-made UTF-8 sequences; a file with many of them is UTF-8 that was damaged or glued.
        var (good, bad) = CountSequences(stream);
        if (good > bad)
        {
            throw Fault(TableWords.EncodingMixed, notUtf8, "utf-8");
        }
        var gb = Strict("gb18030");
        return FirstBad(stream, gb) is { } notGb ? throw Fault(TableWords.Encoding, notGb, "gb18030") : gb;
    }

    private static TableFault Fault(string code, (long Offset, int Line) bad, string encoding) =>
        new(TableProblem.Of(code,
            ("offset", bad.Offset.ToString(CultureInfo.InvariantCulture)),
            ("line", bad.Line.ToString(CultureInfo.InvariantCulture)),
            ("encoding", encoding)));

    /// <summary>Offset and line of the first byte that this encoding cannot hold.</summary>
    private static (long Offset, int Line)? FirstBad(Stream stream, Encoding encoding)
    {
        stream.Position = 0;
        var decoder = encoding.GetDecoder();
        var bytes = new byte[1 << 16];
        var chars = new char[encoding.GetMaxCharCount(bytes.Length)];
        long offset = 0;
        var line = 1;
        while (true)
        {
            var got = stream.Read(bytes);
            try
            {
                var count = decoder.GetChars(bytes, 0, got, chars, 0, flush: got == 0);
                line += chars.AsSpan(0, count).Count('\n');
            }
            catch (DecoderFallbackException e)
            {
                // The index is relative to this block, negative when the sequence began in the one before.
                var at = Math.Clamp(e.Index, 0, got);
                return (offset + e.Index, line + (encoding.IsSingleByte || encoding.WebName.StartsWith("utf-16", StringComparison.Ordinal)
                    ? 0
                    : bytes.AsSpan(0, at).Count((byte)'\n')));
            }
            if (got == 0)
            {
                return null;
            }
            offset += got;
        }
    }

    /// <summary>How many UTF-8 sequences of several bytes are whole, and how many stray high bytes there are.</summary>
    private static (long Good, long Bad) CountSequences(Stream stream)
    {
        stream.Position = 0;
        var bytes = new byte[1 << 16];
        long good = 0;
        long bad = 0;
        var kept = 0;
        while (true)
        {
            var got = stream.Read(bytes.AsSpan(kept));
            var all = bytes.AsSpan(0, kept + got);
            kept = 0;
            while (!all.IsEmpty)
            {
                if (all.Length < 4 && got > 0)
                {
                    all.CopyTo(bytes);
                    kept = all.Length;
                    break;
                }
                var fine = Rune.DecodeFromUtf8(all, out _, out var used) == System.Buffers.OperationStatus.Done;
                good += fine && used > 1 ? 1 : 0;
                bad += fine ? 0 : 1;
                all = all[used..];
            }
            if (got == 0)
            {
                return (good, bad);
            }
        }
    }
}
