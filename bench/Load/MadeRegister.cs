using System.Globalization;
using System.Text;

namespace Guanlian.Load;

/// <summary>Museums that do not exist, in the columns of the published register, to fill a province up to the size to design for.</summary>
internal static class MadeRegister
{
    private static readonly string[] Natures = ["文化文物系统国有博物馆", "其他行业国有博物馆", "非国有博物馆"];

    private static readonly string[] Grades = ["一级", "二级", "三级", "未定级", "未定级", "未定级"];

    /// <summary>Writes so many rows; every name says that it is made.</summary>
    public static void Write(string file, int count, int seed)
    {
        var chance = new Random(seed);
        var text = new StringBuilder("序号,省份,博物馆名称,性质,质量等级,是否免费开放,藏品数（件/套）,珍贵文物（件/套）,展览（个）,教育活动（次）,参观人数（万人次）\n");
        for (var n = 1; n <= count; n++)
        {
            var sets = chance.Next(50, 60_000);
            text.Append(CultureInfo.InvariantCulture, $"{900_000 + n},山西省,示例博物馆{n:000}号,{Pick(Natures)},{Pick(Grades)},{(chance.Next(5) == 0 ? "否" : "是")},")
                .Append(CultureInfo.InvariantCulture, $"{sets},{chance.Next(sets / 10)},{chance.Next(20)},{chance.Next(200)},{chance.Next(1_000_000) / 10_000m:0.####}\n");
        }

        File.WriteAllText(file, text.ToString());

        string Pick(string[] from) => from[chance.Next(from.Length)];
    }
}
