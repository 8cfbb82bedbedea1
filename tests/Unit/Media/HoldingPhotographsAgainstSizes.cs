using FsCheck;
using FsCheck.Fluent;
using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Checking;
using Guanlian.Media.Data;

namespace Guanlian.Unit.Media;

public sealed class HoldingPhotographsAgainstSizes
{
    private static readonly WantedSizes Museum = new() { FlatPpi = 300, FlatSource = "示例标准 5.2" };

    private static readonly WantedSizes Association = new() { Edge = 4000, EdgeSource = "示例办法", SolidEdge = 6000, SolidSource = "示例标准 5.3", FlatPpi = 600, FlatSource = "示例标准" };

    private static readonly PhotoSizes Both = PhotoSizes.Of([Museum, Association]);

    [Fact]
    public void What_the_museum_states_comes_first_then_the_association_then_our_suggestion_which_quotes_nothing()
    {
        Assert.Equal(new PhotoSizes(new(4000, "示例办法"), new(6000, "示例标准 5.3"), new(300, "示例标准 5.2")), Both);
        Assert.Equal(new PhotoSizes(new(3000, "", Stated: false), null, null), PhotoSizes.Of([]));
        Assert.Equal(new PhotoSizes(new(3000, "", Stated: false), null, new(300, "示例标准 5.2")), PhotoSizes.Of([Museum]));
        Assert.Equal(new PhotoSizes(new(5000, ""), null, null), PhotoSizes.Of([new() { Edge = 5000 }]));
    }

    [Theory]
    [InlineData("书法、绘画", 25.4, 3000, null)] // 25.4 cm is ten inches: 300 to the inch exactly
    [InlineData("书法、绘画", 25.4, 2999, "299 ppi 示例标准 5.2")]
    [InlineData("书法、绘画", 200.0, 12000, "152 ppi 示例标准 5.2")]
    [InlineData("邮品", 3.0, 400, null)] // small things need few pixels
    [InlineData("书法、绘画", null, 3999, "3999 px 示例办法")] // nobody has measured it
    [InlineData("瓷器", 25.4, 5999, "5999 px 示例标准 5.3")]
    [InlineData("瓷器", 25.4, 6000, null)]
    [InlineData("瓷器", null, 5999, "5999 px 示例标准 5.3")]
    [InlineData("其他", 25.4, 4000, null)] // flat or not: nobody knows
    [InlineData("", 25.4, 3999, "3999 px 示例办法")]
    public void One_rule_fits_an_object(string category, double? centimetres, int longer, string? missed)
    {
        Assert.Equal(missed, Said(Both.Judge(longer, 100, null, new(category, (decimal?)centimetres))));
        Assert.Equal(missed, Said(Both.Judge(100, longer, null, new(category, (decimal?)centimetres))));
    }

    [Fact]
    public void Without_an_object_any_photograph_s_rule_holds_and_a_stated_scale_counts_before_the_measure()
    {
        Assert.Equal("3999 px 示例办法", Said(Both.Judge(3999, 10, null, null)));
        Assert.Null(Both.Judge(100, 100, 200, new("书法、绘画", 500))); // 200 to the centimetre: 508 to the inch
        var missed = Both.Judge(9000, 9000, 100, new("书法、绘画", 1))!;
        Assert.Equal((254, true, null), (missed.Has, missed.InInches, missed.Centimetres));
        Assert.Equal(25.4m, Both.Judge(100, 100, null, new("书法、绘画", 25.4m))!.Centimetres);
    }

    [Theory]
    [InlineData("书法、绘画", true)]
    [InlineData("古籍图书", true)]
    [InlineData("碑帖拓本", true)]
    [InlineData("档案文书", true)]
    [InlineData("文件、宣传品", true)]
    [InlineData("票据", true)]
    [InlineData("版画", true)]
    [InlineData("文具", false)]
    [InlineData("印版", false)]
    [InlineData("铁器、其他金属器", false)]
    [InlineData("织绣", false)]
    [InlineData("钱币", false)]
    [InlineData("其他", null)]
    [InlineData("名人遗物", null)]
    [InlineData("", null)]
    public void A_category_says_whether_its_objects_are_flat(string category, bool? flat) =>
        Assert.Equal(flat switch { true => Shape.Flat, false => Shape.Solid, null => Shape.Unknown }, ShapeOfThing.By(category));

    [Fact]
    public void A_larger_photograph_is_never_worse_and_what_is_said_is_less_than_what_is_wanted() =>
        Prop.ForAll(Gen.Zip(Gen.Zip(Gen.Choose(1, 20_000), Gen.Choose(1, 20_000)), Gen.Choose(1, 30_000)).ToArbitrary(), both =>
        {
            var ((edge, more), millimetres) = (both.Item1, both.Item2);
            foreach (var category in new[] { "书法、绘画", "瓷器", "" })
            {
                var about = new ObjectMeasure(category, millimetres / 10m);
                var (small, large) = (Both.Judge(edge, 1, null, about), Both.Judge(edge + more, 1, null, about));
                if ((small is null && large is not null) || small?.Has >= small?.Of.Least)
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();

    private static string? Said(PhotoSizes.Missed? missed) => missed is null ? null : $"{missed.Has} {(missed.InInches ? "ppi" : "px")} {missed.Of.Source}";
}
