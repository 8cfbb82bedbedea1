using Guanlian.Exchange.Data;
using Guanlian.Exchange.Results;

namespace Guanlian.Exchange.Verification;

/// <summary>
/// Checks a downloaded round from its bytes alone: hashes, the input against itself, every score, and for each mode that the pairs are
/// possible, worth what they claim and the best. Shares no code with the solver; <see cref="AgainAsync"/> is for who wants to compute it again.
/// </summary>
internal static class VerifyRound
{
    /// <summary>All that is wrong; empty for a round that holds.</summary>
    public static (PublishedRound? Round, IReadOnlyList<Finding> Findings) Check(byte[] file)
    {
        var findings = new Findings();
        var round = PublishedRound.Read(file, findings);
        if (round is not null)
        {
            try
            {
                Check(round, findings);
            }
            catch (Exception e) when (e is OverflowException or ArgumentException or KeyNotFoundException or InvalidOperationException or NullReferenceException)
            {
                // A forged file may hold any numbers and any names; whatever trips the checks is not a round.
                findings.Add("exchange.verify.unreadable", ("detail", e.Message));
            }
        }

        return (round, findings.All);
    }

    /// <summary>Whether computing the input again gives the very bytes of the result.</summary>
    public static async Task<bool> AgainAsync(PublishedRound round, Computing.Report report, CancellationToken ct) =>
        await Computing.RunAsync(round.InputText, report, ct) == round.ResultText;

    private static void Check(PublishedRound round, Findings findings)
    {
        InputChecks.Check(round.Input, findings);
        if (findings.All.Any(f => f.Code is "exchange.verify.stranger" or "exchange.verify.not-in-order" or "exchange.verify.domains")) return;
        findings.Expect(round.Result.Format == RoundResult.CurrentFormat, "exchange.verify.format", ("format", round.Result.Format));
        findings.Expect(round.Result.InputHash == Platform.Formats.CanonicalJson.Hash(round.InputText), "exchange.verify.other-input");
        var scores = RatingChecks.Check(round, findings);
        foreach (var mode in new[] { Mode.Optimal, Mode.Stable, Mode.MaxMin })
        {
            new ModeChecks(round, mode, scores, findings).Check();
        }
    }
}
