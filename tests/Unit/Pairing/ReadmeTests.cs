using Guanlian.Pairing;
using Guanlian.Pairing.Explanations;

namespace Guanlian.Unit.Pairing;

/// <summary>The example of the library's README and of the certificate's description, number by number.</summary>
public sealed class ReadmeTests
{
    static readonly PairingProblem Problem = new()
    {
        Leaders = [new("A", 1, 1), new("B", 1, 2)],
        Museums = [new("1", 0), new("2", 1), new("3", 1), new("4", 1)],
        Arcs = [new(0, 0, 400), new(1, 0, 500), new(0, 1, 800), new(1, 1, 700), new(0, 2, 300), new(1, 2, 600), new(1, 3, 200)],
    };

    [Fact]
    public void The_example_gives_what_the_papers_say()
    {
        var result = Problem.Solved();
        Assert.Equal([1, 0, 1, -1], result.LeaderOf.ToArray());
        Assert.Equal([1, 2, 0, 2, 1900, 5], result.Objective.ToArray());
        Assert.Equal([540_135, 180_045, 60_015, 20_005, 5, 1], result.Certificate!.Weights.ToArray());
        Assert.Equal([180_545, 181_045], result.Certificate.Optimum.LeaderPrices.ToArray());
        Assert.Equal([361_590, 3_500, 2_000, 0], result.Certificate.Optimum.MuseumValues.ToArray());
        Assert.Equal(949_740, result.Certificate.Optimum.Bound);

        var explanation = PairingExplanation.Of(Problem, result)!;
        Assert.Equal([0, 1], explanation.Museum(3)!.PairedByOneMorePlaceAt.ToArray());
        Assert.Equal([0, 1, 0, 0, 200, 0], explanation.Leader(1)!.OneMorePlace.ToArray());
        var regret = explanation.RegretOf(leader: 1, museum: 1)!;
        Assert.Equal([0, 0, 0, 0, 200, 0], regret.Loss.ToArray());
        Assert.Equal([new Move(1, 0, 1), new Move(0, 1, 0)], regret.Moves.ToArray());
    }
}
