using Guanlian.Cooperation.People;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;

namespace Guanlian.Unit.Cooperation;

public sealed class NameLineTests
{
    [Theory]
    [InlineData("示例甲 讲解员", "示例甲", "讲解员")]
    [InlineData("示例甲　讲解员　二级", "示例甲", "讲解员　二级")]
    [InlineData("示例甲，讲解员", "示例甲", "讲解员")]
    [InlineData("示例甲 讲解员，二级", "示例甲", "讲解员，二级")]
    [InlineData("示例甲\t讲解员", "示例甲", "讲解员")]
    [InlineData("示例甲 , 讲解员", "示例甲", "讲解员")]
    [InlineData("示例·买买提 馆员", "示例·买买提", "馆员")]
    [InlineData("𠮷例甲 馆员", "𠮷例甲", "馆员")]
    [InlineData("Anna Smith, guide", "Anna Smith", "guide")]
    [InlineData("Anna Smith", "Anna Smith", "")]
    [InlineData("Anna Lee, head of education, museum", "Anna Lee", "head of education, museum")]
    [InlineData("示例甲", "示例甲", "")]
    [InlineData(" ，", "", "")]
    [InlineData("", "", "")]
    public void A_name_is_told_from_the_post_and_a_name_of_several_words_stays_whole(string line, string name, string post) =>
        Assert.Equal((name, post), NameLine.Read(line));

    [Fact]
    public void Every_state_of_somebody_on_a_roster_has_a_way_on()
    {
        Assert.All(Enum.GetValues<PersonState>(), state => Assert.Contains(PersonMoves.All, m => m.From == state));
        Assert.Equal(PersonState.Left, PersonMoves.To(PersonState.Applied, PersonMove.Leave));
        Assert.Equal(PersonState.Accepted, PersonMoves.To(PersonState.Left, PersonMove.Accept));
    }

    [Fact]
    public void Typed_text_is_plain_once_and_for_all()
    {
        Assert.Equal("甲\n乙\n丙", Typed.Plain("\r\n 甲\r\n乙\r丙 \n"));
        Assert.Equal("", Typed.Plain(null));
        Assert.Equal(Typed.Plain("甲\r\n乙"), Typed.Plain(Typed.Plain("甲\r\n乙")));
    }

    [Fact]
    public void A_code_on_paper_is_read_back_as_it_was_given()
    {
        var code = PaperCode.New();
        Assert.Equal(20, code.Length);
        Assert.All(code, sign => Assert.Contains(sign, PaperCode.Alphabet));
        Assert.Equal(code, PaperCode.Plain(PaperCode.Grouped(code).ToLowerInvariant()));
    }

    [Fact]
    public void A_day_and_a_time_in_China_are_one_moment()
    {
        var at = Dates.At(new(2026, 11, 20), new(9, 5));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 1, 5, 0, TimeSpan.Zero), at);
        Assert.Equal("09:05", Dates.Hour(at));
        Assert.Equal("2026年11月20日", Dates.Day(new DateOnly(2026, 11, 20), Wording.Chinese));
        Assert.Equal("20 November 2026", Dates.Day(new DateOnly(2026, 11, 20), Wording.English));
    }
}
