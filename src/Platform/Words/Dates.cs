using System.Globalization;

namespace Guanlian.Platform.Words;

/// <summary>Dates as the request's language writes them: 2026年11月20日, 20 November 2026. Times are China Standard Time.</summary>
public static class Dates
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>The calendar day in China at that moment.</summary>
    public static DateOnly InChina(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(China).DateTime);

    /// <summary>The moment of a day and a time in China.</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly time) => new(day.ToDateTime(time), China);

    /// <summary>When the year begins in China.</summary>
    public static DateTimeOffset StartOf(int year) => At(new(year, 1, 1), TimeOnly.MinValue).ToUniversalTime();

    /// <summary>A day.</summary>
    public static string Day(DateOnly day) => Day(day, Wording.Language);

    /// <summary>A day in a named language, as on a paper that keeps its own.</summary>
    public static string Day(DateOnly day, string language) => language == Wording.English
        ? day.ToString("d MMMM yyyy", CultureInfo.GetCultureInfo("en-GB"))
        : string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日");

    /// <summary>A day, in China, of a moment.</summary>
    public static string Day(DateTimeOffset at) => Day(InChina(at));

    /// <summary>A time of day, in China, of a moment.</summary>
    public static string Hour(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{at.ToOffset(China):HH:mm}");

    /// <summary>A day and time in China.</summary>
    public static string Moment(DateTimeOffset at) => $"{Day(at)} {Hour(at)}";
}
