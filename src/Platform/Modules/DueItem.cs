using Guanlian.Platform.Access;

namespace Guanlian.Platform.Modules;

/// <summary>How pressing a due item is.</summary>
public enum Urgency
{
    /// <summary>When there is time.</summary>
    Calm,

    /// <summary>This week, or before a date that is near.</summary>
    Soon,

    /// <summary>Its date has passed, or others wait for it.</summary>
    Late,
}

/// <summary>One thing that the reader should do, a link to do it, and by when.</summary>
/// <param name="Key">Word key of the sentence, in the imperative: 确认 {name} 的需求.</param>
/// <param name="Href">Relative address of the page where it is done.</param>
public sealed record DueItem(string Key, string Href)
{
    /// <summary>Fills the sentence.</summary>
    public IReadOnlyList<(string Name, object? Value)> Holes { get; init; } = [];

    /// <summary>Last day, where there is one.</summary>
    public DateOnly? By { get; init; }

    /// <summary>How pressing.</summary>
    public Urgency Urgency { get; init; }

    /// <summary>Whose turn it is, where that is not the reader: shown as 待 {who}.</summary>
    public string? Who { get; init; }
}

/// <summary>A module's answer to "what is due?", asked by the home page for the mandate in use. Registered as a scoped service.</summary>
public interface IDueItems
{
    /// <summary>Everything due for this actor; empty for visitors.</summary>
    Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct);
}
