namespace Guanlian.Contracts.Members;

/// <summary>Places drawn on the outline of a province, as on the maps of the directory.</summary>
public interface IProvinceSketches
{
    /// <summary>The drawing as numbers; null where there is no outline of that province.</summary>
    /// <param name="province">Its six-digit code.</param>
    /// <param name="spots">What to mark; those that would hide one another share a mark.</param>
    ProvinceSketch? Draw(string province, IReadOnlyList<SketchSpot> spots);
}

/// <summary>A drawing of a given size: areas as paths, marks above them.</summary>
/// <param name="Width">Of the sheet.</param>
/// <param name="Height">Of the sheet.</param>
/// <param name="Approval">审图号; null for a sketch without one.</param>
/// <param name="Areas">Below.</param>
/// <param name="Marks">Above.</param>
public sealed record ProvinceSketch(double Width, double Height, string? Approval, IReadOnlyList<SketchArea> Areas, IReadOnlyList<SketchMark> Marks);

/// <summary>One prefecture or district.</summary>
public sealed record SketchArea(string Name, string Path);

/// <summary>One mark for one place, or for several that lie too close to be told apart.</summary>
public sealed record SketchMark(double X, double Y, double Radius, IReadOnlyList<SketchSpot> Spots);

/// <summary>What is marked.</summary>
public sealed record SketchSpot(string Code, string Name, double Longitude, double Latitude);
