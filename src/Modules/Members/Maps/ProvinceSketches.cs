using Guanlian.Contracts.Members;

namespace Guanlian.Members.Maps;

/// <summary>The directory's way of drawing, for the pages of other modules.</summary>
internal sealed class ProvinceSketches(Outlines outlines) : IProvinceSketches
{
    public ProvinceSketch? Draw(string province, IReadOnlyList<SketchSpot> spots)
    {
        if (outlines.Of(province) is not { } outline)
        {
            return null;
        }

        var drawing = MapDrawing.Of(outline, null, [.. spots.Select(s => new MapDrawing.Spot(s.Code, s.Name, s.Longitude, s.Latitude, null))]);
        return new(
            MapDrawing.Width, drawing.Height, outline.Approval, [.. drawing.Areas.Select(a => new SketchArea(a.Name, a.Path))],
            [.. drawing.Marks.Select(m => new SketchMark(m.X, m.Y, m.Radius, [.. m.Spots.Select(s => new SketchSpot(s.Code, s.Name, s.Longitude, s.Latitude))]))]);
    }
}
