using System.Text;
using System.Xml.Linq;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;

namespace Guanlian.Catalogue.Formats.Reading;

/// <summary>Binary MARC 21 (ISO 2709), given the shape of MARCXML. A record's structure is believed only as far as it agrees with its bytes.</summary>
internal static class Marc21
{
    private const int LeaderLength = 24;
    private const int EntryLength = 12;
    private const byte EndOfRecord = 0x1d;
    private const byte EndOfField = 0x1e;
    private const byte StartOfSubfield = 0x1f;

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The leader: five digits of length, and <c>4500</c> (or <c>450 </c>) at its end.</summary>
    public static bool LooksLike(ReadOnlySpan<byte> head) =>
        head.Length == LeaderLength && head[..5].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && head[20..22].SequenceEqual("45"u8);

    public static IEnumerable<ForeignRecord> Records(RationedStream stream, ForeignLimits limits)
    {
        var length = new byte[5];
        for (var number = 1; Next(stream, length) is { } bytes; number++)
        {
            stream.NextRecord();
            yield return Record(bytes, number);
        }
    }

    private static byte[]? Next(RationedStream stream, byte[] length)
    {
        do
        {
            // Line breaks between records are not allowed, and common.
            if (stream.ReadAtLeast(length.AsSpan(0, 1), 1, throwOnEndOfStream: false) == 0)
            {
                return null;
            }
        }
        while (length[0] is (byte)'\r' or (byte)'\n' or 0x1a);

        if (stream.ReadAtLeast(length.AsSpan(1), 4, throwOnEndOfStream: false) < 4 || Number(length) is not (>= LeaderLength and var total))
        {
            throw ForeignFault.Of("catalogue.formats.marc.no-record");
        }

        var record = new byte[total];
        length.CopyTo(record, 0);
        return stream.ReadAtLeast(record.AsSpan(5), total - 5, throwOnEndOfStream: false) == total - 5 && record[^1] == EndOfRecord
            ? record
            : throw ForeignFault.Of("catalogue.formats.marc.cut-off", ("length", total));
    }

    private static ForeignRecord Record(byte[] bytes, int number)
    {
        var (decode, findings) = Decoder(bytes, number);
        var record = new XElement(Namespaces.Marc + "record", new XElement(Namespaces.Marc + "leader", Encoding.ASCII.GetString(bytes, 0, LeaderLength)));
        var start = Number(bytes.AsSpan(12, 5)) ?? -1;
        var lengthDigits = bytes[20] == '4' ? 4 : 0;
        if (start <= LeaderLength || start > bytes.Length || lengthDigits == 0 || bytes[start - 1] != EndOfField
            || (start - LeaderLength - 1) % EntryLength != 0)
        {
            throw ForeignFault.Of("catalogue.formats.marc.directory");
        }

        for (var at = LeaderLength; at + EntryLength < start; at += EntryLength)
        {
            var tag = Encoding.ASCII.GetString(bytes, at, 3);
            var (length, offset) = (Number(bytes.AsSpan(at + 3, 4)) ?? -1, Number(bytes.AsSpan(at + 7, 5)) ?? -1);
            if (length < 1 || offset < 0 || (long)start + offset + length > bytes.Length)
            {
                throw ForeignFault.Of("catalogue.formats.marc.field", ("tag", tag));
            }

            record.Add(Field(tag, bytes.AsSpan(start + offset, length).TrimEnd(EndOfField), decode));
        }

        return XmlFiles.MarcRecord(record, number, 0) with { Findings = findings() };
    }

    private static XElement Field(string tag, ReadOnlySpan<byte> data, Func<byte[], string> decode)
    {
        if (tag.StartsWith("00", StringComparison.Ordinal))
        {
            return new XElement(Namespaces.Marc + "controlfield", new XAttribute("tag", tag), decode(data.ToArray()));
        }

        var first = data.IndexOf(StartOfSubfield);
        var field = new XElement(
            Namespaces.Marc + "datafield", new XAttribute("tag", tag), new XAttribute("ind1", Indicator(data, 0, first)),
            new XAttribute("ind2", Indicator(data, 1, first)));
        while (first >= 0)
        {
            data = data[(first + 1)..];
            first = data.IndexOf(StartOfSubfield);
            var part = first < 0 ? data : data[..first];
            if (part.Length > 0)
            {
                field.Add(new XElement(
                    Namespaces.Marc + "subfield", new XAttribute("code", Printable(part[0])), decode(part[1..].ToArray())));
            }
        }

        return field;
    }

    private static string Indicator(ReadOnlySpan<byte> data, int at, int end) => at < end ? Printable(data[at]) : " ";

    private static string Printable(byte b) => b is >= 0x20 and < 0x7f ? ((char)b).ToString() : " ";

    /// <summary>Leader/09 says how it is written; a record that says MARC-8 and is valid UTF-8 beyond ASCII is taken at its bytes.</summary>
    private static (Func<byte[], string> Decode, Func<IReadOnlyList<TableProblem>> Findings) Decoder(byte[] bytes, int number)
    {
        var saysUtf8 = bytes[9] == 'a';
        if (IsUtf8(bytes))
        {
            List<TableProblem> notes = saysUtf8 || bytes.AsSpan().IndexOfAnyInRange<byte>(0x80, 0xff) < 0
                ? []
                : [Notice("catalogue.formats.marc.is-utf8", number)];
            return (b => Clean(Utf8.GetString(b)), () => notes);
        }

        if (saysUtf8)
        {
            throw ForeignFault.Of("catalogue.formats.marc.not-utf8");
        }

        var marc8 = new Marc8();
        return (b => Clean(marc8.Decode(b)), () => marc8.Unread.Count == 0
            ? []
            : [Notice("catalogue.formats.marc.unread-script", number, ("script", string.Join("、", marc8.Unread)))]);
    }

    /// <summary>XML and our database can hold no other control characters.</summary>
    private static string Clean(string text) =>
        Typed.Writable(text.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0 ? text : string.Concat(text.Where(c => c is >= ' ' or '\t' or '\n')));

    private static bool IsUtf8(byte[] bytes)
    {
        try
        {
            Utf8.GetCharCount(bytes);
            return bytes.AsSpan().IndexOf((byte)0x1b) < 0;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static TableProblem Notice(string code, int number, params (string Name, object? Value)[] holes) =>
        new(code, new TablePlace(Row: number)) { Weight = TableWeight.Notice, Holes = holes };

    private static int? Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return null;
            }

            number = (number * 10) + digit - '0';
        }

        return number;
    }
}
