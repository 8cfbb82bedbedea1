namespace Guanlian.Platform.Tables;

/// <summary>A header (one row or two) and which of its columns are the wanted ones.</summary>
internal sealed class HeaderMatch
{
    private const string GroupMark = " / ";
    private readonly Dictionary<string, int> columns = [];
    private readonly Dictionary<string, List<int>> further = [];
    private readonly List<(int At, string Name)> extra = [];
    private readonly string[] headings;
    private readonly List<(string Column, int First, int Second)> twice = [];

    private HeaderMatch(string[] headings, int lastRow, int rows)
    {
        this.headings = headings;
        LastRow = lastRow;
        RowCount = rows;
    }

    public int LastRow { get; }
    public int RowCount { get; }
    public int Matched => columns.Count;
    public IReadOnlyList<(int At, string Name)> ExtraColumns => extra;
    public IReadOnlyList<(string Column, int First, int Second)> Twice => twice;
    public IEnumerable<string> Headings => headings.Where(h => h.Length > 0);
    public IEnumerable<string> Unclaimed => extra.Select(e => e.Name);

    public int? ColumnOf(string name) => columns.TryGetValue(name, out var at) ? at : null;

    /// <summary>Every column that belongs to a name, in their order.</summary>
    public IEnumerable<int> ColumnsOf(string name) =>
        ColumnOf(name) is { } first ? further.TryGetValue(name, out var more) ? more.Prepend(first).Order() : [first] : [];

    public bool IsWanted(int at) => columns.ContainsValue(at) || further.Values.Any(f => f.Contains(at));

    public string HeadingAt(int at) => at < headings.Length && headings[at].Length > 0 ? headings[at] : CellText.Letters(at);

    public IEnumerable<TableColumn> Missing(TableShape shape) => shape.Columns.Where(c => c.Required && !columns.ContainsKey(c.Name));

    /// <summary>Header repeated further down, as printed tables do on each page.</summary>
    public bool IsRepeatedIn(RawRow row) => Matched > 1 && columns.Values.All(at =>
        at < row.Cells.Count && row.Cells[at].Text?.Trim() is { Length: > 0 } text
        && (headings[at] == text || headings[at].EndsWith(GroupMark + text, StringComparison.Ordinal)));

    public static HeaderMatch Try(RawRow? group, RawRow row, TableShape shape)
    {
        var width = Math.Max(row.Cells.Count, group?.Cells.Count ?? 0);
        var headings = new string[width];
        var names = new string[width][];
        var open = "";
        for (var i = 0; i < width; i++)
        {
            var (above, own) = (Text(group, i), Text(row, i));
            // A group heading is merged over its columns: only the first cell carries it.
            open = above.Length > 0 ? above : open;
            headings[i] = own.Length == 0 ? above : group is null || open.Length == 0 ? own : open + GroupMark + own;
            names[i] = own.Length == 0 ? [above] : group is null ? [own] : [own, open + own];
        }
        var match = new HeaderMatch(headings, row.Number, group is null ? 1 : 2);
        match.Claim(names, shape);
        return match;
    }

    private static string Text(RawRow? row, int at) =>
        row is null || at >= row.Cells.Count ? "" : CellText.Clean(row.Cells[at].Text ?? "", out _).Trim();

    private void Claim(string[][] names, TableShape shape)
    {
        var taken = new bool[names.Length];
        var normal = names.Select(n => n.Select(HeaderText.Normalise).Where(t => t.Length > 0).ToArray()).ToArray();
        foreach (var sameAs in Rules)
        {
            // Both sides must be free, and the choice the only one: "藏品数" alone must not become one of two "藏品数(…)".
            var open = shape.Normalised.Where(c => c.Several || !columns.ContainsKey(c.Name)).ToList();
            foreach (var column in open)
            {
                var fits = Enumerable.Range(0, names.Length).Where(i => !taken[i] && normal[i].Any(n => sameAs(column, n))).ToList();
                if (fits.Count == 0 || normal[fits[0]].All(n => open.Count(c => sameAs(c, n)) > 1))
                {
                    continue;
                }
                var first = columns.TryAdd(column.Name, fits[0]) ? 1 : 0;
                if (column.Several)
                {
                    further.TryAdd(column.Name, []);
                    further[column.Name].AddRange(fits.Skip(first));
                }
                else if (fits.Count > 1)
                {
                    twice.Add((column.Name, fits[0], fits[1]));
                }
                fits.ForEach(i => taken[i] = true);
            }
        }
        var used = new HashSet<string>(shape.Columns.Select(c => c.Name));
        for (var i = 0; i < names.Length; i++)
        {
            if (!taken[i])
            {
                var name = HeadingAt(i);
                extra.Add((i, used.Add(name) ? name : $"{name} ({CellText.Letters(i)})"));
            }
        }
    }

    private static readonly Func<ColumnNames, string, bool>[] Rules =
    [
        (column, heading) => column.Own == heading,
        (column, heading) => column.Others.Contains(heading),
        (column, heading) => column.Bare.Contains(HeaderText.WithoutBrackets(heading)),
    ];
}
