namespace Guanlian.Catalogue.Import;

/// <summary>
/// The permanent number that the census gave each object: 22 digits = administrative division 6, nature of the unit 1, industry 2, serial
/// of the unit 5, serial of the object 8. It is checked and never made.
/// </summary>
internal static class CensusNumber
{
    public const int Digits = 22;
    public const int PilotDigits = 21;

    /// <summary>What is wrong with it; null when it has the form.</summary>
    public static string? Fault(string number)
    {
        var digits = string.Concat(number.Normalize(System.Text.NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '_' or '.')));
        return digits.Length == PilotDigits && digits.All(char.IsAsciiDigit) && Place(digits) ? ImportWords.CensusPilot
            : digits.Length == Digits && digits.All(char.IsAsciiDigit) && Place(digits) ? null
            : ImportWords.CensusNumber;
    }

    /// <summary>Provinces are numbered 11 to 65, Taiwan 71, Hong Kong 81, Macao 82.</summary>
    private static bool Place(string digits) => int.Parse(digits[..2], System.Globalization.CultureInfo.InvariantCulture) is (>= 11 and <= 65) or 71 or 81 or 82;
}
