using System.Globalization;

namespace Guanlian.Platform.Words;

/// <summary>Months as addresses and pages write them.</summary>
public static class Months
{
    /// <summary>The first day of a month typed as 2026-11; this month for anything else.</summary>
    public static DateOnly Read(string? typed, DateOnly today) =>
        DateOnly.TryParseExact(typed + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month.Year is >= 1990 and <= 2100
            ? month
            : new(today.Year, today.Month, 1);

    /// <summary>As addresses carry it: 2026-11.</summary>
    public static string Write(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>2026年11月, November 2026.</summary>
    public static string Name(DateOnly month) => Wording.InChinese
        ? string.Create(CultureInfo.InvariantCulture, $"{month.Year}年{month.Month}月")
        : month.ToString("MMMM yyyy", CultureInfo.GetCultureInfo("en-GB"));
}
