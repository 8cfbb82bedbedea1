using Guanlian.Media.Data;
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

    [Theory]
    [InlineData(new double[] { 300, 500, 600, 500 }, "0.1,0.25,0.2,0.25")]
    [InlineData(new double[] { 2999, 1999, 1, 1 }, "0.999667,0.9995,0.000333,0.0005")]
    [InlineData(new double[] { 1e300, 0, 1e300, 5000 }, "1,0,1,1")] // outside, as strangers may write
    [InlineData(null, "0,0,1,1")]
    public void A_part_in_pixels_is_a_view_in_parts_of_one(double[]? box, string view) =>
        Assert.Equal($"{Image(3000, 2000).Id:N},{view}", Region.OfPixels(Image(3000, 2000), box).View(Image(3000, 2000)));

    [Theory]
    [InlineData("20", "25", "30.5", "50", 100, 100, 153, 200)]
    [InlineData("99.9", "99.9", "0.1", "0.1", 499, 399, 1, 1)]
    [InlineData("0", "0", "100", "100", 0, 0, 500, 400)]
    public void A_part_is_whole_pixels_inside_the_image(string x, string y, string wide, string high, int left, int top, int width, int height)
    {
        Assert.True(Region.TryRead(x, y, wide, high, out var region));
        Assert.Equal((left, top, width, height), region.PixelsOf(Image(500, 400)));
    }

    private static StoredImage Image(int width, int height) => new() { Sha256 = "", FileName = "", Kind = "png", Width = width, Height = height };
}
