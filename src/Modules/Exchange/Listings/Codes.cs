namespace Guanlian.Exchange.Listings;

/// <summary>Reads codes from an address.</summary>
internal static class Codes
{
    /// <summary>The value of that name; null for anything that nobody knows, numbers among it.</summary>
    public static T? Read<T>(string? text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text![0]) ? value : null;
}
