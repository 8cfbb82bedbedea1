using System.Text.Json;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Links;
using Guanlian.Exchange.Rounds;
using Guanlian.Pairing;
using Guanlian.Pairing.Explanations;
using Guanlian.Platform.Formats;

namespace Guanlian.Exchange.Results;

/// <summary>From a frozen input to its result; pure, so that the job, the command line and a stranger's second run give the same bytes.</summary>
internal static class Computing
{
    /// <summary>Reports steps done, steps in all and the key of the stage.</summary>
    internal delegate Task Report(long done, long total, string stage);

    /// <summary>The canonical text of the result.</summary>
    public static async Task<string> RunAsync(string inputText, Report report, CancellationToken ct)
    {
        var input = CanonicalJson.Read<RoundInput>(inputText);
        var pairing = PairingOfInput.Of(input);
        var total = 3L * (input.Museums.Count + input.Leaders.Count + 1);
        var done = 0L;
        var results = new List<ModeResult>();
        foreach (var mode in new[] { Mode.Optimal, Mode.Stable, Mode.MaxMin })
        {
            ct.ThrowIfCancellationRequested();
            await report(done, total, StageOf(mode));
            var writer = ModeWriter.Solve(input, pairing, mode, ct);
            done++;
            var museums = new List<ResultMuseum>();
            for (var j = 0; j < input.Museums.Count; j++)
            {
                ct.ThrowIfCancellationRequested();
                museums.Add(writer.Museum(j));
                await report(++done, total, "exchange.compute-round.stage.explain");
            }

            var leaders = new List<ResultLeader>();
            for (var i = 0; i < input.Leaders.Count; i++)
            {
                ct.ThrowIfCancellationRequested();
                leaders.Add(writer.Leader(i));
                await report(++done, total, "exchange.compute-round.stage.explain");
            }

            results.Add(writer.Write(museums, leaders, ct));
        }

        return CanonicalJson.Write(new RoundResult
        {
            Format = RoundResult.CurrentFormat,
            InputHash = CanonicalJson.Hash(inputText),
            Solver = RoundResult.CurrentSolver,
            Ratings = [.. pairing.Ratings.Select(r => RatingOf(input, r))],
            Modes = new(results[0], results[1], results[2]),
        });
    }

    private static ResultRating RatingOf(RoundInput input, RatedPair rated)
    {
        var (leader, museum) = (input.Leaders[rated.Leader].Code, input.Museums[rated.Museum].Code);
        return rated.Rating.Parts is { } p
            ? new(leader, museum, p.Fit, p.Near, p.Theme, p.Wish, p.Continuity, p.Score)
            : new(leader, museum, Missing: Kebab(rated.Rating.Missing!.Value));
    }

    private static string StageOf(Mode mode) => mode switch
    {
        Mode.Optimal => "exchange.compute-round.stage.optimal",
        Mode.Stable => "exchange.compute-round.stage.stable",
        _ => "exchange.compute-round.stage.max-min",
    };

    internal static string Kebab<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}

/// <summary>Solves one mode and writes it in codes instead of indices.</summary>
internal sealed class ModeWriter
{
    private readonly RoundInput input;
    private readonly PairingResult result;
    private readonly PairingExplanation explanation;

    private ModeWriter(RoundInput input, PairingResult result, PairingExplanation explanation) =>
        (this.input, this.result, this.explanation) = (input, result, explanation);

    public static ModeWriter Solve(RoundInput input, PairingOfInput pairing, Mode mode, CancellationToken ct)
    {
        var problem = pairing.Problem with { Order = PairingOfInput.OrderOf(input.Charter.Rules, mode) };
        var answer = PairingSolver.Solve(problem, KernelMode(mode), null, ct);
        if (!answer.IsSolved)
        {
            throw new InvalidOperationException($"a frozen input has no answer: {string.Join(", ", answer.Faults.Select(f => f.Code))}");
        }

        var explanation = PairingExplanation.Of(problem, answer.Result) ?? throw new InvalidOperationException("the result is not of this problem");
        return new(input, answer.Result, explanation);
    }

    public static PairingMode KernelMode(Mode mode) => mode switch
    {
        Mode.Optimal => PairingMode.Optimal,
        Mode.Stable => PairingMode.Stable,
        _ => PairingMode.MaxMin,
    };

    public ResultMuseum Museum(int j)
    {
        var m = explanation.Museum(j)!;
        return new(
            MuseumCode(j), m.Locked,
            [.. m.NextBest.Select(r => new ResultRegret(LeaderCode(r.Leader)!, r.Score, r.Loss, Moves(r.Moves)))],
            [.. m.PairedByOneMorePlaceAt.Select(i => LeaderCode(i)!)],
            LeaderCode(m.Leader), m.Reason is { } reason ? Computing.Kebab(reason) : null);
    }

    public ResultLeader Leader(int i)
    {
        var l = explanation.Leader(i)!;
        return new(LeaderCode(i)!, l.Load, l.Free, l.OneMorePlace, Moves(l.Moves), [.. l.WouldPair.Select(MuseumCode)]);
    }

    public ModeResult Write(IReadOnlyList<ResultMuseum> museums, IReadOnlyList<ResultLeader> leaders, CancellationToken ct)
    {
        IReadOnlyList<string> unpaired = [.. museums.Where(m => m.Leader is null).Select(m => m.Museum)];
        var totals = result.Totals;
        return new()
        {
            Levels = [.. result.Order.Levels.Select((level, k) => new ResultLevel(NameOf(level), result.Objective[k], result.Certificate?.Weights[k]))],
            Pairs = [.. result.Pairs.Select(p => new ResultPair(MuseumCode(p.Museum), LeaderCode(p.Leader)!, p.Score, p.Locked))],
            Unpaired = unpaired,
            Totals = new(
                totals.Paired, totals.PairedByTier, totals.LowerPlaces, totals.LeadersAtLower, totals.Score, totals.LowestScore, totals.Workload),
            BlockingPairs = [.. result.BlockingPairs.Select(b => new ResultBlocking(LeaderCode(b.Leader)!, MuseumCode(b.Museum)))],
            Certificate = CertificateOf(result.Certificate),
            Museums = museums,
            Leaders = leaders,
            Links = LinkNeeds.Of(input, unpaired, ct),
        };
    }

    /// <summary>Names of levels in files; the checker's own.</summary>
    public static string NameOf(ObjectiveLevel level) => level switch
    {
        ObjectiveLevel.Tier0 => "tier0",
        ObjectiveLevel.Tier1 => "tier1",
        ObjectiveLevel.Tier2 => "tier2",
        ObjectiveLevel.LowerPlaces => "lowerPlaces",
        ObjectiveLevel.LowestScore => "lowestScore",
        ObjectiveLevel.Score => "score",
        _ => "workload",
    };

    private static ResultCertificate? CertificateOf(PairingCertificate? certificate) => certificate is null ? null : new(
        ProofOf(certificate.Optimum),
        certificate.Bar is { } bar ? new(bar.LowestScore, ProofOf(bar.Before), bar.Above is { } above ? ProofOf(above) : null) : null);

    private static ResultProof ProofOf(PriceProof proof) => new(proof.LeaderPrices, proof.MuseumValues, proof.Bound);

    private IReadOnlyList<ResultMove> Moves(IEnumerable<Move> moves) =>
        [.. moves.Select(m => new ResultMove(MuseumCode(m.Museum), LeaderCode(m.From), LeaderCode(m.To)))];

    private string MuseumCode(int j) => input.Museums[j].Code;

    private string? LeaderCode(int i) => i < 0 ? null : input.Leaders[i].Code;
}
