using System.Globalization;

namespace Guanlian.Platform.Commands;

/// <summary>
/// How far a long command is: one line that is rewritten in place on a terminal, and one plain line at the start, at every
/// tenth and at the end where the output is a pipe or a file.
/// </summary>
/// <param name="writer">Where to write; standard error for commands whose output is data.</param>
/// <param name="live">True on a terminal.</param>
/// <param name="clock">Limits how often a live line is redrawn.</param>
public sealed class ProgressLine(TextWriter writer, bool live, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100);
    private long drawnAt = long.MinValue;
    private string? step;
    private int tenth = -1;
    private int width;

    /// <summary>On standard error, live when that is a terminal.</summary>
    public static ProgressLine OnStandardError(TimeProvider clock) => new(System.Console.Error, !System.Console.IsErrorRedirected, clock);

    /// <summary>Says how far a step is.</summary>
    /// <param name="name">The step in the operator's words.</param>
    /// <param name="done">Units done.</param>
    /// <param name="total">Units in all; 0 while nobody knows.</param>
    public void Report(string name, long done, long total)
    {
        var fraction = total > 0 ? (int)Math.Min(10, done * 10 / total) : 0;
        var finished = total > 0 && done >= total;
        if (step != name)
        {
            EndStep();
            step = name;
            tenth = -1;
        }
        else if (live ? !finished && drawnAt != long.MinValue && clock.GetElapsedTime(drawnAt) < Redraw : fraction == tenth)
        {
            return;
        }

        tenth = fraction;
        drawnAt = clock.GetTimestamp();
        var text = total > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{name}: {done}/{total} ({done * 100 / total} %)")
            : string.Create(CultureInfo.InvariantCulture, $"{name}: {done}");
        if (live)
        {
            writer.Write($"\r{text.PadRight(width)}");
            width = text.Length;
        }
        else
        {
            writer.WriteLine(text);
        }
    }

    /// <summary>Ends the line that is being rewritten.</summary>
    public void Dispose() => EndStep();

    private void EndStep()
    {
        if (live && step is not null)
        {
            writer.WriteLine();
        }

        (step, width, drawnAt) = (null, 0, long.MinValue);
    }
}
