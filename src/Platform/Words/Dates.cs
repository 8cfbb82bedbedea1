using System.Globalization;

namespace Guanlian.Platform.Words;

/// <summary>Dates as the request's language writes them: 2026年11月20日, 20 November 2026. Times are China Standard Time.</summary>
public static class Dates
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>The calendar day in China at that moment.</summary>
    public static DateOnly InChina(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(China).DateTime);

    /// <summary>A day.</summary>
    public static string Day(DateOnly day) => Wording.InChinese
        ? string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日")
        : day.ToString("d MMMM yyyy", CultureInfo.GetCultureInfo("en-GB"));

    /// <summary>A day, in China, of a moment.</summary>
    public static string Day(DateTimeOffset at) => Day(InChina(at));

    /// <summary>A day and time in China.</summary>
    public static string Moment(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{Day(at)} {at.ToOffset(China):HH:mm}");
}
