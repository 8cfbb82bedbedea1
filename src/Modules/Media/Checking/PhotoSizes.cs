using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Data;

namespace Guanlian.Media.Checking;

/// <summary>What the photographs of a museum must reach: as itself or its association states it, else as we suggest.</summary>
/// <param name="Edge">Pixels along the longer edge, of any photograph.</param>
/// <param name="SolidEdge">The same of a three-dimensional object's; null where nothing else is asked of it.</param>
/// <param name="FlatPpi">Pixels to the inch of a flat object, where its size is known; null where that is not asked.</param>
internal sealed record PhotoSizes(PhotoSizes.Wanted Edge, PhotoSizes.Wanted? SolidEdge, PhotoSizes.Wanted? FlatPpi)
{
    /// <summary>Pixels along the longer edge with which a photograph prints well on a page of A4 (297 mm at 254 to the inch). No standard is quoted for it.</summary>
    public const int OurEdge = 3000;

    private const double CentimetresInInch = 2.54;

    /// <param name="Least">What must be reached.</param>
    /// <param name="Source">The standard or decision that says so; empty where none is named.</param>
    /// <param name="Stated">Somebody said it; else it is our suggestion.</param>
    internal readonly record struct Wanted(int Least, string Source, bool Stated = true);

    /// <summary>By how much a photograph is too small.</summary>
    /// <param name="Has">Pixels, or pixels to the inch, rounded down.</param>
    /// <param name="Of">What it does not reach.</param>
    internal sealed record Missed(int Has, Wanted Of)
    {
        /// <summary>Counted in pixels to the inch.</summary>
        public bool InInches { get; init; }

        /// <summary>The object's measure that was counted with; null where the keeper states the scale of the photograph.</summary>
        public decimal? Centimetres { get; init; }
    }

    /// <summary>Each value from the first that states it.</summary>
    /// <param name="said">The museum's own first, then its associations'.</param>
    public static PhotoSizes Of(IReadOnlyList<WantedSizes> said) => new(
        First(said, s => (s.Edge, s.EdgeSource)) ?? new(OurEdge, "", Stated: false),
        First(said, s => (s.SolidEdge, s.SolidSource)),
        First(said, s => (s.FlatPpi, s.FlatSource)));

    /// <summary>Held against the one rule that fits the object.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="pixelsPerCentimetre">Of the object, as the keeper states it.</param>
    /// <param name="about">Its object; null where it has none.</param>
    /// <returns>Null where the photograph is large enough.</returns>
    public Missed? Judge(int width, int height, double? pixelsPerCentimetre, ObjectMeasure? about)
    {
        var (longer, shape) = (Math.Max(width, height), about is null ? Shape.Unknown : ShapeOfThing.By(about.Category));
        if (FlatPpi is { } flat && shape == Shape.Flat && (pixelsPerCentimetre ?? (about!.Centimetres is { } measure ? longer / (double)measure : null)) is { } dense)
        {
            var has = (int)Math.Min(int.MaxValue, Math.Floor((dense * CentimetresInInch) + 1e-9));
            return has >= flat.Least ? null : new(has, flat) { InInches = true, Centimetres = pixelsPerCentimetre is null ? about!.Centimetres : null };
        }

        var edge = shape == Shape.Solid ? SolidEdge ?? Edge : Edge;
        return longer >= edge.Least ? null : new(longer, edge);
    }

    private static Wanted? First(IReadOnlyList<WantedSizes> said, Func<WantedSizes, (int? Least, string Source)> value) =>
        said.Select(value).FirstOrDefault(v => v.Least is not null) is { Least: { } least } found ? new(least, found.Source) : null;
}
