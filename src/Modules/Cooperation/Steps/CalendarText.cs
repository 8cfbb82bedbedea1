using System.Globalization;
using System.Text;

namespace Guanlian.Cooperation.Steps;

/// <summary>Days as an iCalendar text (RFC 5545): escaped, folded at 75 octets without cutting a character, lines end with CRLF.</summary>
internal static class CalendarText
{
    private const int LongestLine = 75;

    internal sealed record Day(Guid Id, DateOnly On, string Summary, string Description, string Address, DateTimeOffset Changed);

    public static string Write(string name, IEnumerable<Day> days)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//Guanlian//Cooperation//ZH");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, "X-WR-CALNAME:" + Escaped(name));
        foreach (var day in days)
        {
            Line(text, "BEGIN:VEVENT");
            Line(text, $"UID:{day.Id}@guanlian");
            Line(text, string.Create(CultureInfo.InvariantCulture, $"DTSTAMP:{day.Changed.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}"));
            Line(text, string.Create(CultureInfo.InvariantCulture, $"DTSTART;VALUE=DATE:{day.On:yyyyMMdd}"));
            Line(text, string.Create(CultureInfo.InvariantCulture, $"DTEND;VALUE=DATE:{day.On.AddDays(1):yyyyMMdd}"));
            Line(text, "SUMMARY:" + Escaped(day.Summary));
            Line(text, "DESCRIPTION:" + Escaped(day.Description));
            Line(text, "URL:" + day.Address);
            Line(text, "TRANSP:TRANSPARENT");
            Line(text, "END:VEVENT");
        }

        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal).ReplaceLineEndings("\\n");

    private static void Line(StringBuilder text, string line)
    {
        var room = LongestLine;
        foreach (var rune in line.EnumerateRunes())
        {
            if (rune.Utf8SequenceLength > room)
            {
                // A folded line begins with a space, which counts.
                text.Append("\r\n ");
                room = LongestLine - 1;
            }

            text.Append(rune.ToString());
            room -= rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
