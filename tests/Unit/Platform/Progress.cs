using Guanlian.Platform.Commands;

namespace Guanlian.Unit.Platform;

public sealed class Progress
{
    [Fact]
    public void In_a_pipe_there_is_a_plain_line_for_every_tenth()
    {
        var text = Written(live: false);
        Assert.DoesNotContain('\r', text);
        Assert.Equal(11, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.EndsWith("reading: 1000/1000 (100 %)", text.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_one_line_is_rewritten_and_ended_once()
    {
        var text = Written(live: true);
        Assert.StartsWith("\r", text, StringComparison.Ordinal);
        Assert.Equal(text.Length - Environment.NewLine.Length, text.IndexOf(Environment.NewLine, StringComparison.Ordinal));
        Assert.Contains("reading: 1000/1000 (100 %)", text, StringComparison.Ordinal);
    }

    private static string Written(bool live)
    {
        using var output = new StringWriter();
        using (var progress = new ProgressLine(output, live, TimeProvider.System))
        {
            for (var done = 0; done <= 1000; done++)
            {
                progress.Report("reading", done, 1000);
            }
        }

        return output.ToString();
    }
}
