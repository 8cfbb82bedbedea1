namespace Guanlian.Platform.Jobs;

/// <summary>
/// Something to do every minute, hour or day, whoever asked: embargoes that end, old uploads to forget. One copy of the program does it
/// at a time; it must be short or go on where it was stopped. Registered with <c>services.AddRegularWork&lt;T&gt;()</c>.
/// </summary>
public interface IRegularWork
{
    /// <summary>Stored name, e.g. <c>catalogue.turn-windows</c>.</summary>
    string Name { get; }

    /// <summary>How long from one start to the next.</summary>
    TimeSpan Every { get; }

    /// <summary>Does it, in a scope of its own, as the program.</summary>
    Task RunAsync(CancellationToken ct);
}

/// <summary>When a regular work is due; a row for each.</summary>
public sealed class RegularTurn
{
    /// <summary>Of the work.</summary>
    public required string Name { get; init; }

    /// <summary>Next time; while a copy is at it, when another may take it for dead.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Last time that it came to its end.</summary>
    public DateTimeOffset? RanAt { get; set; }

    /// <summary>Why it did not, the last time; technical text for administrators.</summary>
    public string? Error { get; set; }
}
