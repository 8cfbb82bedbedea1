using System.Diagnostics;
using System.Runtime.Versioning;

namespace Guanlian.Integration.Launcher;

/// <summary>
/// What ./guanlian asks the machine for before a command. It runs here in a folder of its own, with an apt-get that only says what it was
/// asked for.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class WhatTheMachineLacks : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("guanlian-launcher").FullName;

    [Theory]
    [InlineData("serve", true)]
    [InlineData("migrate", false)]
    public async Task A_bare_server_is_given_the_font_of_the_printed_forms_before_it_serves(string command, bool asked)
    {
        var (code, said) = await RunAsync(command, isThere: false, aptWorks: true);
        Assert.True(code == 0, said);
        Assert.Equal(asked, said.Contains("apt-get install -y -q --no-install-recommends fonts-noto-cjk", StringComparison.Ordinal));
        Assert.Contains("the program was started", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_font_cannot_be_installed_the_platform_serves_without_it_and_says_so()
    {
        var (code, said) = await RunAsync("serve", isThere: false, aptWorks: false);
        Assert.True(code == 0, said);
        Assert.Contains("PDF forms are not printed until a Chinese font is there (fonts-noto-cjk)", said, StringComparison.Ordinal);
        Assert.Contains("the program was started", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_has_the_font_is_asked_for_nothing()
    {
        var (code, said) = await RunAsync("serve", isThere: true, aptWorks: true);
        Assert.True(code == 0, said);
        Assert.DoesNotContain("apt-get", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve", true, true, "libturbojpeg", "libturbojpeg0", "more slowly until TurboJPEG is there")]
    [InlineData("serve", false, true, "libturbojpeg", "libturbojpeg0", "more slowly until TurboJPEG is there")]
    [InlineData("migrate", true, false, "libturbojpeg", "libturbojpeg0", "more slowly until TurboJPEG is there")]
    [InlineData("serve", true, true, "libzbar", "libzbar0", "labels photographed before their objects are not read until ZBar is there")]
    [InlineData("serve", false, true, "libzbar", "libzbar0", "labels photographed before their objects are not read until ZBar is there")]
    [InlineData("migrate", true, false, "libzbar", "libzbar0", "labels photographed before their objects are not read until ZBar is there")]
    public async Task Without_a_library_that_may_be_missing_the_platform_asks_for_it_and_serves_all_the_same(
        string command, bool aptWorks, bool asked, string library, string package, string without)
    {
        var (code, said) = await RunAsync(command, isThere: false, aptWorks, absent: library);
        Assert.True(code == 0, said);
        Assert.Equal(asked, said.Contains($"apt-get install -y -q --no-install-recommends {package}", StringComparison.Ordinal));
        Assert.Equal(!aptWorks, said.Contains($"{without} ({package})", StringComparison.Ordinal));
        Assert.Contains("the program was started", said, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<(int Code, string Said)> RunAsync(string command, bool isThere, bool aptWorks, string absent = "NotoSansCJK")
    {
        File.Copy(Path.Combine(Root(), "guanlian"), Path.Combine(folder, "guanlian"), overwrite: true);
        Directory.CreateDirectory(Path.Combine(folder, "src"));
        foreach (var name in (string[])["Directory.Build.props", "Guanlian.slnx", "global.json", "BannedSymbols.txt", ".editorconfig"])
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), "");
        }

        Program("apt-get", $"echo \"apt-get $*\"; {(aptWorks ? "true" : "false")}");
        Program("sudo", "exec \"$@\"");
        Program("ldconfig", "true");
        Program("dotnet", "case $1 in *Guanlian.Web.dll) echo 'the program was started' ;; esac");
        var start = new ProcessStartInfo("bash", [Path.Combine(folder, "guanlian"), command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{Path.Combine(folder, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["GUANLIAN_DATABASE"] = "Host=elsewhere";
        // Whether a file is there is asked of this function instead of the disk.
        start.Environment["BASH_FUNC_compgen%%"] = $"() {{ case $2 in *{absent}*) {(isThere ? "true" : "false")} ;; *) true ;; esac; }}";
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return (process.ExitCode, await said + await errors);
    }

    private void Program(string name, string body)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName, name);
        File.WriteAllText(path, $"#!/bin/bash\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Guanlian.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
