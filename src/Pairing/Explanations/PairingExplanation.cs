namespace Guanlian.Pairing.Explanations;

/// <summary>
/// Explains a result. Built once for a problem and its result; every question after that is answered from the residual network
/// between leaders. Regrets exist for the optimal and max–min modes.
/// </summary>
public sealed class PairingExplanation
{
    /// <summary>The explanation of a result of this problem; null if the result is not one of this problem.</summary>
    public static PairingExplanation? Of(PairingProblem problem, PairingResult result) => throw new NotImplementedException();

    /// <summary>The exact loss if this pair were forced; null when the pair has no arc, the museum is locked, the score is below the bar, or
    /// the leader's places are all locked.</summary>
    public Regret? RegretOf(int leader, int museum) => throw new NotImplementedException();

    public MuseumExplanation Museum(int museum) => throw new NotImplementedException();

    public LeaderExplanation Leader(int leader) => throw new NotImplementedException();
}
