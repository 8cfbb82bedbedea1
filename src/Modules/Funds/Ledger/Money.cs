using System.Globalization;
using Guanlian.Platform.Words;

namespace Guanlian.Funds.Ledger;

/// <summary>An amount as it is typed and shown: above nothing, two decimals, at most ten thousand million.</summary>
internal static class Money
{
    /// <summary>More than any alliance has; sums of many stay within the columns.</summary>
    public const decimal Most = 9_999_999_999.99m;

    /// <summary>Reads an amount above 0; false for anything else, nothing typed among it.</summary>
    public static bool TryRead(string? typed, out decimal amount)
    {
        var read = TryReadOrNothing(typed, out amount);
        return read && amount > 0;
    }

    /// <summary>The same where 0 is an answer too.</summary>
    public static bool TryReadOrNothing(string? typed, out decimal amount)
    {
        var read = Amount.TryRead(typed, out var found) && found is <= Most;
        amount = read ? found!.Value : 0;
        return read;
    }

    /// <summary>With thousands parted and two decimals, as in an account book.</summary>
    public static string Say(decimal amount) => amount.ToString("#,##0.00;−#,##0.00", CultureInfo.InvariantCulture);

    /// <summary>As a form field holds it.</summary>
    public static string Field(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);
}
