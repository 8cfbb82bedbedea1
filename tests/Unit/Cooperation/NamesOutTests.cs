using FsCheck;
using FsCheck.Fluent;
using Guanlian.Cooperation.Cases;

namespace Guanlian.Unit.Cooperation;

public sealed class NamesOutTests
{
    private static readonly string[] Institutions = ["示例省博物院", "示例县博物馆", "Shili County Museum", "示例古建筑与彩塑壁画保护研究院"];
    private static readonly string[] Persons = ["示例馆长", "示例甲"];
    private static readonly NamesOut Names = new(Institutions, ["某某省示例市示例县"], Persons);

    [Theory]
    [InlineData("示例县博物馆藏北魏石造像，示例县库房潮湿", "某馆藏北魏石造像，某地库房潮湿")]
    [InlineData("The Shili County Museum keeps it; Dr Li Hua looked at it", "The a museum keeps it; somebody looked at it")]
    [InlineData("请张研究馆员和欧阳老师看过", "请某研究馆员和某老师看过")]
    [InlineData("联系人：李四海，电话：0351-1234567", "联系人:某人,电话:〔略〕")]
    [InlineData("瓶（登记号：总0123）与登记号示例2001的灯，编号自1984年起", "瓶(登记号:〔略〕)与登记号〔略〕的灯,编号〔略〕年起")]
    [InlineData("总登记号00123，编号K2-15，14010221800001", "总登记号〔略〕,编号〔略〕,〔略〕")]
    [InlineData("相对湿度65%，1968年修过，裂隙宽3.5毫米，pH7.5", "相对湿度65%,1968年修过,裂隙宽3.5毫米,pH7.5")]
    [InlineData("用B-72封护，PEG4000脱水，SiO2胶体", "用B-72封护,PEG4000脱水,SiO2胶体")]
    [InlineData("写信到 a.b@example.org 或看 https://example.org/x", "写信到 〔略〕 或看 〔略〕")]
    [InlineData("曾由别县文管所送修", "某馆送修")]
    [Trait("Requirement", "C03")]
    public void What_tells_whose_case_it_is_goes_and_measures_stay(string text, string expected) =>
        Assert.Equal(expected.Normalize(System.Text.NormalizationForm.FormKC), Names.Clean(text));

    [Fact]
    public void No_known_name_and_no_long_number_survives_wherever_it_stands()
    {
        var pieces = Gen.Elements([.. Institutions, .. Persons, "示例县", "起甲严重，", "用去离子水", " 13800000000 ", "（", "馆藏", "a", "\n", "2026年", "，编号 A-0031"]);
        var texts = from many in Gen.ListOf(pieces) select string.Concat(many);
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var clean = Names.Clean(text);
            return (Institutions.Concat(Persons).Append("示例县").All(n => !clean.Contains(n, StringComparison.OrdinalIgnoreCase))
                && !clean.Contains("13800000000", StringComparison.Ordinal) && !clean.Contains("0031", StringComparison.Ordinal)).Label($"{text} → {clean}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Cleaning_twice_changes_nothing_more()
    {
        const string Text = "示例县博物馆（编号 A-0031）请张研究馆员看过，相对湿度65%";
        Assert.Equal(Names.Clean(Text), Names.Clean(Names.Clean(Text)));
    }
}
