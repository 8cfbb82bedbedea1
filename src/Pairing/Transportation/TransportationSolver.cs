namespace Guanlian.Pairing.Transportation;

/// <summary>Answers transportation problems: exactly, deterministically, in integers.</summary>
public static class TransportationSolver
{
    /// <summary>Most units of one offer or need.</summary>
    public const int MaxQuantity = 1_000_000;

    /// <summary>Most offers, and most needs.</summary>
    public const int MaxRows = 20_000;

    public static TransportationAnswer Solve(TransportationProblem problem, CancellationToken cancellation = default) =>
        throw new NotImplementedException();
}
