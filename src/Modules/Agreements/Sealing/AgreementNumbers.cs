using System.Globalization;

namespace Guanlian.Agreements.Sealing;

/// <summary>How agreements are cited.</summary>
internal static class AgreementNumbers
{
    public static string Of(long number) => string.Create(CultureInfo.InvariantCulture, $"XY-{number:0000}");
}
