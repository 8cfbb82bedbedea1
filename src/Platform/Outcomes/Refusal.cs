namespace Guanlian.Platform.Outcomes;

/// <summary>
/// A "no" that a rule gives: a value with a code, never an exception. <see cref="Code"/> is also the key of its sentence in the word
/// files; <see cref="Holes"/> fill that sentence (place, value, remedy).
/// </summary>
public abstract record Refusal(string Code)
{
    /// <summary>Named values for the sentence, as text already formatted for people or as numbers.</summary>
    public IReadOnlyList<(string Name, object? Value)> Holes { get; init; } = [];

    /// <summary>The thing does not exist, or the actor may not know that it does (404).</summary>
    public sealed record Missing(string Code) : Refusal(Code);

    /// <summary>The actor sees the thing but may not do this to it (403).</summary>
    public sealed record Denied(string Code) : Refusal(Code);

    /// <summary>Somebody else changed it first, or its state has moved on (409).</summary>
    public sealed record Stale(string Code) : Refusal(Code);

    /// <summary>What was sent does not fit (422). <see cref="Field"/> is the name of the form field, where one is to blame.</summary>
    public sealed record Invalid(string Code, string? Field = null) : Refusal(Code)
    {
        /// <summary>Further problems of the same request, so that a form shows all at once.</summary>
        public IReadOnlyList<Invalid> Also { get; init; } = [];
    }

    /// <summary>This refusal with its sentence's holes filled.</summary>
    public Refusal With(params (string Name, object? Value)[] holes) => this with { Holes = holes };
}
