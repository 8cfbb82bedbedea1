using System.Text;
using System.Text.Json;

namespace Guanlian.Platform.Tables;

/// <summary>
/// JSON Lines, or an array of objects, read as a table: each path to a value is a column, each object a row. The parser finds where an
/// object ends, so that no odd line break inside a string splits it.
/// </summary>
internal sealed class JsonTable : IRawTable, IRawSheet
{
    private static readonly JsonSerializerOptions Options = new() { MaxDepth = 32 };
    private readonly Stream stream;
    private readonly TableLimits limits;
    private readonly bool isArray;
    private readonly string? inside;
    private readonly Dictionary<string, int> columns = [];

    public JsonTable(Stream stream, TableLimits limits)
    {
        (this.stream, this.limits) = (stream, limits);
        isArray = FirstByte(stream) == '[';
        inside = isArray ? null : ArrayInside();
        foreach (var record in Records())
        {
            RowsExpected++;
            JsonCells.Visit(record, (path, _) => Column(path));
        }
    }

    public IReadOnlyList<IRawSheet> Sheets => [this];
    public string Format => "JSON";
    public string? Name => null;
    public bool IsHidden => false;
    public int RowsExpected { get; private set; }
    public IReadOnlyList<string> MergedRanges => [];

    /// <summary>An object, or an array of objects.</summary>
    public static bool Starts(Stream stream)
    {
        var first = FirstByte(stream);
        if (first is not ('{' or '['))
        {
            return false;
        }
        int next;
        do
        {
            next = stream.ReadByte();
        }
        while (next is ' ' or '\t' or '\r' or '\n');
        return first == '{' ? next is '"' or '}' : next is '{' or ']';
    }

    public IEnumerable<RawRow> Rows()
    {
        var row = new RawRow { Number = 0 };
        row.Cells.AddRange(columns.Keys.Select(c => new RawCell(c)));
        yield return row;
        foreach (var record in Records())
        {
            row.Number++;
            row.Cells.Clear();
            JsonCells.Visit(record, (path, text) => row.Put(columns[path], text.Length > limits.CellLength
                ? new RawCell(text[..limits.CellLength], CellMark.TooLong)
                : new RawCell(text)));
            yield return row;
        }
    }

    public void Dispose()
    {
        // The stream belongs to the reader.
    }

    /// <summary>The first byte that is neither blank nor byte order mark; the stream stands behind it.</summary>
    private static int FirstByte(Stream stream)
    {
        stream.Position = 0;
        int first;
        do
        {
            first = stream.ReadByte();
        }
        while (first is ' ' or '\t' or '\r' or '\n' or 0xef or 0xbb or 0xbf);
        return first;
    }

    private void Column(string path)
    {
        if (columns.ContainsKey(path))
        {
            return;
        }
        if (columns.Count == limits.CellsPerRow)
        {
            throw new TableFault(TableProblem.Of(TableWords.TooManyCells, ("limit", limits.CellsPerRow)));
        }
        columns.Add(path, columns.Count);
    }

    /// <summary>{"objects": [{…}, …]}: one object in the whole file, whose only list of objects holds the records.</summary>
    private string? ArrayInside()
    {
        using var first = Values(topLevel: true).GetEnumerator();
        if (!Moved(first, 1))
        {
            return null;
        }
        var lists = first.Current.ValueKind == JsonValueKind.Object
            ? first.Current.EnumerateObject().Where(p => IsListOfObjects(p.Value)).Select(p => p.Name).ToList()
            : [];
        return lists is [var only] && !Moved(first, 2) ? only : null;
    }

    private static bool IsListOfObjects(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
        && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.Object);

    private IEnumerable<JsonElement> Records()
    {
        using var values = (inside is null ? Values(topLevel: !isArray) : Values(topLevel: true).First().GetProperty(inside).EnumerateArray())
            .GetEnumerator();
        for (var number = 1; Moved(values, number); number++)
        {
            yield return values.Current.ValueKind == JsonValueKind.Object ? values.Current : throw Damage(number);
        }
    }

    private IEnumerable<JsonElement> Values(bool topLevel)
    {
        stream.Position = stream.Length >= 3 && HasMark() ? 3 : 0;
        return JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream, topLevel, Options)
            .ToBlockingEnumerable();
    }

    private bool HasMark()
    {
        stream.Position = 0;
        return stream.ReadByte() == 0xef;
    }

    private static bool Moved(IEnumerator<JsonElement> values, int number)
    {
        try
        {
            return values.MoveNext();
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            throw Damage(number);
        }
    }

    private static TableFault Damage(int record) =>
        new(TableProblem.Of(TableWords.JsonBroken, ("record", record)) with { Place = new TablePlace(null, record) });
}

/// <summary>The cells of one JSON object.</summary>
internal static class JsonCells
{
    /// <summary>Stands for a missing value in a list of objects, so that the lines of its columns stay beside each other.</summary>
    public const string Nothing = "␀";

    private const int Deepest = 12;

    public static void Visit(JsonElement record, Action<string, string> take) => Visit(record, "", 0, take);

    private static void Visit(JsonElement value, string path, int depth, Action<string, string> take)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when depth < Deepest:
                foreach (var property in value.EnumerateObject())
                {
                    Visit(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", depth + 1, take);
                }
                break;
            case JsonValueKind.Array when value.EnumerateArray().Any(v => v.ValueKind == JsonValueKind.Object) && depth < Deepest:
                Together(value, path, depth, take);
                break;
            case JsonValueKind.Array:
                if (string.Join('\n', value.EnumerateArray().Select(OneLine).Where(t => t.Length > 0)) is { Length: > 0 } list)
                {
                    take(path, list);
                }
                break;
            default:
                if (Text(value) is { Length: > 0 } text)
                {
                    take(path, text);
                }
                break;
        }
    }

    /// <summary>A list of objects: one column a property, one line an object.</summary>
    private static void Together(JsonElement list, string path, int depth, Action<string, string> take)
    {
        var (count, at) = (list.GetArrayLength(), 0);
        var lines = new Dictionary<string, string[]>();
        foreach (var item in list.EnumerateArray())
        {
            Visit(item, path, depth + 1, (column, text) =>
            {
                if (!lines.TryGetValue(column, out var column1))
                {
                    column1 = new string[count];
                    Array.Fill(column1, Nothing);
                    lines.Add(column, column1);
                }
                column1[at] = text.Replace('\n', ' ').Replace('\u0085', ' ');
            });
            at++;
        }
        foreach (var (column, texts) in lines)
        {
            take(column, string.Join('\n', texts));
        }
    }

    private static string OneLine(JsonElement value) => Text(value).Replace('\n', ' ').Replace('\u0085', ' ');

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.Array => string.Join("; ", value.EnumerateArray().Select(OneLine)),
        _ => value.GetRawText(),
    };
}
