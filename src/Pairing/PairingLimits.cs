namespace Guanlian.Pairing;

/// <summary>
/// The sizes and ranges within which every sum of the kernel is proved to fit 64 bits (see <see cref="ObjectiveOrder"/>).
/// Input beyond them is refused with <see cref="PairingFaultCode.TooLarge"/> or an out-of-range fault, never computed wrongly.
/// </summary>
public static class PairingLimits
{
    public const int MaxLeaders = 2_000;
    public const int MaxMuseums = 100_000;
    public const int MaxArcs = 20_000_000;

    /// <summary>Most places of one leader.</summary>
    public const int MaxUpper = 1_000;

    /// <summary>Scores run from 0 to this.</summary>
    public const int MaxScore = 1_000;

    /// <summary>Tiers run from 0 (most urgent) to <c>Tiers − 1</c>.</summary>
    public const int Tiers = 3;

    /// <summary>Largest value of one step of the workload curve.</summary>
    public const int MaxWorkload = 1_000;
}
