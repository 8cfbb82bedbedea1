using Guanlian.Catalogue.Codes;

namespace Guanlian.CatalogueSearch;

/// <summary>What a made object is called, and what goes with such a name.</summary>
internal sealed record MadeName(string Title, string English, string Category, string Period, string? PeriodCode, string[] Materials, string? Maker = null);

/// <summary>Makes names as registers write them: 清康熙青花山水纹瓶, 北宋元丰通宝篆书折二铜钱.</summary>
internal sealed class MadeNames
{
    private const int CoinPeriods = 9;

    // Categories beside coins, with a rough share each.
    private static readonly (string Category, int Share)[] Others =
    [
        ("03", 200), ("02", 130), ("20", 130), ("25", 100), ("24", 80), ("04", 70), ("01", 60), ("10", 60), ("09", 40), ("19", 25), ("13", 20), ("16", 15), ("17", 10), ("31", 20), ("21", 15),
    ];

    private readonly double coins;
    private readonly int periodShares = TitleWords.Periods.Sum(p => p.Share);
    private readonly int otherShares = Others.Sum(o => o.Share);
    private readonly Dictionary<string, string?> codes = [];

    public MadeNames(double coins, CodeBook book)
    {
        this.coins = coins;
        var list = book["period"];
        foreach (var (period, _, reigns) in TitleWords.Periods)
        {
            codes[period] = list.Read(period).Entry?.Code;
            foreach (var reign in reigns)
            {
                codes[period + reign] = list.Read(period + reign).Entry?.Code ?? list.Read(reign).Entry?.Code ?? codes[period];
            }
        }
    }

    public MadeName Make(Random random)
    {
        var coin = random.NextDouble() < coins;
        var (period, reigns) = Period(random, coin);
        var reign = reigns.Length > 0 && random.Next(10) < 7 ? reigns[random.Next(reigns.Length)] : "";
        var (when, code) = (period + reign, codes[period + reign]);

        // Some write no code, so that the wording has to be read.
        code = random.Next(5) == 0 ? null : code;
        return coin ? Coin(random, period, reign, when, code) : Other(random, when, code);
    }

    private (string Period, string[] Reigns) Period(Random random, bool coin)
    {
        if (coin)
        {
            var at = random.Next(100) switch { < 45 => 0, < 50 => 1, < 75 => 2, < 80 => 3, < 86 => 4, < 90 => 5, < 95 => 6, < 98 => 7, _ => 8 };
            return (TitleWords.Periods[at % CoinPeriods].Period, TitleWords.Periods[at % CoinPeriods].Reigns);
        }

        var left = random.Next(periodShares);
        foreach (var (period, share, reigns) in TitleWords.Periods)
        {
            if ((left -= share) < 0)
            {
                return (period, reigns);
            }
        }

        return (TitleWords.Periods[0].Period, TitleWords.Periods[0].Reigns);
    }

    private static MadeName Coin(Random random, string period, string reign, string when, string? code)
    {
        var copper = random.Next(20) == 0 ? "铁" : "铜";
        var title = period switch
        {
            "西汉" or "东汉" => $"{period}{Of(random, ["五铢", "五铢", "半两", "货泉", "大泉五十", "剪边五铢"])}铜钱",
            "战国" => $"{period}{Of(random, ["刀币", "布币", "蚁鼻钱", "圜钱", "安阳布"])}",
            "中华民国" => $"{period}{reign}{Of(random, ["银币", "铜元", "纸币", "壹圆银币", "中央银行拾圆纸币", "镍币"])}",
            "清" or "明" => $"{when}{(reign.Length == 0 ? "大钱" : Of(random, ["通宝", "通宝", "通宝", "重宝"]))}{(random.Next(2) == 0 ? Of(random, TitleWords.Mints) : Of(random, TitleWords.CoinSizes))}{copper}钱",
            _ => $"{when}{Of(random, ["通宝", "元宝", "重宝"])}{Of(random, TitleWords.Scripts)}{Of(random, TitleWords.CoinSizes)}{copper}钱",
        };
        return new(title, "Coin with square hole", "14", when, code, [period == "中华民国" ? "1.2.11" : copper == "铁" ? "1.2.07" : "1.2.08"]);
    }

    private MadeName Other(Random random, string when, string? code)
    {
        var left = random.Next(otherShares);
        var category = Others.First(o => (left -= o.Share) < 0).Category;
        return category switch
        {
            "03" => Made($"{(random.Next(5) == 0 ? Of(random, TitleWords.Kilns) : "")}{Of(random, TitleWords.Glazes)}{Of(random, TitleWords.Motifs)}{Of(random, TitleWords.Pots)}", "Porcelain vase with flowers", "1.2.02"),
            "02" => Made($"{Of(random, TitleWords.Clays)}{Of(random, TitleWords.ClayShapes)}", "Pottery jar", "1.2.05"),
            "20" => Made($"{Of(random, TitleWords.BookForms)}{Of(random, TitleWords.Books)}{random.Next(1, 60)}卷", "Printed book", "1.1.03"),
            "25" or "24" => Made($"{random.Next(1900, 1980)}年{Of(random, TitleWords.Places)}{Of(random, TitleWords.Papers)}", "Printed document", "1.1.03"),
            "31" => Made($"{Of(random, TitleWords.Papers)}", "Ticket", "1.1.03"),
            "04" => Made($"{Of(random, TitleWords.BronzeMotifs)}铜{Of(random, TitleWords.Bronzes)}", "Bronze vessel", "1.2.08"),
            "01" => Made($"{Of(random, TitleWords.Jades)}{Of(random, TitleWords.Motifs)}{Of(random, TitleWords.JadeShapes)}", "Jade ornament", "1.2.09"),
            "10" => Painted(),
            "09" => Made($"{Of(random, TitleWords.Stones)}", "Stone tool", "1.2.01"),
            "19" => Made($"{Of(random, TitleWords.Fabrics)}{Of(random, TitleWords.Motifs)}{Of(random, TitleWords.FabricShapes)}", "Embroidered skirt", "1.1.05", "1.1.08"),
            "13" => Made($"{Of(random, ["铜", "石", "玉", "木", "银"])}{Of(random, ["官印", "私印", "闲章", "虎符", "腰牌"])}", "Seal", "1.2.08"),
            "16" => Made($"{Of(random, TitleWords.Woods)}{Of(random, TitleWords.Motifs)}{Of(random, TitleWords.WoodShapes)}", "Carved bamboo", "1.1.01", "1.1.02"),
            "17" => Made($"{Of(random, TitleWords.Woods)}{Of(random, TitleWords.WoodShapes)}", "Hardwood chair", "1.1.01"),
            _ => Made($"{Of(random, TitleWords.Stones)}拓片", "Rubbing", "1.1.03"),
        };

        MadeName Made(string what, string english, params string[] materials) => new(when + what, english, category, when, code, materials);

        MadeName Painted()
        {
            var maker = Of(random, TitleWords.Painters);
            return Made(maker + Of(random, TitleWords.Pictures), "Landscape, hanging scroll", "1.1.03") with { Maker = maker };
        }
    }

    private static string Of(Random random, string[] words) => words[random.Next(words.Length)];
}
