using System.Security.Cryptography;
using System.Text;

namespace Guanlian.Platform.Paper;

/// <summary>Codes that stand on paper and are typed off it: of signs that nobody takes for one another, in groups of four.</summary>
public static class PaperCode
{
    /// <summary>Neither I nor O, neither 0 nor 1.</summary>
    public const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private const int CheckSigns = 20;

    /// <summary>核对码: the first eight signs of a text's hash, printed on every sheet.</summary>
    public static string Of(string hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        return $"{hash[..4]}-{hash[4..8]}".ToUpperInvariant();
    }

    /// <summary>A new code that only its holder knows; one for a check page unless told.</summary>
    public static string New(int signs = CheckSigns) => RandomNumberGenerator.GetString(Alphabet, signs);

    /// <summary>A code as it was typed, without its groups, in one width and one case.</summary>
    public static string Plain(string? typed) => new([.. (typed ?? "").Normalize(NormalizationForm.FormKC).ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]);

    /// <summary>In groups of four, as it is printed.</summary>
    public static string Grouped(string code) => string.Join('-', code.Chunk(4).Select(c => new string(c)));
}
