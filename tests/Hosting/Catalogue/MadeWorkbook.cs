using System.Globalization;
using System.Text;
using Guanlian.Platform.Tables;

namespace Guanlian.Hosting.Catalogue;

/// <summary>
/// A census workbook in the published column layout, filled with made objects (示例): the same seed gives the same rows. One category
/// holds 60 % of them, as in real museums; words come as keepers write them, with brackets, blanks and old spellings now and then.
/// </summary>
public static class MadeWorkbook
{
    public static readonly IReadOnlyList<string> Columns =
    [
        "总登记号", "分类号", "原号", "入馆凭证号", "其他编号类型", "其他编号", "账册", "藏品名称", "曾用名", "类别", "年代", "年代二级", "具体年代", "材质", "级别",
        "完残程度", "传统数量", "实际数量", "尺寸单位", "通长", "通宽", "通高", "具体尺寸", "质量范围", "质量单位", "质量", "来源方式", "具体来源", "完残情况", "保护等级",
        "保存状态", "入藏时间范围", "入藏日期", "出土地", "著者", "版本", "存卷", "备注",
    ];

    private static readonly (string Category, string[] Things, string[] Materials)[] Kinds =
    [
        ("瓷器", ["青花缠枝莲纹碗", "白釉刻花盘", "青釉印花盏", "粉彩人物纹瓶", "酱釉罐", "青白釉执壶", "斗彩鸡缸杯", "黑釉油滴盏"], ["瓷"]),
        ("陶器", ["灰陶罐", "彩陶盆", "三彩马", "绳纹鬲", "红陶钵", "陶俑"], ["陶"]),
        ("铜器", ["兽面纹鼎", "弦纹爵", "夔纹簋", "蟠螭纹壶", "博局纹镜"], ["铜"]),
        ("钱币", ["开元通宝", "五铢", "乾隆通宝", "半两", "布币"], ["铜", "铁"]),
        ("古籍图书", ["论语集注", "史记", "县志", "本草纲目", "资治通鉴"], ["纸"]),
        ("书法、绘画", ["山水图轴", "行书七言联", "花鸟图册", "墨竹图轴"], ["纸", "丝"]),
        ("玉石器、宝石", ["谷纹璧", "玉琮", "龙形佩", "玛瑙珠"], ["宝玉石"]),
        ("织绣", ["缂丝花鸟纹挂屏", "刺绣衣料", "蓝印花布"], ["丝", "棉麻纤维"]),
        ("标本、化石", ["鱼化石", "三叶虫化石", "矿物标本"], ["石"]),
    ];

    private static readonly (string Branch, string Period, string[] Exact)[] Periods =
    [
        ("中国历史学年代", "清", ["清乾隆", "清康熙", "清光绪", ""]), ("中国历史学年代", "明", ["明万历", "明宣德", ""]), ("中国历史学年代", "宋", ["北宋", "南宋", ""]),
        ("中国历史学年代", "唐", ["唐开元", ""]), ("中国历史学年代", "汉", ["西汉", "东汉", ""]), ("中国历史学年代", "商", ["商晚期", ""]),
        ("中国历史学年代", "战国", [""]), ("中国历史学年代", "元", [""]), ("中国历史学年代", "中华民国", ["民国二十三年", ""]),
    ];

    private static readonly string[] Grades = ["一级", "二级", "三级", "一般", "一般", "一般", "未定级", "未定级", "未定级", "未定级"];
    private static readonly string[] Completeness = ["完整", "基本完整", "基本完整", "残缺", "严重残缺(含缺失部件)"];
    private static readonly string[] Sources = ["征集购买", "接受捐赠", "旧藏", "发掘", "采集", "拨交", "移交"];
    private static readonly string[] Ranges = ["1949.10.1前", "1949.10.1-1965", "1966-1976", "1977-2000", "2001至今"];
    private static readonly string[] States = ["状态稳定，不需修复", "部分损腐，需要修复", "已修复"];
    private static readonly string[] Masses = ["<0.01 kg", "0.01-1 kg", "1-50 kg"];

    public static IEnumerable<string?[]> Rows(int count, int seed = 20261120, string prefix = "示")
    {
        var random = new Random(seed);
        for (var i = 1; i <= count; i++)
        {
            yield return Row(random, i, prefix);
        }
    }

