using Guanlian.Media.Arriving;
using Guanlian.Media.Data;

namespace Guanlian.Unit.Media;

public sealed class NumbersInNames
{
    [Theory]
    [InlineData("总00123.jpg", "总00123")]
    [InlineData("总00123正面.jpg", "总00123")]
    [InlineData("总00123-底部(2).jpg", "总00123")]
    [InlineData("2005.1.6_02.tif", "2005.1.6")]
    [InlineData("青花瓶 2005-1-6 款识.JPG", "2005-1-6")]
    [InlineData("示例2001.png", "示例2001")]
    [InlineData("总００１２３.jpg", "总00123")]
    public void The_number_is_among_what_may_be_one(string name, string number) => Assert.Contains(number, NumberInName.Candidates(name));

    [Theory]
    [InlineData("IMG_2001.jpg")]
    [InlineData("DSC00123.JPG")]
    [InlineData("20240305_101112.jpg")]
    [InlineData("微信图片_20240305101112.jpg")]
    [InlineData("正面.jpg")]
    public void A_camera_s_own_name_says_nothing_of_an_object(string name) => Assert.Empty(NumberInName.Candidates(name));

    [Fact]
    public void A_count_alone_is_no_number() => Assert.DoesNotContain("1", NumberInName.Candidates("照片 (1).jpg"));

    [Theory]
    [InlineData("总00123-底部(2).jpg", ViewKind.Base)]
    [InlineData("总00123款识.jpg", ViewKind.Mark)]
    [InlineData("123_Detail_4.jpg", ViewKind.Detail)]
    [InlineData("backyard 123.jpg", ViewKind.None)]
    [InlineData("123.jpg", ViewKind.None)]
    public void The_view_is_read_from_the_name(string name, ViewKind view) => Assert.Equal(view, NumberInName.ViewIn(name));

    [Fact]
    public void Names_stand_in_the_order_in_which_people_count() =>
        Assert.Equal(["a2.jpg", "a10.jpg", "a100.jpg"], new[] { "a100.jpg", "a10.jpg", "a2.jpg" }.OrderBy(NumberInName.SortKey));
}
