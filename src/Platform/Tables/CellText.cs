using System.Globalization;
using System.Text;

namespace Guanlian.Platform.Tables;

/// <summary>What may stand in a cell, and how values become text.</summary>
internal static class CellText
{
    /// <summary>
    /// Drops what nobody can see or print: controls, zero-width and direction marks, lone surrogates; line breaks become \n.
    /// </summary>
    public static string Clean(string text, out int dropped)
    {
        dropped = 0;
        var first = 0;
        while (first < text.Length && IsPlain(text[first]))
        {
            first++;
        }
        if (first == text.Length)
        {
            return text;
        }
        var clean = new StringBuilder(text, 0, first, text.Length);
        for (var i = first; i < text.Length; i++)
        {
            var c = text[i];
            if (IsPlain(c))
            {
                clean.Append(c);
            }
            else if (c == '\r')
            {
                if (i + 1 >= text.Length || text[i + 1] != '\n')
                {
                    clean.Append('\n');
                }
            }
            else if (c == '\u0085')
            {
                // "Next line" of older systems.
                clean.Append('\n');
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                clean.Append(c).Append(text[++i]);
            }
            else
            {
                dropped++;
            }
        }
        return clean.ToString();
    }

    private static bool IsPlain(char c) => c switch
    {
        '\t' or '\n' => true,
        < ' ' or (>= '\u007f' and <= '\u009f') => false,
        < '\u200b' => true,
        '\u200b' or '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2060' and <= '\u206f') => false,
        >= '\ud800' and <= '\udfff' => false,
        '\ufeff' or '\ufffe' or '\uffff' => false,
        _ => true,
    };

    /// <summary>A text cell whose first letter a spreadsheet would take for the start of a formula.</summary>
    private static bool LooksLikeFormula(string text)
    {
        var start = 0;
        while (start < text.Length && text[start] == '\'')
        {
            start++;
        }
        return start < text.Length && text[start] is '=' or '+' or '-' or '@' or '\t' or '＝' or '＋' or '－' or '＠';
    }

    /// <summary>
    /// CSV has no cell types, so a leading apostrophe keeps a text from being run; <see cref="Unguard"/> takes it off again.
    /// </summary>
    public static string Guard(string text) => LooksLikeFormula(text) ? "'" + text : text;

    public static string Unguard(string text) => text.Length > 1 && text[0] == '\'' && LooksLikeFormula(text) ? text[1..] : text;

    /// <summary>Fifteen digits, as spreadsheets show them: the digits behind are noise of binary fractions.</summary>
    public static string Number(double value) =>
        Math.Abs(value) is 0 or (>= 1e-9 and < 1e28)
            ? ((decimal)value).ToString("0.#############################", CultureInfo.InvariantCulture)
            : value.ToString("R", CultureInfo.InvariantCulture);

    public static string Number(double value, string? format)
    {
        var text = Number(value);
        // A register number kept as a number with format 00000 is meant, and seen, with its zeros.
        return format is { Length: > 1 } && format.All(c => c == '0') && text.All(char.IsAsciiDigit)
            ? text.PadLeft(format.Length, '0')
            : text;
    }

    public static bool IsInexact(double value) => Math.Abs(value) >= 1e15;

    public static string Date(DateTime value)
    {
        value = new DateTime(
            (value.Ticks + (TimeSpan.TicksPerSecond / 2)) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, DateTimeKind.Unspecified);
        return value.ToString(value.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    public static string Time(TimeSpan value) =>
        new TimeOnly(value.Ticks % TimeSpan.TicksPerDay).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A1-style address; column counts from zero, row from one.</summary>
    public static string Address(int column, int row) => Letters(column) + row.ToString(CultureInfo.InvariantCulture);

    public static string Letters(int column)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        {
            letters = (char)('A' + ((rest - 1) % 26)) + letters;
        }
        return letters;
    }

    /// <summary>Zero-based column of an address like AB12, or -1.</summary>
    public static int ColumnOf(string address)
    {
        var column = 0;
        var i = 0;
        for (; i < address.Length && i < 4 && char.IsAsciiLetterUpper(address[i]); i++)
        {
            column = (column * 26) + (address[i] - 'A' + 1);
        }
        return i is 0 or 4 ? -1 : column - 1;
    }
}
