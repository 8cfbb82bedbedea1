using Guanlian.Members.Divisions;
using Guanlian.Members.Maps;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Guanlian.Unit.Members;

public sealed class DrawingAMap : IDisposable
{
    private const string Square = """{"type":"FeatureCollection",%%"features":[{"type":"Feature","properties":{"adcode":140100,"name":"示例"},"geometry":{"type":"Polygon","coordinates":[[[110,35],[111,35],[111,36],[110,36],[110,35]]]}}]}""";
    private static readonly Division Shanxi = DivisionBook.Published.Find("140000")!;
    private readonly string folder = Directory.CreateTempSubdirectory("guanlian-maps-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Draws_every_area_and_every_house_on_the_sheet()
    {
        var outline = Outlines().Of(Shanxi)!;
        var spots = DivisionBook.Published.Within(Shanxi).Where(d => d.Longitude is not null)
            .Select(d => new MapDrawing.Spot(d.Code, d.Name, d.Longitude!.Value, d.Latitude!.Value, d.Code)).ToList();
        var map = MapDrawing.Of(outline, null, spots);
        Assert.Equal(11, map.Areas.Count);
        Assert.Equal(spots.Select(s => s.Code).Order(), map.Marks.SelectMany(m => m.Spots).Select(s => s.Code).Order());
        Assert.All(map.Marks, m => Assert.True(m.X is > 0 and < MapDrawing.Width && m.Y > 0 && m.Y < map.Height));
    }

    [Fact]
    public void Houses_at_one_place_share_a_mark_that_leads_to_the_place()
    {
        var outline = Outlines().Of(Shanxi)!;
        var map = MapDrawing.Of(outline, null, [Spot("a", 113.29, 40.08, "140200"), Spot("b", 113.29, 40.08, "140213"), Spot("c", 111, 35, "140800")]);
        Assert.Equal(2, map.Marks.Count);
        Assert.Equal("140200", map.Marks[0].CommonPlace);
        Assert.Equal("140800", map.Marks[1].CommonPlace);
    }

    [Fact]
    public void Zooming_in_tells_neighbours_apart()
    {
        var outline = Outlines().Of(Shanxi)!;
        var spots = new[] { Spot("a", 113.29, 40.08, "140200"), Spot("b", 113.16, 40.0, "140214") };
        Assert.Single(MapDrawing.Of(outline, null, spots).Marks);
        Assert.Equal(2, MapDrawing.Of(outline, DivisionBook.Published.Find("140200"), spots).Marks.Count);
    }

    [Fact]
    public void An_operators_map_replaces_ours_and_shows_its_number()
    {
        Assert.Null(Outlines().Of(Shanxi)!.Approval);
        Give("140000", "\"approval\":\"GS(2024)示例号\",");
        Assert.Equal("GS(2024)示例号", Outlines().Of(Shanxi)!.Approval);
    }

    [Fact]
    public void The_country_is_drawn_only_with_an_approval_number()
    {
        Assert.Null(Outlines().OfCountry());
        Give("100000", "");
        Assert.Null(Outlines().OfCountry());
        Give("100000", "\"approval\":\"GS(2024)示例号\",");
        Assert.NotNull(Outlines().OfCountry());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"features\":[]}")]
    [InlineData("{\"features\":[{}]}")]
    [InlineData("{\"features\":[{\"properties\":{\"adcode\":1,\"name\":2},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[1]]]}}]}")]
    [InlineData("{\"features\":[{\"properties\":{\"adcode\":\"140100\",\"name\":\"x\"},\"geometry\":null}]}")]
    public void A_file_that_is_no_map_is_not_used(string text)
    {
        File.WriteAllText(Path.Combine(folder, "140000.geojson"), text);
        Assert.NotNull(Outlines().Of(Shanxi));
    }

    private static MapDrawing.Spot Spot(string code, double longitude, double latitude, string division) => new(code, code, longitude, latitude, division);

    private void Give(string code, string approval) => File.WriteAllText(Path.Combine(folder, $"{code}.geojson"), Square.Replace("%%", approval, StringComparison.Ordinal));

    private Outlines Outlines() => new(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [Guanlian.Members.Maps.Outlines.FolderSetting] = folder }).Build(),
        NullLogger<Outlines>.Instance);
}
