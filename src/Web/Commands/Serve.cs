using System.CommandLine;
using System.Globalization;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Words;

namespace Guanlian.Web.Commands;

/// <summary>./guanlian serve: the whole product on this machine.</summary>
internal static class Serve
{
    private const string Loopback = "http://127.0.0.1:5080";

    public static Command Build(Wording words)
    {
        var urls = new Option<string>("--urls") { Description = words["web.command.urls"], DefaultValueFactory = _ => Loopback };
        var empty = new Option<bool>("--empty") { Description = words["web.command.empty"] };
        var command = new Command("serve", words["web.command.serve"]) { urls, empty };
        command.SetAction((parsed, ct) =>
            RunAsync(parsed.GetRequiredValue(DataOptions.Folder), parsed.GetRequiredValue(urls), parsed.GetValue(empty), words, ct));
        return command;
    }

    private static async Task<int> RunAsync(DirectoryInfo data, string urls, bool empty, Wording words, CancellationToken ct)
    {
        await using var database = await OpenDatabase.OpenAsync(data, "serve", alone: true, ct);
        await using var app = WebHost.Build(new() { ConnectionString = database.ConnectionString, Files = DataOptions.FilesIn(data), Urls = urls });
        await CommandHost.MigrateAsync(app, ct);
        var signIns = empty ? [] : await LoadSampleAsync(app, ct);

        // The loops started now work for everyone and speak the product's language, not the terminal's.
        var language = CultureInfo.CurrentUICulture;
        OperatorLanguage.Speak(CultureInfo.GetCultureInfo(Wording.Chinese));
        try
        {
            await app.StartAsync(ct);
        }
        catch (Exception e) when (e is IOException or FormatException or InvalidOperationException)
        {
            OperatorLanguage.Speak(language);
            throw new CommandRefusedException(ExitCodes.Environment, "web.command.cannot-listen", ("urls", urls), ("reason", e.Message));
        }

        OperatorLanguage.Speak(language);
        await Console.Out.WriteLineAsync(words["web.command.serving", ("urls", string.Join(' ', app.Urls))]);
        foreach (var signIn in signIns)
        {
            await Console.Out.WriteLineAsync(
                words["web.command.sign-in", ("who", signIn.Who), ("name", signIn.Name), ("password", signIn.Password)]);
        }

        await app.WaitForShutdownAsync(ct);
        return ExitCodes.Ok;
    }

    private static async Task<IReadOnlyList<SampleSignIn>> LoadSampleAsync(WebApplication app, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        if (scope.ServiceProvider.GetService<ISample>() is not { } sample)
        {
            return [];
        }

        using var progress = ProgressLine.OnStandardError(app.Services.GetRequiredService<TimeProvider>());
        await sample.LoadIfEmptyAsync(progress, ct);
        return await sample.SignInsAsync(ct);
    }
}
