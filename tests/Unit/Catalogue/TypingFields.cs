using System.Globalization;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;

namespace Guanlian.Unit.Catalogue;

/// <summary>What stands in a box is read back as it was, whatever the field.</summary>
public sealed class TypingFields
{
    private static readonly Profile Census = ProfileBook.Shipped["census"];

    public static TheoryData<string, string> Typed() => new()
    {
        { "number", "总00123" }, { "category", "瓷器" }, { "category", "陶器？" }, { "category", "某类" }, { "material", "瓷；铜？；某质" }, { "grade", "一级" },
        { "period", "清乾隆" }, { "period", "清乾隆？" }, { "period", "明末清初" }, { "period", "某朝" }, { "period", "前206—25" }, { "period", "民国二十三年" },
        { "height", "12.5" }, { "height", "30 mm" }, { "height", "约12.5" }, { "mass", "1.2 kg" }, { "actual", "320 枚" }, { "otherNumbers", "索书号：甲12\n旧号7" },
        { "author", "唐英（督造）\n齐白石 / Qi Baishi（画）" }, { "accessionDate", "2024年3月5日" }, { "notes", "第一行\n第二行" }, { "rights", "公有领域" },
    };

    [Theory, MemberData(nameof(Typed))]
    public void Printing_then_reading_gives_the_same_value(string key, string typed)
    {
        var field = Census.Find(key)!;
        var value = TypedText.Read(field, typed).Value!;
        foreach (var language in new[] { "zh", "en" })
        {
            var back = TypedText.Read(field, TypedText.Print(field, value, language), value).Value!;
            Assert.Equal(FieldJson.Text(value), FieldJson.Text(back));
        }
    }

    [Fact]
    public void The_original_wording_stays_beside_a_code_that_is_corrected()
    {
        var field = Census.Find("category")!;
        var value = (CodedValue)TypedText.Read(field, "青铜器").Value!;
        Assert.Equal(("04", "青铜器"), (value.Words[0].Code, value.Words[0].As));
        var corrected = (CodedValue)TypedText.Read(field, "铁器、其他金属器", value).Value!;
        Assert.Equal(("06", "青铜器"), (corrected.Words[0].Code, corrected.Words[0].As));
    }

    [Theory]
    [InlineData("period", "1956年", 1956, 1956)]
    [InlineData("period", "前206—公元25年", -206, 25)]
    [InlineData("period", "战国", -475, -221)]
    [InlineData("accessionDate", "2024.3.5", 2024, 2024)]
    public void Years_are_read_from_what_is_typed(string key, string typed, int from, int to)
    {
        var time = (TimeValue)TypedText.Read(Census.Find(key)!, typed).Value!;
        Assert.Equal((typed, from, to), (time.As, time.From!.Value, time.To!.Value));
    }

    [Theory]
    [InlineData("height", "很高", "catalogue.typed.not-a-number")]
    [InlineData("height", "3 里", "catalogue.typed.no-such-unit")]
    [InlineData("height", "99999999999999999999", "catalogue.typed.not-a-number")]
    public void What_cannot_be_read_is_a_fault_and_never_an_exception(string key, string typed, string fault) =>
        Assert.Equal(fault, TypedText.Read(Census.Find(key)!, typed).FaultKey);

    [Fact]
    public void Nonsense_and_very_long_texts_break_no_field()
    {
        foreach (var field in ProfileBook.Shipped.All.SelectMany(p => p.Fields))
        {
            foreach (var typed in new[] { "\u0000\u0001", "？", "？？；；、", "=1+1", new string('瓷', 1999), new string('x', 50_000), "（）", "：", "\ud800" })
            {
                var reading = TypedText.Read(field, typed);
                Assert.True(reading.FaultKey is not null || reading.Value is null || FieldJson.Text(reading.Value).Length > 0);
            }
        }
    }

    [Theory]
    [InlineData("en", "清康熙", "Kangxi reign")]
    [InlineData("en", "清康熙？", "Kangxi reign?")]
    [InlineData("en", "Kangxi period", "Kangxi period")]
    [InlineData("zh-CN", "清康熙", "清康熙")]
    public void A_list_shows_a_period_in_the_readers_language(string language, string typed, string shown)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            var period = Census.Of(FieldRoles.Period)!;
            var record = ObjectRecord.Empty(Census).With(period.Key, TypedText.Read(period, typed).Value!);
            Assert.Equal(shown, ExportObjects.Shown(record, FieldRoles.Period));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
