using System.Text;
using Guanlian.Cooperation.Steps;

namespace Guanlian.Unit.Cooperation;

public sealed class CalendarTextTests
{
    [Fact]
    public void Lines_are_folded_at_75_octets_without_cutting_a_character_and_read_back_as_written()
    {
        var summary = string.Concat(Enumerable.Repeat("办理任务：布展𠀀、讲解,试讲;", 12));
        var text = CalendarText.Write("合作", [new(Guid.CreateVersion7(), new(2026, 12, 31), summary, "一\n二", "https://example.org/", DateTimeOffset.UnixEpoch)]);
        Assert.All(text.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
        var unfolded = text.Replace("\r\n ", "", StringComparison.Ordinal);
        Assert.Contains("SUMMARY:" + summary.Replace(",", "\\,", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal) + "\r\n", unfolded, StringComparison.Ordinal);
        Assert.Contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n", unfolded, StringComparison.Ordinal);
        Assert.Contains("DESCRIPTION:一\\n二\r\n", unfolded, StringComparison.Ordinal);
    }
}
