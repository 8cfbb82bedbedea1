using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Guanlian.Unit.Exchange;

/// <summary>The checker in docs/formats, which shares nothing with the program; run where there is a Python.</summary>
public sealed class SecondCheckerTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(5)]
    public async Task Another_implementation_comes_to_the_same_verdict(int seed)
    {
        var file = await VerifyRoundTests.FileAsync(seed);
        if (await RunAsync(file) is not { } good) return;
        Assert.True(good.Code == 0, good.Said);

        var round = JsonNode.Parse(file)!.AsObject();
        var pairs = round["result"]!["modes"]!["optimal"]!["pairs"]!.AsArray();
        pairs.RemoveAt(pairs.Count - 1);
        Assert.Equal(1, (await RunAsync(VerifyRoundTests.Rehashed(round)))!.Value.Code);
    }

    private static async Task<(int Code, string Said)?> RunAsync(string file)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, file, new UTF8Encoding(false));
            var start = new ProcessStartInfo("python3", [Checker(), path]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var said = await process.StandardOutput.ReadToEndAsync() + await error;
            await process.WaitForExitAsync();
            return (process.ExitCode, said);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Checker()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Guanlian.slnx"))) folder = folder.Parent;
        return Path.Combine(folder.FullName, "docs", "formats", "check_round.py");
    }
}
