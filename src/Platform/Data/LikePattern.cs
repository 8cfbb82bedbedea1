namespace Guanlian.Platform.Data;

/// <summary>Patterns for LIKE and ILIKE in which what people typed stands for itself; compare with <see cref="Escape"/>.</summary>
public static class LikePattern
{
    /// <summary>What stands before a sign that means itself. EF's functions want it said; SQL of our own has it by default.</summary>
    public const string Escape = "\\";

    /// <summary>Finds the text anywhere; its %, _ and \ stand for themselves.</summary>
    public static string Containing(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return $"%{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
    }
}
