using System.Text;

namespace Guanlian.Cooperation.People;

/// <summary>
/// One line of a list of people as it is typed: the name, then post or title. They are told apart by a comma, a tab or a wide blank; by a
/// narrow one only after a Han name, since other names have blanks of their own.
/// </summary>
internal static class NameLine
{
    private static readonly char[] Gaps = ['\t', ',', '，', '\u3000'];
    private static readonly char[] Edges = [' ', .. Gaps];

    public static (string Name, string Post) Read(string line)
    {
        var text = line.Trim(Edges);
        var (gap, blank) = (text.IndexOfAny(Gaps), text.IndexOf(' ', StringComparison.Ordinal));
        var end = blank > 0 && (gap < 0 || blank < gap) && text[..blank].EnumerateRunes().All(Han) ? blank : gap;
        return end < 0 ? (text, "") : (text[..end].TrimEnd(), text[end..].Trim(Edges));
    }

    // With the dot that stands between the parts of a name.
    private static bool Han(Rune sign) => sign.Value is 0xB7 or 0x2022 or 0x2027 or 0x30FB or 0x3007
        or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
