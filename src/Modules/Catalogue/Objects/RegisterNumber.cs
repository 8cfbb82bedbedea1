using System.Globalization;
using System.Text;

namespace Guanlian.Catalogue.Objects;

/// <summary>Register, census and old numbers, compared as keepers compare them: 总00123, 总-00123 and 总００１２３ are one number.</summary>
internal static class RegisterNumber
{
    /// <summary>Half width, upper case, letters and digits alone; null where nothing is left.</summary>
    public static string? Key(string? number)
    {
        if (string.IsNullOrWhiteSpace(number))
        {
            return null;
        }

        var key = new StringBuilder(number.Length);
        foreach (var rune in number.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                key.Append(Rune.ToUpper(rune, CultureInfo.InvariantCulture).ToString());
            }
        }

        return key.Length == 0 ? null : key.ToString();
    }
}
