using Guanlian.Media.Details;

namespace Guanlian.Unit.Media;

public sealed class ReadingRegions
{
    [Theory]
    [InlineData("10", "20", "30", "40", "pct:10,20,30,40")]
    [InlineData("12.5", "0", "87.5", "100", "pct:12.5,0,87.5,100")]
    [InlineData(" 1 ", "2", "3.33337", "4", "pct:1,2,3.3334,4")]
    [InlineData("90", "0", "50", "10", "pct:90,0,10,10")] // drawn over the edge
    public void Four_numbers_are_a_part_of_the_image(string x, string y, string width, string height, string written)
    {
        Assert.True(Region.TryRead(x, y, width, height, out var region));
        Assert.Equal(written, region.ToString());
        var parts = region.ToString()[4..].Split(',');
        Assert.True(Region.TryRead(parts[0], parts[1], parts[2], parts[3], out var again));
        Assert.Equal(region, again);
    }

    [Theory]
    [InlineData("100", "0", "1", "1")]
    [InlineData("0", "0", "0", "1")]
    [InlineData("0", "0", "101", "1")]
    [InlineData("-1", "0", "1", "1")]
    [InlineData("1e1", "0", "1", "1")]
    [InlineData("1,5", "0", "1", "1")]
    [InlineData("0", "0", "0.001", "1")]
    [InlineData(null, "0", "1", "1")]
    [InlineData("99999999999999999999999999999999", "0", "1", "1")]
    public void What_lies_outside_or_is_no_number_is_none(string? x, string y, string width, string height) => Assert.False(Region.TryRead(x, y, width, height, out _));
}
