using System.CommandLine;
using Guanlian.Platform.Commands;
using Guanlian.Web.Commands;

namespace Guanlian.Integration.Launcher;

/// <summary>What ./guanlian answers without a database.</summary>
public sealed class TheCommandLine
{
    [Fact]
    public void Every_command_explains_itself_and_its_options()
    {
        var root = CommandLineHost.Build(Web.Hosting.Words);
        var commands = WithChildren(root, "").ToList();
        Assert.Contains(commands, c => c.Path == "verify history ");
        foreach (var (command, path) in commands)
        {
            using var output = new StringWriter();
            Assert.Equal(ExitCodes.Ok, root.Parse($"{path}--help").Invoke(new() { Output = output }));
            Assert.Contains(command.Description!, output.ToString(), StringComparison.Ordinal);
            Assert.All(command.Options, option => Assert.False(string.IsNullOrWhiteSpace(option.Description), $"{path}{option.Name}"));
            Assert.DoesNotContain("web.command.", output.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(ExitCodes.Ok, "", "serve", "--help")]
    [InlineData(ExitCodes.Ok, "", "--version")]
    [InlineData(ExitCodes.Usage, "", "nonsense")]
    [InlineData(ExitCodes.Usage, "", "serve", "--nonsense")]
    [InlineData(ExitCodes.Environment, "Host=/nowhere;Username=nobody", "verify", "history")]
    [InlineData(ExitCodes.Environment, "not a connection string", "migrate")]
    [InlineData(ExitCodes.Environment, "", "serve", "--data", "/proc/nowhere")]
    public async Task Exit_codes_are_those_documented(int code, string database, params string[] line)
    {
        var (answered, said) = await LaunchedProgram.RunAsync(line, database);
        Assert.True(answered == code, $"{answered}: {said}");
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    private static IEnumerable<(Command Command, string Path)> WithChildren(Command command, string path) =>
        command.Subcommands.Where(c => !c.Hidden)
            .SelectMany(c => WithChildren(c, $"{path}{c.Name} "))
            .Prepend((command, path));
}
