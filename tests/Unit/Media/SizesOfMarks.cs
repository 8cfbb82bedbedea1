using FsCheck;
using FsCheck.Fluent;
using Guanlian.Media.Iiif;
using Guanlian.Media.Tiles;

namespace Guanlian.Unit.Media;

/// <summary>How large a museum's name is written over a picture, and what a picture costs: whatever is asked for.</summary>
public sealed class SizesOfMarks
{
    [Fact]
    public void A_mark_can_be_read_at_every_size_and_is_never_larger_than_memory_allows() =>
        Prop.ForAll(Asked(), a =>
        {
            var (x, y) = Watermark.UnitsOf(a.Text, a.Longest, a.ScaleX, a.ScaleY);
            var (wide, deep) = (x * Watermark.TextWidth * a.ScaleX, y * Watermark.TextWidth * a.ScaleY);
            var (least, most) = (Math.Max(120, 8 * a.Text.Length), Math.Max(1200, 16 * a.Text.Length));
            return wide >= least && wide <= most && deep >= least && deep <= most;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    /// <summary>The last tile of a row is a little off the scale of the others: it must carry the same letters.</summary>
    [Theory]
    [InlineData(20_000, 13_000)]
    [InlineData(3000, 2000)]
    [InlineData(12_345, 600)]
    [InlineData(900, 700)]
    public void Tiles_of_one_size_are_written_over_alike_up_to_the_edge(int width, int height)
    {
        var grid = new TileGrid(width, height);
        foreach (var level in grid.Levels)
        {
            var whole = Watermark.UnitsOf("示例博物馆", Math.Max(width, height), 1.0 / level.Scale, 1.0 / level.Scale);
            var (x, y) = ((level.Columns - 1) * TileGrid.Tile * level.Scale, (level.Rows - 1) * TileGrid.Tile * level.Scale);
            var (partWidth, partHeight) = (Math.Min(TileGrid.Tile * level.Scale, width - x), Math.Min(TileGrid.Tile * level.Scale, height - y));
            var last = Watermark.UnitsOf(
                "示例博物馆", Math.Max(width, height), (double)TileGrid.Over(partWidth, level.Scale) / partWidth, (double)TileGrid.Over(partHeight, level.Scale) / partHeight);
            Assert.Equal(whole, last);
        }
    }

    [Theory]
    [InlineData("0,0,1,1/^4000,4000/0/default.jpg", 16_000_000)] // one pixel made large is a large picture
    [InlineData("0,0,16,16/^1024,1024/0/default.png", 1_048_576)]
    [InlineData("full/max/45/default.png", 12_000_000)]
    public void A_part_that_is_enlarged_or_turned_costs_what_it_becomes(string address, long least)
    {
        var steps = address.Split('/');
        var asked = ImageRequest.Read(ImageApi.Three, 3000, 2000, steps[0], steps[1], steps[2], steps[3])!.Asked;
        Assert.InRange(RenderImage.Cost(new(3000, 2000), asked), least, 4L * ImageRequest.MaxArea);
    }

    private static Arbitrary<(string Text, int Longest, double ScaleX, double ScaleY)> Asked() => (
        from letters in Gen.Choose(1, 200)
        from longest in Gen.Choose(1, 100_000)
        from scaleX in Gen.Choose(0, 1200)
        from scaleY in Gen.Choose(0, 1200)
        select (new string('馆', letters), longest, Scale(scaleX), Scale(scaleY))).ToArbitrary();

    // From a scan of a hundred thousand pixels shown in one, to one pixel shown in millions.
    private static double Scale(int number) => Math.Pow(10, -5 + (number / 100.0));
}
