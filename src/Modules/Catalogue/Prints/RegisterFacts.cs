using System.Text.Json;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Catalogue.Prints;

/// <summary>The columns of the total register, in the order of the paper form, and what a record says in each.</summary>
internal static class RegisterFacts
{
    /// <summary>Columns; also the last parts of their word keys.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["number", "title", "period", "pieces", "actual", "size", "mass", "material", "condition", "source", "voucher", "grade"];

    private static readonly string[] Sizes = ["length", "width", "height", "diameter", "depth"];

    /// <summary>Column → text, always in Chinese: the register is a Chinese document.</summary>
    public static IReadOnlyDictionary<string, string> Of(ObjectRecord record) => new Dictionary<string, string>
    {
        ["number"] = Text(record, FieldRoles.Number),
        ["title"] = record.Title("zh"),
        ["period"] = Text(record, FieldRoles.Period),
        ["pieces"] = Count(record, FieldRoles.Pieces, "件/套"),
        ["actual"] = Count(record, FieldRoles.Actual, "件"),
        ["size"] = Said(record, "dimensions") is { Length: > 0 } said ? said : Size(record),
        ["mass"] = Said(record, "mass") is { Length: > 0 } mass ? Unit(record, "mass", mass) : Said(record, "massRange"),
        ["material"] = Text(record, FieldRoles.Material),
        ["condition"] = string.Join("；", new[] { Said(record, "completeness"), Said(record, "condition") }.Where(t => t.Length > 0)),
        ["source"] = string.Join("；", new[] { Said(record, "source"), Said(record, "sourceDetail"), Said(record, "credit") }.Where(t => t.Length > 0)),
        ["voucher"] = Said(record, "voucher"),
        ["grade"] = Text(record, FieldRoles.Grade),
    };

    /// <summary>The columns in which two lines differ.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        [.. Columns.Where(c => one.GetValueOrDefault(c, "") != other.GetValueOrDefault(c, ""))];

    public static string Write(IReadOnlyDictionary<string, string> facts) =>
        JsonSerializer.Serialize(Columns.ToDictionary(c => c, c => facts.GetValueOrDefault(c, "")), Platform.Events.HistoryJson.Options);

    public static IReadOnlyDictionary<string, string> Read(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;

    private static string Text(ObjectRecord record, string role) => record.Profile.Of(role) is { } field ? Said(record, field.Key) : "";

    private static string Said(ObjectRecord record, string key) =>
        record.Profile.Find(key) is { } field ? TypedText.Print(field, record[key], "zh").Replace('\n', '；') : "";

    private static string Count(ObjectRecord record, string role, string usual)
    {
        var amount = record.Of(role) as AmountValue;
        return $"{(amount?.Number ?? 1).ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)}{amount?.Unit ?? usual}";
    }

    private static string Size(ObjectRecord record) => string.Join(" ", Sizes.Where(key => record[key] is not null)
        .Select(key => $"{record.Profile.Find(key)!.Zh}{Unit(record, key, Said(record, key))}"));

    private static string Unit(ObjectRecord record, string key, string said) =>
        record[key] is AmountValue { Unit: { } unit } && !said.EndsWith(unit, StringComparison.Ordinal) ? said + unit : said;
}
