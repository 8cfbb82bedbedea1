using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;

namespace Guanlian.Catalogue.Prints;

/// <summary>The cells of the catalogue card, as on paper: two a row, long ones across.</summary>
internal static class CardForm
{
    internal sealed record Cell(string Label, string Text, int Span = 1);

    public static IEnumerable<IReadOnlyList<Cell>> Rows(ObjectRecord record, IReadOnlyDictionary<string, string> facts)
    {
        yield return [new("名称", facts["title"], 3)];
        yield return [new("原名", Said(record, "formerTitle")), new("类别", Said(record, "category"))];
        yield return [new("年代", facts["period"]), new("质地", facts["material"])];
        yield return [new("传统数量", facts["pieces"]), new("实际数量", facts["actual"])];
        yield return [new("尺寸", facts["size"]), new("质量", facts["mass"])];
        yield return [new("级别", facts["grade"]), new("作者", Said(record, record.Profile.Of(Profiles.FieldRoles.Maker)?.Key))];
        yield return [new("完残情况", facts["condition"], 3)];
        yield return [new("形态特征", Said(record, "description"), 3)];
        yield return [new("题识", Said(record, "inscription"), 3)];
        yield return [new("来源", facts["source"]), new("入藏日期", Said(record, "accessionDate"))];
        yield return [new("出土地", string.Join(" ", new[] { Said(record, "findPlace"), Said(record, "findSite") }.Where(t => t.Length > 0))), new("入馆凭证号", facts["voucher"])];
        yield return [new("库房位置", Said(record, "storage")), new("其他编号", Said(record, "otherNumbers"))];
        yield return [new("备注", Said(record, "notes"), 3)];
    }

    private static string Said(ObjectRecord record, string? key) =>
        key is not null && record.Profile.Find(key) is { } field ? TypedText.Print(field, record[key], "zh").Replace('\n', '；') : "";
}
