using System.Globalization;

namespace Guanlian.Agreements.Sealing;

/// <summary>核对码: the first eight signs of the text's hash, printed on every sheet, typed in with the scan.</summary>
internal static class PaperCode
{
    public static string Of(string hash) => $"{hash[..4]}-{hash[4..8]}".ToUpperInvariant();

    public static string Plain(string? typed) => new([.. (typed ?? "").Normalize(System.Text.NormalizationForm.FormKC).ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]);
}

/// <summary>How agreements are cited.</summary>
internal static class AgreementNumbers
{
    public static string Of(long number) => string.Create(CultureInfo.InvariantCulture, $"XY-{number:0000}");
}
