using System.Globalization;

namespace Guanlian.Resources.Offering;

/// <summary>How resources and bookings are cited.</summary>
internal static class ResourceNumbers
{
    public static string OfResource(long number) => string.Create(CultureInfo.InvariantCulture, $"ZY-{number:0000}");

    public static string OfBooking(long number) => string.Create(CultureInfo.InvariantCulture, $"YY-{number:0000}");
}
