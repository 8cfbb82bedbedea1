using System.Text.RegularExpressions;
using Guanlian.Platform.Pinyin;

namespace Guanlian.Unit.Platform;

public sealed class SearchingByPinyin
{
    [Theory]
    [InlineData("长治市博物馆", "changzhi")]
    [InlineData("长治市博物馆", "zhangzhi")]
    [InlineData("长治市博物馆", "czsbwg")]
    [InlineData("长治市博物馆", "changzsbw")]
    [InlineData("长治市博物馆", "bwg")]
    [InlineData("长治市博物馆", "Cháng zhì")]
    [InlineData("长子县文物保护中心", "zhangzi")]
    [InlineData("洪洞县博物馆", "hongtong")]
    [InlineData("运城市解州关帝庙", "haizhou")]
    [InlineData("吕梁市博物馆", "lvliang")]
    [InlineData("吕梁市博物馆", "lǚliang")]
    [InlineData("西安碑林博物馆", "xian")]
    [InlineData("M50文化馆", "m50wh")]
    public void Finds(string name, string query) => Assert.Matches(new Regex(Sounds.Pattern(query)!), Sounds.Of(name));

    [Theory]
    [InlineData("长治市博物馆", "angzhi")]
    [InlineData("长治市博物馆", "czbwg")]
    [InlineData("长治市博物馆", "gzhi")]
    [InlineData("长治市博物馆", "changzhix")]
    public void Does_not_find(string name, string query) => Assert.DoesNotMatch(new Regex(Sounds.Pattern(query)!), Sounds.Of(name));

    [Theory]
    [InlineData("长治")]
    [InlineData("a.*")]
    [InlineData("|")]
    [InlineData("")]
    public void Takes_letters_only(string query) => Assert.Null(Sounds.Pattern(query));
}
