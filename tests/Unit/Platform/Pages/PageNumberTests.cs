using Guanlian.Platform.Pages;

namespace Guanlian.Unit.Platform.Pages;

public sealed class PageNumberTests
{
    [Theory]
    [InlineData(0, 0, 25, 1, 0)]
    [InlineData(-7, 100, 25, 1, 0)]
    [InlineData(4, 100, 25, 4, 75)]
    [InlineData(5, 100, 25, 4, 75)]
    [InlineData(5, 101, 25, 5, 100)]
    [InlineData(int.MaxValue, 101, 25, 5, 100)]
    [InlineData(1, 3, 5_000, 1, 0)]
    public void The_page_asked_for_is_shown_or_the_nearest_that_there_is(int asked, int total, int size, int shown, int before) =>
        Assert.Equal((shown, before), (PageNumber.Of(asked, total, size), PageNumber.Before(asked, total, size)));
}
