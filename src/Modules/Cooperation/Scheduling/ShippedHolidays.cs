using System.Text.Json;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Scheduling;

/// <summary>Public holidays and worked weekends as published, in <c>holidays.json</c> beside this file; the alliance can correct them on screen.</summary>
internal static class ShippedHolidays
{
    private static readonly Lazy<HolidayFile> File = new(Read);

    public static IReadOnlyList<(DateOnly Day, Bilingual Name)> Off =>
        [.. File.Value.Off.SelectMany(o => Enumerable.Range(0, o.To.DayNumber - o.From.DayNumber + 1)
            .Select(n => (o.From.AddDays(n), new Bilingual(o.Zh, o.En))))];

    public static IReadOnlyList<DateOnly> Work => File.Value.Work;

    public static WorkingCalendar Calendar { get; } = new(Off.Select(o => o.Day), Work);

    private static HolidayFile Read()
    {
        using var stream = typeof(ShippedHolidays).Assembly.GetManifestResourceStream("Guanlian.Cooperation.Scheduling.holidays.json")!;
        return JsonSerializer.Deserialize<HolidayFile>(stream, JsonSerializerOptions.Web)!;
    }

    private sealed record HolidayFile(string Source, IReadOnlyList<Range> Off, IReadOnlyList<DateOnly> Work);

    private sealed record Range(DateOnly From, DateOnly To, string Zh, string En);
}
