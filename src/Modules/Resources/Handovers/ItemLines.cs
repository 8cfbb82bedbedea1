using System.Globalization;
using System.Text;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;

namespace Guanlian.Resources.Handovers;

/// <summary>One line as it was typed: number, name, count, value.</summary>
internal sealed record ItemLine(string Number, string Name, int Count, decimal? Value);

/// <summary>
/// Lists as people type or paste them, one thing a line: 「总登记号 | 名称 | 数量 | 估值」. A single word is a number or a name; what a
/// spreadsheet copies has tabs for the bars.
/// </summary>
internal static class ItemLines
{
    public const int Most = 300;
    private const int LongestNumber = 60;
    private const int LongestName = 200;
    private const int MostPieces = 100_000;

    /// <summary>Reads them; a refusal names the first line that cannot be read.</summary>
    public static Outcome<IReadOnlyList<ItemLine>> Read(string? given, string field)
    {
        var lines = new List<ItemLine>();
        foreach (var (text, n) in Typed.Writable(Typed.Plain(given)).Split('\n').Select((t, n) => (t.Trim(), n + 1)))
        {
            if (text.Length == 0)
            {
                continue;
            }

            if (One(text) is not { } line)
            {
                return new Refusal.Invalid("resources.handover.line", field).With(("number", n), ("line", text.Length > 80 ? text[..80] : text));
            }

            lines.Add(line);
        }

        return lines.Count switch
        {
            0 => new Refusal.Invalid("resources.handover.no-lines", field),
            > Most => new Refusal.Invalid("resources.handover.many-lines", field).With(("most", Most)),
            _ => lines,
        };
    }

    /// <summary>As it is shown again for changing: printed and read back it is the same.</summary>
    public static string Print(IEnumerable<HandoverItem> items) => string.Join('\n', items.Select(i => string.Join(" | ", Parts(i))));

    private static IEnumerable<string> Parts(HandoverItem item)
    {
        yield return item.Number;
        yield return item.Name;
        yield return item.Count.ToString(CultureInfo.InvariantCulture);
        if (item.Value is { } value)
        {
            yield return value.ToString("0.##", CultureInfo.InvariantCulture);
        }
    }

    private static ItemLine? One(string text)
    {
        var parts = text.Split(['|', '｜', '\t']).Select(p => p.Trim()).ToArray();
        var (number, name) = parts.Length == 1 ? ("", parts[0]) : (parts[0], parts[1]);
        decimal? value = null;
        var count = 1;
        return parts.Length <= 4 && number.Length <= LongestNumber && name.Length <= LongestName && (number.Length > 0 || name.Length > 0)
            && (parts.Length < 3 || parts[2].Length == 0 || Count(parts[2], out count)) && (parts.Length < 4 || Amount.TryRead(parts[3], out value))
            ? new(number, name, count, value)
            : null;
    }

    private static bool Count(string typed, out int count) =>
        int.TryParse(typed.Normalize(NormalizationForm.FormKC), NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is > 0 and <= MostPieces;
}
