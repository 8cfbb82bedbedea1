using System.Globalization;
using System.Text;
using Guanlian.Members.Divisions;

namespace Guanlian.Members.Maps;

/// <summary>
/// A map as numbers: outlines as paths, points gathered into marks that do not hide one another. The sheet is as wide as a phone,
/// so that marks and figures are readable there; on a wider screen it only grows.
/// </summary>
public sealed class MapDrawing
{
    public const double Width = 360;
    private const double Margin = 14;
    private const double Tallest = 460;
    private readonly double west;
    private readonly double north;
    private readonly double scale;
    private readonly double squeeze;
    private readonly double left;

    private MapDrawing(Outline outline, string? within)
    {
        var shown = outline.Areas.Where(a => within is null || a.Code.StartsWith(within, StringComparison.Ordinal)).ToList();
        var framed = (shown.Count == 0 ? outline.Areas : shown).SelectMany(a => a.Rings).SelectMany(r => r).ToList();
        (west, north) = (framed.Min(p => p.Longitude), framed.Max(p => p.Latitude));
        var (east, south) = (framed.Max(p => p.Longitude), framed.Min(p => p.Latitude));
        squeeze = Math.Cos((north + south) / 2 * Math.PI / 180);
        var (wide, tall) = (Math.Max(1e-6, (east - west) * squeeze), Math.Max(1e-6, north - south));
        scale = Math.Min((Width - (2 * Margin)) / wide, (Tallest - (2 * Margin)) / tall);
        Height = Math.Round((tall * scale) + (2 * Margin));
        left = (Width - (wide * scale)) / 2;
        Areas = [.. outline.Areas
            .Select(a => new AreaPath(a.Code, a.Name, Path(a), within is null || a.Code.StartsWith(within, StringComparison.Ordinal)))
            .Where(a => a.Path.Length > 0)];
    }

    public double Height { get; }

    public IReadOnlyList<AreaPath> Areas { get; }

    public IReadOnlyList<Mark> Marks { get; private set; } = [];

    /// <param name="Inside">Part of what is asked about; the others are neighbours.</param>
    public sealed record AreaPath(string Code, string Name, string Path, bool Inside);

    /// <summary>One place on the map, for one house or several that lie too close to be told apart.</summary>
    public sealed record Mark(double X, double Y, double Radius, IReadOnlyList<Spot> Spots)
    {
        /// <summary>The nearest division that holds all of them; null when only the province does.</summary>
        public string? CommonPlace
        {
            get
            {
                var codes = Spots.Select(s => s.DivisionCode ?? "").Distinct().ToList();
                return codes is [{ Length: 6 } one] ? one
                    : codes.All(c => c.Length == 6) && codes.Select(c => c[..4]).Distinct().Count() == 1 ? codes[0][..4] + "00"
                    : null;
            }
        }
    }

    /// <summary>What is drawn: an institution with a point.</summary>
    public sealed record Spot(string Code, string Name, double Longitude, double Latitude, string? DivisionCode);

    /// <param name="outline">The province.</param>
    /// <param name="place">Zooms in on a prefecture, where the outline has it; null shows all.</param>
    /// <param name="spots">What to mark.</param>
    public static MapDrawing Of(Outline outline, Division? place, IReadOnlyList<Spot> spots)
    {
        var within = place is null || place.Level == DivisionLevel.Province ? null
            : outline.Areas.Any(a => a.Code == place.Code) ? place.Code
            : place.Code[..4] is var prefix && outline.Areas
                .Any(a => a.Code.StartsWith(prefix, StringComparison.Ordinal) && a.Code.EndsWith("00", StringComparison.Ordinal)) ? prefix
            : null;
        var sheet = new MapDrawing(outline, within);
        sheet.Marks = sheet.Gather(spots);
        return sheet;
    }

    public static string Print(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>From the biggest crowd down, whatever would touch it joins it; at most the sheet's share of marks is left.</summary>
    private List<Mark> Gather(IReadOnlyList<Spot> spots)
    {
        var places = spots.GroupBy(s => (s.Longitude, s.Latitude))
            .Select(g => (At: Project(g.Key), Spots: g.ToList())).OrderByDescending(p => p.Spots.Count)
                .ThenBy(p => p.Spots[0].Code, StringComparer.Ordinal);
        var marks = new List<((double X, double Y) At, List<Spot> Spots)>();
        foreach (var (at, here) in places)
        {
            var near = marks.FindIndex(m => Distance(m.At, at) < Radius(m.Spots.Count) + Radius(here.Count) + 1);
            if (near < 0)
            {
                marks.Add((at, here));
            }
            else
            {
                marks[near].Spots.AddRange(here);
            }
        }

        return [.. marks.Select(m => new Mark(m.At.X, m.At.Y, Radius(m.Spots.Count), m.Spots))];
    }

    private static double Radius(int count) => count == 1 ? 5 : Math.Min(17, 8 + (2.2 * Math.Log(count)));

    private static double Distance((double X, double Y) a, (double X, double Y) b) =>
        Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2));

    private (double X, double Y) Project((double Longitude, double Latitude) p) =>
        (left + ((p.Longitude - west) * squeeze * scale), Margin + ((north - p.Latitude) * scale));

    /// <summary>
    /// Half a unit is finer than a line is wide: points that fall together are dropped, and areas that leave no shape with them.
    /// </summary>
    private string Path(Outline.Area area)
    {
        var path = new StringBuilder();
        foreach (var ring in area.Rings)
        {
            var points = new List<(double X, double Y)>();
            foreach (var point in ring.Select(Project).Select(p => (X: Math.Round(p.X * 2) / 2, Y: Math.Round(p.Y * 2) / 2)))
            {
                if (points.Count == 0 || points[^1] != point)
                {
                    points.Add(point);
                }
            }

            if (points.Count > 3 && points.Exists(p => p.X is > -Width and < 2 * Width && p.Y > -Tallest && p.Y < 2 * Tallest))
            {
                path.Append('M').AppendJoin('L', points.SkipLast(1).Select(p => $"{Print(p.X)} {Print(p.Y)}")).Append('Z');
            }
        }

        return path.ToString();
    }
}
