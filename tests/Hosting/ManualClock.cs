namespace Guanlian.Hosting;

/// <summary>Stands still until a test moves it.</summary>
public sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    /// <summary>Friday morning in Taiyuan.</summary>
    public ManualClock()
        : this(new(2026, 11, 20, 2, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>What time it is.</summary>
    public DateTimeOffset Now { get; set; } = start;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => Now;

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan by) => Now += by;
}
