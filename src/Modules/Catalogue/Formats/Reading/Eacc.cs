namespace Guanlian.Catalogue.Formats.Reading;

/// <summary>The East Asian characters of MARC-8, three bytes each (ANSI/NISO Z39.64). The table in <c>eacc.txt</c> says where it is from.</summary>
internal static class Eacc
{
    private const int First = 0x21;
    private static readonly Lazy<Dictionary<int, string>> Rows = new(Read);

    /// <summary>The character of a code; null where the table has none. The upper half of the code page says the same as the lower.</summary>
    public static char? Find(byte one, byte two, byte three) =>
        Rows.Value.TryGetValue(((one & 0x7f) << 8) | (two & 0x7f), out var row) && (three & 0x7f) - First is >= 0 and var at && at < row.Length && row[at] != ' '
            ? row[at]
            : null;

    private static Dictionary<int, string> Read()
    {
        var assembly = typeof(Eacc).Assembly;
        using var lines = new StreamReader(assembly.GetManifestResourceStream(
            assembly.GetManifestResourceNames().Single(n => n.EndsWith(".eacc.txt", StringComparison.Ordinal)))!);
        var rows = new Dictionary<int, string>();
        while (lines.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                rows.Add(Convert.ToInt32(line[..4], 16), line[4..]);
            }
        }

        return rows;
    }
}
