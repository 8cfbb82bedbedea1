using System.Text;

namespace Guanlian.Platform.Paper;

/// <summary>Breaks text into lines: Chinese anywhere but before a closing sign; Latin words stay whole where they fit.</summary>
public static class LineBreaks
{
    /// <summary>The lines of one paragraph.</summary>
    /// <param name="font">Whose widths count.</param>
    /// <param name="text">Without line ends.</param>
    /// <param name="size">In points.</param>
    /// <param name="width">Of a line.</param>
    /// <param name="indent">What the first line is shorter by.</param>
    public static IEnumerable<string> Of(CjkFont font, string text, double size, double width, double indent = 0)
    {
        ArgumentNullException.ThrowIfNull(font);
        var line = new StringBuilder();
        var left = width - indent;
        foreach (var piece in Pieces(text))
        {
            var wide = font.Width(piece, size);
            if (wide > left && line.Length > 0)
            {
                yield return line.ToString().TrimEnd();
                line.Clear();
                left = width;
            }

            foreach (var rune in wide > width ? [.. piece.EnumerateRunes().Select(r => r.ToString())] : new[] { piece })
            {
                var one = font.Width(rune, size);
                if (one > left && line.Length > 0)
                {
                    yield return line.ToString();
                    line.Clear();
                    left = width;
                }

                line.Append(rune);
                left -= one;
            }
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }

    private static IEnumerable<string> Pieces(string text)
    {
        var piece = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var closes = "，。、；：！？）》」』”’,.;:!?)".Contains(rune.ToString(), StringComparison.Ordinal);
            var joins = piece.Length > 0 && (closes || (rune.Value < 0x2E80 && rune.Value != ' ' && piece[^1] < 0x2E80 && piece[^1] != ' '));
            if (!joins && piece.Length > 0)
            {
                yield return piece.ToString();
                piece.Clear();
            }

            piece.Append(rune.ToString());
        }

        if (piece.Length > 0)
        {
            yield return piece.ToString();
        }
    }
}
