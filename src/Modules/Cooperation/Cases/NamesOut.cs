using System.Text.RegularExpressions;

namespace Guanlian.Cooperation.Cases;

/// <summary>
/// Takes out of a text what tells whose case it is: names of institutions, places and persons that are known, whatever looks like one,
/// object and file numbers, telephone numbers and addresses. Measures and years stay; rather a word too many goes than one too few.
/// </summary>
internal sealed partial class NamesOut
{
    private readonly Dictionary<string, string> known = new(StringComparer.OrdinalIgnoreCase);
    private readonly Regex names;

    /// <param name="institutions">Whole names; their short forms are found from them.</param>
    /// <param name="places">Names of places.</param>
    /// <param name="persons">Names of persons.</param>
    public NamesOut(IEnumerable<string> institutions, IEnumerable<string> places, IEnumerable<string> persons)
    {
        Add(persons.Select(p => p.Trim()), "某人", "somebody");
        Add(institutions.SelectMany(Forms), "某馆", "a museum");
        Add(places.SelectMany(Parts), "某地", "a place");

        // The longest first, so that no part of a name stays.
        var all = known.Keys.OrderByDescending(n => n.Length).ThenBy(n => n, StringComparer.Ordinal)
            .Select(n => char.IsAsciiLetterOrDigit(n[0]) && n.Length < 6 ? $"(?<![A-Za-z0-9]){Regex.Escape(n)}(?![A-Za-z0-9])" : Regex.Escape(n)).ToList();
        names = new(all.Count == 0 ? "(?!)" : string.Join('|', all), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
    }

    /// <summary>The text without them.</summary>
    public string Clean(string text)
    {
        var plain = names.Replace(text.Normalize(System.Text.NormalizationForm.FormKC), m => known[m.Value]);
        plain = Institution().Replace(plain, "某馆");
        plain = InstitutionInEnglish().Replace(plain, "a museum");
        plain = PersonWithTitle().Replace(plain, m => "某" + m.Groups["title"].Value);
        plain = PersonAfterLabel().Replace(plain, m => m.Groups["label"].Value + "某人");
        plain = PersonInEnglish().Replace(plain, "somebody");
        plain = Address().Replace(plain, "〔略〕");
        plain = LabelledNumber().Replace(plain, m => m.Groups["label"].Value + "〔略〕");
        plain = NumberWithSign().Replace(plain, m => m.Groups["label"].Value + "〔略〕");
        plain = LongNumber().Replace(plain, "〔略〕");
        plain = Code().Replace(plain, m => Kept().IsMatch(m.Value) ? m.Value : "〔略〕");
        return plain;
    }

    /// <summary>平遥县博物馆 is also called 平遥博物馆 and 平遥馆.</summary>
    private static IEnumerable<string> Forms(string name)
    {
        var whole = name.Trim();
        yield return whole;
        var kind = KindOfInstitution().Match(whole);
        if (!kind.Success)
        {
            yield break;
        }

        var own = whole[..kind.Index];
        foreach (var place in Parts(own).Where(p => p.Length >= 2))
        {
            yield return place + kind.Value;
            yield return place + "馆";
            yield return place + "院";
        }
    }

    /// <summary>山西省晋中市平遥县: each part, with and without its rank.</summary>
    private static IEnumerable<string> Parts(string place)
    {
        foreach (Match part in PlacePart().Matches(place))
        {
            yield return part.Value;
            if (part.Groups["own"].Value is { Length: >= 2 } own)
            {
                yield return own;
            }
        }
    }

    private void Add(IEnumerable<string> found, string zh, string en)
    {
        foreach (var name in found.Select(n => n.Normalize(System.Text.NormalizationForm.FormKC)).Where(n => n.Length >= 2))
        {
            known.TryAdd(name, name.Any(sign => sign is >= '\u4e00' and <= '\u9fff') ? zh : en);
        }
    }

    [GeneratedRegex(@"(?:博物馆|博物院|纪念馆|美术馆|图书馆|档案馆|陈列馆|文化馆|艺术馆|研究院|研究所|文管所|文物局|保护中心|考古所)$")]
    private static partial Regex KindOfInstitution();

    [GeneratedRegex(@"(?<own>[\u4e00-\u9fff]{1,6}?)(?:特别行政区|自治区|自治州|自治县|省|市|区|县|旗|盟|州|镇|乡)|(?<own>[\u4e00-\u9fff]{2,8})$")]
    private static partial Regex PlacePart();

    // A name that nobody told us, with as much before it as can belong to it.
    [GeneratedRegex(@"[\u4e00-\u9fff]{1,12}(?:博物馆|博物院|纪念馆|美术馆|图书馆|档案馆|陈列馆|研究院|研究所|文管所|文物局|保护中心|考古所)")]
    private static partial Regex Institution();

    [GeneratedRegex(@"\b(?:[A-Z][\w’'-]*\s+){1,5}(?:Museum|Gallery|Library|Archives?|Institute|Memorial(?: Hall)?)\b(?:\s+of(?:\s+[A-Z][\w’'-]*)+)?")]
    private static partial Regex InstitutionInEnglish();

    // A surname, one or two characters, a title.
    [GeneratedRegex(@"(?:欧阳|司马|上官|诸葛|[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计成戴宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪解应宗丁宣邓郁单杭洪包左石崔吉龚程邢裴陆荣翁荀羊惠甄曲封储靳段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎薄印宿白怀蒲从鄂索咸籍赖卓蔺屠蒙池乔阴闻党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂牛寿通边扈燕冀浦尚农温庄晏柴瞿阎充慕连茹习艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公])[\u4e00-\u9fff]{0,2}?(?<title>副?研究馆员|副?馆长|副?院长|副?所长|副?主任|副?教授|高级工程师|工程师|老师|同志|先生|女士|博士|师傅)")]
    private static partial Regex PersonWithTitle();

    [GeneratedRegex(@"(?<label>(?:联系人|负责人|报告人|记录人|经手人|专家|姓名|修复师)\s*[：:]\s*)[\u4e00-\u9fff·]{2,6}")]
    private static partial Regex PersonAfterLabel();

    [GeneratedRegex(@"\b(?:Dr|Mr|Mrs|Ms|Miss|Prof|Professor|Director)\.?\s+[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)?")]
    private static partial Regex PersonInEnglish();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+|www\.\S+")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<label>(?:总登记号|登记号|藏品号|分类号|编号|档案号|文号|批准文号|序号|电话|手机|[Nn]o\.?|[Nn]umber|号)\s*[：:为是]?\s*)[A-Za-z0-9〔〕\[\]()./\\—–-]*[0-9][A-Za-z0-9〔〕\[\]()./\\—–-]*")]
    private static partial Regex LabelledNumber();

    // 登记号总0123: a house's own sign before the digits.
    [GeneratedRegex(@"(?<label>(?:登记号|藏品号|分类号|编号|档案号)\s*[：:为是]?\s*)[\u4e00-\u9fff]{1,3}[A-Za-z0-9./-]*[0-9][A-Za-z0-9./-]*")]
    private static partial Regex NumberWithSign();

    // Five digits and more, also with signs between; a decimal point does not join.
    [GeneratedRegex(@"(?<![\w.])[0-9](?:[ \-/]?[0-9]){4,}(?![\w])|[0-9]{5,}")]
    private static partial Regex LongNumber();

    [GeneratedRegex(@"(?<![A-Za-z0-9])(?=[A-Za-z0-9./-]*[0-9])[A-Za-z]{1,6}[-./]?[0-9][A-Za-z0-9./-]*(?![A-Za-z0-9])|(?<![A-Za-z0-9.])[0-9]{1,4}[-:./][A-Za-z0-9]+[-:./][A-Za-z0-9]+(?![A-Za-z0-9])")]
    private static partial Regex Code();

    // Words of the trade with digits in them, and dates.
    [GeneratedRegex(@"^(?:[Pp][Hh][0-9.]+|B-?72|PEG-?[0-9]+|PM(?:2\.5|10)|(?:[A-Z][a-z]?[0-9]{0,2}){1,6}|[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}|RH[0-9]+|A[0-5])$")]
    private static partial Regex Kept();
}