    public static TableSheet Sheet(IEnumerable<string?[]> rows, string name = "藏品登录") => new(name, [.. Columns.Select(c => new TableHeading(c, 12))],
        rows.Select(r => (IReadOnlyList<TableCell>)[.. r.Select(TableCell.From)]).ToAsyncEnumerable())
    {
        Title = "藏品登录表（示例数据，非真实藏品）",
    };

    public static async Task<byte[]> XlsxAsync(int count, int seed = 20261120, string prefix = "示")
    {
        using var file = new MemoryStream();
        await XlsxTableWriter.WriteAsync(file, [Sheet(Rows(count, seed, prefix))], default);
        return file.ToArray();
    }

    public static string Csv(IEnumerable<string?[]> rows, IReadOnlyList<string>? columns = null)
    {
        var csv = new StringBuilder().AppendJoin(',', columns ?? Columns).Append("\r\n");
        foreach (var row in rows)
        {
            csv.AppendJoin(',', row.Select(Quote)).Append("\r\n");
        }

        return csv.ToString();
    }

    private static string Quote(string? cell) =>
        cell is null ? "" : cell.AsSpan().IndexOfAny(",\"\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string?[] Row(Random random, int i, string prefix)
    {
        var (category, things, materials) = Kinds[random.Next(10) < 6 ? 0 : random.Next(Kinds.Length)];
        var (branch, period, exact) = Periods[random.Next(random.Next(3) == 0 ? Periods.Length : 3)];
        var book = category == "古籍图书";
        var sets = random.Next(20) == 0 ? random.Next(2, 12) : 1;
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"{prefix}{i:D7}"), random.Next(3) == 0 ? string.Create(CultureInfo.InvariantCulture, $"{category[0]}{i % 9000:D4}") : null,
            random.Next(10) == 0 ? string.Create(CultureInfo.InvariantCulture, $"旧{random.Next(90_000)}") : null,
            random.Next(5) == 0 ? string.Create(CultureInfo.InvariantCulture, $"凭{1950 + random.Next(75)}-{random.Next(999):D3}") : null,
            book ? "索书号" : random.Next(30) == 0 ? "辅助账号" : null,
            book ? string.Create(CultureInfo.InvariantCulture, $"K{random.Next(900)}/{random.Next(99)}") : random.Next(30) == 0 ? string.Create(CultureInfo.InvariantCulture, $"F{i}") : null,
            "总账第" + string.Create(CultureInfo.InvariantCulture, $"{(i / 2000) + 1}册"), $"{exact[random.Next(exact.Length)]}{things[random.Next(things.Length)]}",
            random.Next(15) == 0 ? things[0] : null, random.Next(50) == 0 ? $" {category} " : category, branch, period, Some(exact[random.Next(exact.Length)]),
            string.Join('、', materials.Take(random.Next(8) == 0 ? 2 : 1)), Grades[random.Next(Grades.Length)], Completeness[random.Next(Completeness.Length)],
            "1", sets.ToString(CultureInfo.InvariantCulture), "cm", Size(random), Size(random), Size(random), null, Masses[random.Next(Masses.Length)], "g",
            random.Next(3) == 0 ? random.Next(20, 9000).ToString(CultureInfo.InvariantCulture) : null, Sources[random.Next(Sources.Length)],
            random.Next(4) == 0 ? "示例捐赠者" : null, random.Next(6) == 0 ? "口沿有冲线，足部磕缺" : null, null, States[random.Next(States.Length)],
            Ranges[random.Next(Ranges.Length)], random.Next(2) == 0 ? string.Create(CultureInfo.InvariantCulture, $"{random.Next(1950, 2024)}.{random.Next(1, 13)}.{random.Next(1, 28)}") : null,
            category is "陶器" or "铜器" ? "示例县示例村M" + random.Next(1, 40).ToString(CultureInfo.InvariantCulture) : null,
            book || category == "书法、绘画" ? "（清）示例人" : null, book ? "清刻本" : null, book ? "存卷一至三" : null, random.Next(12) == 0 ? "示例备注：盒装" : null,
        ];
    }

    private static string? Some(string text) => text.Length == 0 ? null : text;

    private static string? Size(Random random) =>
        random.Next(5) == 0 ? null : (random.Next(20, 800) / 10m).ToString("0.#", CultureInfo.InvariantCulture);
}
