using System.Text;

namespace Guanlian.Catalogue.Formats.Reading;

/// <summary>
/// MARC-8: ASCII and extended Latin (ANSEL), whose accents stand before their letter, with Hebrew, sub- and superscripts by escape
/// sequence, and the three-byte East Asian set (<see cref="Eacc"/>). Characters of other sets become U+FFFD, and the set is named in
/// <see cref="Unread"/>: such a file should be saved as UTF-8 by the system that it comes from.
/// </summary>
internal sealed class Marc8
{
    private const string Letters = "ŁØĐÞÆŒʹ·♭®±ƠƯʼ\0ʻłøđþæœʺı£ð\0ơư\0\0°ℓ℗©♯¿¡ß€";

    private static readonly char[] Accents =
    [
        '\u0309', '\u0300', '\u0301', '\u0302', '\u0303', '\u0304', '\u0306', '\u0307', '\u0308', '\u030c', '\u030a', '\ufe20', '\ufe21',
        '\u0315', '\u030b', '\u0310', '\u0327', '\u0328', '\u0323', '\u0324', '\u0325', '\u0333', '\u0332', '\u0326', '\u031c', '\u032e',
        '\ufe22', '\ufe23', '\0', '\0', '\u0313',
    ];

    /// <summary>Names of the character sets that were met and not understood.</summary>
    public SortedSet<string> Unread { get; } = new(StringComparer.Ordinal);

    public string Decode(byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length);
        var waiting = new StringBuilder();
        var set = 'B';
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == 0x1b)
            {
                (set, i) = Escape(bytes, i);
                continue;
            }

            if (set == '1' && bytes[i] > 0x20)
            {
                var read = i + 2 < bytes.Length ? Eacc.Find(bytes[i], bytes[i + 1], bytes[i + 2]) : null;
                if (read is null)
                {
                    Unread.Add("EACC (CJK)");
                }

                text.Append(read ?? '\ufffd').Append(waiting);
                waiting.Clear();
                i = Math.Min(i + 2, bytes.Length - 1);
                continue;
            }

            var c = Character(bytes[i], set);
            if (bytes[i] >= 0xe0 && c != '\ufffd')
            {
                waiting.Append(c);
                continue;
            }

            text.Append(c).Append(waiting);
            waiting.Clear();
        }

        return text.Append(waiting).ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>The set that an escape sequence switches to, and where it ends.</summary>
    private (char Set, int At) Escape(byte[] bytes, int at)
    {
        char Byte(int offset) => at + offset < bytes.Length ? (char)bytes[at + offset] : '\0';
        var (set, length) = Byte(1) switch
        {
            's' => ('B', 1),
            'b' or 'p' or 'g' => (Byte(1), 1),
            '(' or ',' => Byte(2) == '!' ? (Byte(3), 3) : (Byte(2), 2),
            // The upper half is always extended Latin here; files switch it to that and to nothing else.
            ')' or '-' => ('B', Byte(2) == '!' ? 3 : 2),
            '$' => Byte(2) is ',' or ')' or '-' ? (Byte(3), 3) : (Byte(2), 2),
            _ => ('?', 1),
        };
        if (set is not ('1' or 'B' or 'E' or 's' or 'b' or 'p' or 'g' or '2'))
        {
            Unread.Add(set switch
            {
                'N' or 'Q' => "Cyrillic",
                '3' or '4' => "Arabic",
                'S' => "Greek",
                _ => $"ESC {set}",
            });
        }

        return (set, Math.Min(at + length, bytes.Length - 1));
    }

    private char Character(byte b, char set)
    {
        if (b is <= 0x20 or 0x7f)
        {
            return (char)b;
        }

        if (b < 0x80)
        {
            return set switch
            {
                'B' or 'E' => (char)b,
                '2' => b is >= 0x60 and <= 0x7a ? (char)('\u05d0' + (b - 0x60)) : b < 0x40 ? (char)b : '\ufffd',
                'b' => b is >= (byte)'0' and <= (byte)'9' ? (char)('\u2080' + (b - '0')) : (char)b,
                'p' => "⁰¹²³⁴⁵⁶⁷⁸⁹" is var raised && b is >= (byte)'0' and <= (byte)'9' ? raised[b - '0'] : (char)b,
                'g' => b switch { (byte)'a' => 'α', (byte)'b' => 'β', (byte)'c' => 'γ', _ => '\ufffd' },
                _ => '\ufffd',
            };
        }

        var found = b switch
        {
            0x88 => '\u0098',
            0x89 => '\u009c',
            0x8d => '\u200d',
            0x8e => '\u200c',
            >= 0xa1 and <= 0xc8 when b - 0xa1 < Letters.Length => Letters[b - 0xa1],
            >= 0xe0 and <= 0xfe => Accents[b - 0xe0],
            _ => '\0',
        };
        if (found == '\0')
        {
            Unread.Add($"0x{b:X2}");
            return '\ufffd';
        }

        return found;
    }
}
