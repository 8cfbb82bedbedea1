using System.Globalization;
using System.Text;

namespace Guanlian.Catalogue.Objects;

/// <summary>
/// Register, census and old numbers, compared as keepers compare them: 总00123, 总-00123 and 总００１２３ are one number. What parts two
/// groups of digits counts, whatever sign it is: 2005.1.6 and 2005-1-6 are one number, 2005.16 is another. Blanks never count.
/// </summary>
internal static class RegisterNumber
{
    /// <summary>Half width, upper case, letters and digits, a point between groups of digits; null where nothing is left.</summary>
    public static string? Key(string? number) => Fold(number, parted: true);

    /// <summary>The key without its points: what somebody types who leaves all signs out. Not unique.</summary>
    public static string? Bare(string? number) => Fold(number, parted: false);

    private static string? Fold(string? number, bool parted)
    {
        if (string.IsNullOrWhiteSpace(number))
        {
            return null;
        }

        var key = new StringBuilder(number.Length);
        var apart = false;
        foreach (var rune in number.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            if (!Rune.IsLetterOrDigit(rune))
            {
                apart |= !Rune.IsWhiteSpace(rune);
                continue;
            }

            if (parted && apart && key.Length > 0 && char.IsDigit(key[^1]) && Rune.IsDigit(rune))
            {
                key.Append('.');
            }

            key.Append(Rune.ToUpper(rune, CultureInfo.InvariantCulture).ToString());
            apart = false;
        }

        return key.Length == 0 ? null : key.ToString();
    }
}
