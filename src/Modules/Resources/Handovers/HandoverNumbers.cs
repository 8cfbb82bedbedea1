using System.Globalization;
using System.Text;

namespace Guanlian.Resources.Handovers;

/// <summary>How handovers are cited, and how register numbers on their lists are compared.</summary>
internal static class HandoverNumbers
{
    public static string Of(long number) => string.Create(CultureInfo.InvariantCulture, $"DJ-{number:0000}");

    /// <summary>What somebody typed who looks for one: DJ-0012, dj12, 12; null for anything else.</summary>
    public static long? Read(string? typed)
    {
        var plain = (typed ?? "").Normalize(NormalizationForm.FormKC).Trim().ToUpperInvariant();
        plain = plain.StartsWith("DJ", StringComparison.Ordinal) ? plain[2..].TrimStart('-') : plain;
        return long.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Half width, upper case, letters and digits, a point between groups of digits: two ways of writing one number are the same.</summary>
    public static string Key(string number)
    {
        var key = new StringBuilder(number.Length);
        var apart = false;
        foreach (var rune in number.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            if (!Rune.IsLetterOrDigit(rune))
            {
                apart |= !Rune.IsWhiteSpace(rune);
                continue;
            }

            if (apart && key.Length > 0 && char.IsDigit(key[^1]) && Rune.IsDigit(rune))
            {
                key.Append('.');
            }

            key.Append(Rune.ToUpperInvariant(rune).ToString());
            apart = false;
        }

        return key.ToString();
    }
}
