namespace Guanlian.Catalogue.Prints;

/// <summary>What is printed on the statutory forms: Chinese in every language of the page, as the rules prescribe them.</summary>
internal static class PaperWords
{
    public const string Register = "总登记账";
    public const string Card = "藏品编目卡片";
    public const string List = "藏品清单";
    public const string Labels = "藏品标签";
    public const string Line = "序号";
    public const string EnteredOn = "登账日期";
    public const string EnteredBy = "登账人";
    public const string Corrections = "更正与注销";
    public const string Number = "总登记号";
    public const string Notes = "备注";
    public const string Photo = "照片";
    public const string PhotoHere = "（照片粘贴处）";
    public const string Date = "日期：　　年　　月　　日";

    public static IReadOnlyList<string> RegisterSigners { get; } = ["总账员（签章）：", "馆长（签章）：", "单位（公章）："];

    public static IReadOnlyList<string> CardSigners { get; } = ["编目人（签名）：", "审核人（签名）：", Date];

    public static IReadOnlyList<string> ListSigners { get; } = ["移交人（签名）：", "接收人（签名）：", "监交人（签名）：", Date];

    public static string Holder(string name) => $"收藏单位：{name}";

    public static string Page(int page, int pages) => $"第 {page} 页 共 {pages} 页";

    public static string Volume(string book, int volume, int volumes) => $"{book}　第 {volume} 册 共 {volumes} 册";

    public static string Sum(decimal pieces, decimal actual) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"共 {pieces:0.###} 件/套，实际数量 {actual:0.###} 件");

    public static string Said(string kind, string? reason, string name, string day) => $"{kind}：{reason}（{name}，{day}）";
}
