using System.Globalization;

namespace Guanlian.Catalogue.Formats.Crosswalks;

/// <summary>
/// Years: ours have no year 0 (-206 is 206 BC), ISO 8601 has one (-0205 is the same year).
/// </summary>
internal static class Years
{
    /// <summary>The year of an ISO date, of a plain year, or of the first four digits of a longer text; null where there is none.</summary>
    public static int? Read(string? text)
    {
        var rest = (text ?? "").AsSpan().Trim();
        var before = rest.StartsWith("-") || rest.StartsWith("−");
        rest = before ? rest[1..] : rest;
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? rest : rest[..end];
        if (digits.Length is 0 or > 5 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var year))
        {
            return null;
        }

        // Signed or zero only in ISO's count.
        return before || year == 0 ? -year - 1 : year;
    }

    /// <summary>As ISO 8601 writes it.</summary>
    public static string Iso(int year) => year > 0
        ? year.ToString("0000", CultureInfo.InvariantCulture)
        : year == -1 ? "0000" : "-" + (-year - 1).ToString("0000", CultureInfo.InvariantCulture);

    /// <summary>As people read it.</summary>
    public static string Show(int year) => year > 0
        ? year.ToString(CultureInfo.InvariantCulture)
        : $"前{(-year).ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>Numbers as foreign files write them: 53.5, 53,50, 1 234.5.</summary>
internal static class Numbers
{
    public static bool TryRead(string text, out decimal number)
    {
        var plain = text.Trim().Replace(" ", "", StringComparison.Ordinal).Replace("\u00a0", "", StringComparison.Ordinal);
        if (plain.Contains(',', StringComparison.Ordinal) && !plain.Contains('.', StringComparison.Ordinal))
        {
            plain = plain.Replace(',', '.');
        }

        return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
            && Math.Abs(number) < 1_000_000_000_000m;
    }
}
