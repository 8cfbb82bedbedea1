using System.Globalization;

namespace Guanlian.Platform.Words;

/// <summary>An amount in its own unit, as people type it.</summary>
public static class Amount
{
    private const decimal Most = 999_999_999_999m;

    /// <summary>Reads a number not below 0 with at most two decimals; nothing typed is no amount.</summary>
    public static bool TryRead(string? typed, out decimal? amount)
    {
        amount = null;
        if (string.IsNullOrWhiteSpace(typed))
        {
            return true;
        }

        // Full-width digits come from Chinese keyboards.
        var plain = typed.Trim().Normalize(System.Text.NormalizationForm.FormKC).Replace(",", "", StringComparison.Ordinal);
        if (!decimal.TryParse(plain, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read) || read < 0 || read > Most
            || decimal.Round(read, 2) != read)
        {
            return false;
        }

        amount = read;
        return true;
    }
}
