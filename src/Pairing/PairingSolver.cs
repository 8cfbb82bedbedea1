using System.Collections.Immutable;

namespace Guanlian.Pairing;

/// <summary>Answers pairing problems: exactly, deterministically, in integers.</summary>
public static class PairingSolver
{
    /// <summary>All reasons why the problem has no answer; empty when it has one.</summary>
    public static ImmutableArray<PairingFault> Diagnose(PairingProblem problem) => throw new NotImplementedException();

    /// <summary>
    /// Solves in the given mode. Any input is answered: data never causes an exception. The answer depends on the codes, not on the
    /// order of rows. <see cref="OperationCanceledException"/> is thrown when <paramref name="cancellation"/> asks for it.
    /// </summary>
    public static PairingAnswer Solve(PairingProblem problem, PairingMode mode = PairingMode.Optimal,
        IProgress<PairingStage>? progress = null, CancellationToken cancellation = default) => throw new NotImplementedException();
}
