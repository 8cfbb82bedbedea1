using System.Text.Json;
using System.Text.Json.Serialization;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Tables;

namespace Guanlian.Catalogue.Import;

/// <summary>How the columns of a table, or the paths of JSON records, become the fields of a profile. Data, not code.</summary>
/// <param name="Name">Shipped: its file's name. Saved by an institution: its own.</param>
/// <param name="Profile">Whose fields.</param>
/// <param name="Zh">Title.</param>
/// <param name="En">Title.</param>
/// <param name="Columns">In the order of the layout; what the file has besides is kept as it is.</param>
internal sealed record Mapping(string Name, string Profile, string Zh, string En, IReadOnlyList<MappedColumn> Columns)
{
    /// <summary>Where the layout is known from.</summary>
    public string? Source { get; init; }

    /// <summary>People come from a second file: records carry only their numbers.</summary>
    public string? People { get; init; }

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    public string Title(bool english) => english ? En : Zh;

    /// <summary>What the reader of tables looks for.</summary>
    public TableShape Shape() => new([.. Columns.Select(c => new TableColumn(c.Column, c.Required)
    {
        OtherNames = c.Also ?? [],
        Several = MapTarget.Parse(c.To) is [{ Part: "step" }],
    })])
    {
        Limits = new TableLimits { RowsSearchedForHeader = 40 },
    };
}

/// <summary>One column.</summary>
/// <param name="Column">Its heading, or the path in JSON.</param>
/// <param name="To">Where it goes: <c>field</c>, <c>field.part</c>, several of them with commas, or <c>-</c> for nowhere.</param>
internal sealed record MappedColumn(string Column, string To)
{
    /// <summary>Other headings that it goes by.</summary>
    public IReadOnlyList<string>? Also { get; init; }

    /// <summary>The table is none of this layout without it.</summary>
    public bool Required { get; init; }

    /// <summary>The unit of its numbers, where no column says it.</summary>
    public string? Unit { get; init; }

    /// <summary>The kind of its numbers, as a code of the list of number types.</summary>
    public string? Type { get; init; }

    /// <summary>Values that say nothing, e.g. 0 for an unknown width.</summary>
    public IReadOnlyList<string>? None { get; init; }
}

/// <summary>A field, and what of it: nothing for the whole, else a language, a unit, a role …</summary>
internal readonly record struct MapTarget(string Field, string Part)
{
    /// <summary>Parts of each kind that a column may fill; empty for the value itself.</summary>
    public static IReadOnlyList<string> PartsOf(FieldKind kind) => kind switch
    {
        FieldKind.Words => ["zh", "zh-Hant", "en"],
        FieldKind.Coded => ["", "step"],
        FieldKind.Amount => ["", "unit"],
        FieldKind.Identifiers => ["", "type"],
        FieldKind.Time => ["", "step", "from", "to"],
        FieldKind.People => ["zh", "zh-Hant", "en", "role", "role.zh-Hant", "role.en", "id", "life"],
        _ => [""],
    };

    public static IReadOnlyList<MapTarget> Parse(string to) => to is "-" or "" ? [] :
        [.. to.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(t => t.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
            ? new MapTarget(t[..dot], t[(dot + 1)..])
            : new MapTarget(t, ""))];

    /// <summary>Whether the profile has such a field with such a part.</summary>
    public bool Fits(Profile profile) => profile.Find(Field) is { } field
        && (PartsOf(field.Kind).Contains(Part) || (Part.Length == 0 && field.Kind is FieldKind.Words or FieldKind.People));

    public override string ToString() => Part.Length == 0 ? Field : $"{Field}.{Part}";
}
