using System.Globalization;
using System.Text.RegularExpressions;

namespace Guanlian.Contracts.Catalogue;

/// <summary>
/// What the square code of an object's label says: <c>guanlian:CODE/SERIAL</c>, the two parts of its permanent address. No host is in it,
/// so that paper stays good when the program moves.
/// </summary>
/// <param name="InstitutionCode">Whose object.</param>
/// <param name="Serial">Which.</param>
public readonly partial record struct ObjectLabel(string InstitutionCode, int Serial)
{
    /// <summary>Printed and read back, a label is the same.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"guanlian:{InstitutionCode}/{Serial}");

    /// <summary>False for every other code that may be in a photograph.</summary>
    public static bool TryParse(string? text, out ObjectLabel label)
    {
        label = default;
        if (Form().Match(text ?? "") is not { Success: true } found || !int.TryParse(found.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var serial))
        {
            return false;
        }

        label = new(found.Groups[1].Value, serial);
        return true;
    }

    [GeneratedRegex(@"\Aguanlian:([A-Za-z0-9-]{1,32})/([1-9][0-9]{0,9})\z")]
    private static partial Regex Form();
}
