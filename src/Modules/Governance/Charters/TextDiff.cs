namespace Guanlian.Governance.Charters;

/// <summary>What became of a text: a shortest list of kept, removed and added pieces.</summary>
internal static class TextDiff
{
    private const int MostCells = 4_000_000;

    internal enum Change
    {
        Kept,
        Removed,
        Added,
    }

    internal readonly record struct Piece(Change Change, string Text);

    /// <summary>A line of the comparison; a changed line stands as its removed and its added form, with the changed words marked.</summary>
    internal sealed record Line(Change Change, IReadOnlyList<Piece> Pieces);

    /// <summary>Line by line; a removed line that is followed by an added one is compared character by character.</summary>
    public static IReadOnlyList<Line> Lines(string before, string after)
    {
        var pieces = Of(Split(before), Split(after));
        var lines = new List<Line>();
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Change == Change.Kept)
            {
                lines.Add(new(Change.Kept, [pieces[i]]));
                continue;
            }

            var run = pieces.Skip(i).TakeWhile(p => p.Change != Change.Kept).ToList();
            AddRun(lines, [.. run.Where(p => p.Change == Change.Removed)], [.. run.Where(p => p.Change == Change.Added)]);
            i += run.Count - 1;
        }

        return lines;
    }

    /// <summary>The shortest script from one list to the other, by longest common subsequence.</summary>
    public static IReadOnlyList<Piece> Of(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var start = 0;
        while (start < before.Count && start < after.Count && before[start] == after[start])
        {
            start++;
        }

        var end = 0;
        while (end < before.Count - start && end < after.Count - start && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }

        var (a, b) = (before.Skip(start).SkipLast(end).ToList(), after.Skip(start).SkipLast(end).ToList());
        return [.. before.Take(start).Select(Kept), .. Middle(a, b), .. before.TakeLast(end).Select(Kept)];
    }

    private static List<Piece> Middle(List<string> a, List<string> b)
    {
        // Two long texts without a common line would need a table beyond reason: they are shown as replaced.
        if ((long)a.Count * b.Count > MostCells)
        {
            return [.. a.Select(Removed), .. b.Select(Added)];
        }

        var common = new int[a.Count + 1, b.Count + 1];
        for (var i = a.Count - 1; i >= 0; i--)
        {
            for (var j = b.Count - 1; j >= 0; j--)
            {
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var pieces = new List<Piece>();
        for (int i = 0, j = 0; i < a.Count || j < b.Count;)
        {
            pieces.Add(i < a.Count && j < b.Count && a[i] == b[j] ? Kept(a[i++], ref j)
                : i < a.Count && (j == b.Count || common[i + 1, j] >= common[i, j + 1]) ? Removed(a[i++])
                : Added(b[j++]));
        }

        return pieces;
    }

    private static void AddRun(List<Line> lines, List<Piece> removed, List<Piece> added)
    {
        for (var i = 0; i < Math.Max(removed.Count, added.Count); i++)
        {
            if (i < removed.Count && i < added.Count)
            {
                var pieces = Joined(Of(Characters(removed[i].Text), Characters(added[i].Text)));
                lines.Add(new(Change.Removed, [.. pieces.Where(p => p.Change != Change.Added)]));
                lines.Add(new(Change.Added, [.. pieces.Where(p => p.Change != Change.Removed)]));
            }
            else
            {
                var piece = i < removed.Count ? removed[i] : added[i];
                lines.Add(new(piece.Change, [piece]));
            }
        }
    }

    private static List<Piece> Joined(IEnumerable<Piece> pieces)
    {
        var joined = new List<Piece>();
        foreach (var piece in pieces)
        {
            if (joined is [.., var last] && last.Change == piece.Change)
            {
                joined[^1] = last with { Text = last.Text + piece.Text };
            }
            else
            {
                joined.Add(piece);
            }
        }

        return joined;
    }

    private static string[] Split(string text) => text.Length == 0 ? [] : text.Split('\n');

    private static List<string> Characters(string line) => [.. line.EnumerateRunes().Select(r => r.ToString())];

    private static Piece Kept(string text) => new(Change.Kept, text);

    private static Piece Kept(string text, ref int other)
    {
        other++;
        return Kept(text);
    }

    private static Piece Removed(string text) => new(Change.Removed, text);

    private static Piece Added(string text) => new(Change.Added, text);
}
