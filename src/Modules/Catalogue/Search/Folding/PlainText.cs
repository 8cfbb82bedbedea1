using System.Globalization;
using System.Text;

namespace Guanlian.Catalogue.Search.Folding;

/// <summary>
/// The plain form in which texts are compared: half width, lower case, no accents, the commonest simplified character. Whatever is
/// indexed and whatever is asked goes through here, so that two ways of writing the same find the same.
/// </summary>
internal static class PlainText
{
    private static readonly char[] Han = Read();

    /// <summary>The plain form of a whole text.</summary>
    public static string Of(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        var plain = new StringBuilder(text.Length);
        foreach (var c in Compatible(text))
        {
            if (c < 0x80)
            {
                plain.Append(char.ToLowerInvariant(c));
            }
            else if (c is >= '\u2E80' or >= '\u2000' and < '\u2C00')
            {
                plain.Append(Dash(Han[c]));
            }
            else
            {
                AppendLetter(plain, c);
            }
        }

        return plain.ToString();
    }

    /// <summary>The plain form of one character of the common plane.</summary>
    public static char Of(char c) => char.ToLowerInvariant(Han[c]);

    /// <summary>What was folded in a text, for the reader: each Chinese character and the one that it is taken for.</summary>
    public static IReadOnlyList<(char From, char To)> Changes(string text) =>
        [.. text.Where(c => c >= '\u2E80' && char.IsLetter(c) && Han[c] != c).Distinct().Select(c => (c, Han[c]))];

    /// <summary>Unicode's compatibility form; broken surrogates, which have none, are dropped.</summary>
    public static string Compatible(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return string.Concat(text.Where(c => !char.IsSurrogate(c))).Normalize(NormalizationForm.FormKC);
        }
    }

    private static void AppendLetter(StringBuilder plain, char c)
    {
        switch (char.ToLowerInvariant(c))
        {
            case 'ø': plain.Append('o'); return;
            case 'ł': plain.Append('l'); return;
            case 'đ' or 'ð': plain.Append('d'); return;
            case 'ı': plain.Append('i'); return;
            case 'æ': plain.Append("ae"); return;
            case 'œ': plain.Append("oe"); return;
            case 'þ': plain.Append("th"); return;
            case 'ß': plain.Append("ss"); return;
            default:
                foreach (var part in char.ToString(char.ToLowerInvariant(c)).Normalize(NormalizationForm.FormD))
                {
                    if (char.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark)
                    {
                        plain.Append(part);
                    }
                }

                return;
        }
    }

    private static char Dash(char c) => c is '‐' or '‑' or '‒' or '–' or '—' or '―' or '−' or '～' or '〜' ? '-' : c;

    private static char[] Read()
    {
        var table = new char[char.MaxValue + 1];
        for (var c = 0; c < table.Length; c++)
        {
            table[c] = (char)c;
        }

        using var stream = typeof(PlainText).Assembly.GetManifestResourceStream("Guanlian.Catalogue.Search.Folding.folds.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { Length: > 1 } line)
        {
            foreach (var c in line.AsSpan(1))
            {
                table[c] = line[0];
            }
        }

        return table;
    }
}
