using System.CommandLine;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Events;

namespace Guanlian.Web.Commands;

/// <summary>./guanlian verify history: nobody has changed, cut or slipped in an event.</summary>
internal static class VerifyHistoryCommand
{
    public static Command Build(CommandTree tree)
    {
        var words = tree.Words;
        var command = new Command("history", words["web.command.verify-history"]);
        command.SetAction((parsed, ct) => tree.Host.RunAsync(parsed, async (services, stop) =>
        {
            using var progress = ProgressLine.OnStandardError(services.GetRequiredService<TimeProvider>());
            var report = await services.GetRequiredService<VerifyHistory>().RunAsync(
                count => progress.Report(words["web.command.history-events"], count, 0), stop);
            progress.Dispose();
            if (report.First is not { } first)
            {
                await Console.Out.WriteLineAsync(words["web.command.history-holds", ("count", report.Events), ("head", report.Head)]);
                return ExitCodes.Ok;
            }

            await Console.Out.WriteLineAsync(
                words["web.command.history-broken", ("seq", first.Seq), ("event", first.EventId), ("reason", words[first.Code])]);
            return ExitCodes.CheckFailed;
        }, ct));
        return command;
    }
}
