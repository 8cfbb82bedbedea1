using System.Diagnostics.CodeAnalysis;

namespace Guanlian.Platform.Outcomes;

/// <summary>What a handler returns: a value or a <see cref="Outcomes.Refusal"/>.</summary>
[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "Handlers return either side as it is.")]
public readonly record struct Outcome<T>
{
    private readonly T? value;

    private Outcome(T? value, Refusal? refusal) => (this.value, Refusal) = (value, refusal);

    /// <summary>Why not; null where there is a value.</summary>
    public Refusal? Refusal { get; }

    /// <summary>True where the handler refused.</summary>
    [MemberNotNullWhen(true, nameof(Refusal))]
    public bool Refused => Refusal is not null;

    /// <summary>The value. Asking a refused outcome for it is a bug of the caller.</summary>
    public T Value => Refusal is null ? value! : throw new InvalidOperationException($"refused: {Refusal.Code}");

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);

    /// <summary>Carries a value on to the next step, a refusal past it.</summary>
    public Outcome<TNext> Then<TNext>(Func<T, Outcome<TNext>> next) => Refusal is null ? next(value!) : Refusal;
}

/// <summary>The value of a handler that has nothing to tell but that it is done.</summary>
public readonly record struct Done
{
    /// <summary>Reads better than default at the end of a handler.</summary>
    public static Done It => default;
}
