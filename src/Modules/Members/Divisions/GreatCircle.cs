namespace Guanlian.Members.Divisions;

/// <summary>Distance over the surface of a sphere of the earth's mean radius (haversine).</summary>
internal static class GreatCircle
{
    private const double MeanRadiusInKilometres = 6371.0088;

    /// <summary>Whole kilometres between two points in degrees.</summary>
    public static int Kilometres((double Longitude, double Latitude) from, (double Longitude, double Latitude) to)
    {
        var (north, east) = (Radians(to.Latitude - from.Latitude), Radians(to.Longitude - from.Longitude));
        var chord = Math.Pow(Math.Sin(north / 2), 2)
            + (Math.Cos(Radians(from.Latitude)) * Math.Cos(Radians(to.Latitude)) * Math.Pow(Math.Sin(east / 2), 2));
        return (int)Math.Round(2 * MeanRadiusInKilometres * Math.Asin(Math.Sqrt(Math.Min(1, chord))), MidpointRounding.AwayFromZero);
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
