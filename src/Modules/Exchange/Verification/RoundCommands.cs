using System.CommandLine;
using System.Text;
using System.Text.Json;
using Guanlian.Exchange.Results;
using Guanlian.Exchange.Rounds;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Words;

namespace Guanlian.Exchange.Verification;

/// <summary><c>./guanlian pair FILE</c> and <c>./guanlian verify round FILE</c>: files in, words and exit codes out, no database.</summary>
internal static class RoundCommands
{
    public static void Add(CommandTree tree)
    {
        tree.Add(Pair(tree.Words));
        tree.Add("verify", Verify(tree.Words));
    }

    private static Command Pair(Wording words)
    {
        var file = new Argument<FileInfo>("file") { Description = words["exchange.command.input-file"] };
        var output = new Option<FileInfo?>("--out", "-o") { Description = words["exchange.command.out"] };
        var command = new Command("pair", words["exchange.command.pair"]) { file, output };
        command.SetAction(async (parsed, ct) =>
        {
            var text = Encoding.UTF8.GetString(await ReadAsync(parsed.GetRequiredValue(file), ct));
            RoundInput input;
            try
            {
                using var document = JsonDocument.Parse(text);
                text = CanonicalJson.Write(document.RootElement);
                input = CanonicalJson.Read<RoundInput>(text);
            }
            catch (Exception e) when (e is JsonException or FormatException)
            {
                throw new CommandRefusedException(ExitCodes.Refused, "exchange.command.not-an-input", ("detail", e.Message));
            }

            var findings = new Findings();
            InputChecks.Check(input, findings);
            foreach (var finding in findings.All) await Console.Error.WriteLineAsync(words[finding.Code, finding.Holes]);
            if (findings.Any) return ExitCodes.Refused;
            if (FreezeCheck.Join(FreezeCheck.Of(input)) is { } impossible)
            {
                foreach (var fault in impossible.Also.Prepend(impossible)) await Console.Error.WriteLineAsync(words[fault]);
                return ExitCodes.Refused;
            }

            using var progress = ProgressLine.OnStandardError(TimeProvider.System);
            var result = await Computing.RunAsync(text, Report(words, progress), ct);
            progress.Dispose();
            var whole = PublishedRound.Write(text, result, PairingOfInput.ModeOf(input.Charter.Rules));
            if (parsed.GetValue(output) is { } target) await File.WriteAllTextAsync(target.FullName, whole, ct);
            else await Console.Out.WriteAsync(whole);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Verify(Wording words)
    {
        var file = new Argument<FileInfo>("file") { Description = words["exchange.command.round-file"] };
        var again = new Option<bool>("--again") { Description = words["exchange.command.again"] };
        var command = new Command("round", words["exchange.command.verify"]) { file, again };
        command.SetAction(async (parsed, ct) =>
        {
            var (round, findings) = VerifyRound.Check(await ReadAsync(parsed.GetRequiredValue(file), ct));
            foreach (var finding in findings) await Console.Out.WriteLineAsync(words[finding.Code, finding.Holes]);
            if (findings.Count > 0 || round is null)
            {
                await Console.Out.WriteLineAsync(words["exchange.command.fails", ("count", findings.Count)]);
                return ExitCodes.CheckFailed;
            }

            if (parsed.GetValue(again))
            {
                using var progress = ProgressLine.OnStandardError(TimeProvider.System);
                var same = await VerifyRound.AgainAsync(round, Report(words, progress), ct);
                progress.Dispose();
                await Console.Out.WriteLineAsync(words[same ? "exchange.command.again-same" : "exchange.command.again-differs"]);
                if (!same) return ExitCodes.CheckFailed;
            }

            var result = round.Result.Modes[round.Mode];
            await Console.Out.WriteLineAsync(words["exchange.command.holds",
                ("round", round.Input.Round.Code), ("museums", round.Input.Museums.Count), ("paired", result.Totals.Paired), ("mode", RoundWords.Of(words, round.Mode))]);
            await Console.Out.WriteLineAsync(words["exchange.command.compare-hash", ("hash", CanonicalJson.Hash(round.InputText))]);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Computing.Report Report(Wording words, ProgressLine progress) => (done, total, stage) =>
    {
        progress.Report(words[stage], done, total);
        return Task.CompletedTask;
    };

    private static async Task<byte[]> ReadAsync(FileInfo file, CancellationToken ct)
    {
        try
        {
            return await File.ReadAllBytesAsync(file.FullName, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandRefusedException(ExitCodes.Refused, "exchange.command.cannot-read", ("file", file.FullName), ("detail", e.Message));
        }
    }
}
