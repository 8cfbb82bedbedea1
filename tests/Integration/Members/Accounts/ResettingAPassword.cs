using System.Diagnostics;
using System.Net;
using Guanlian.Hosting;
using Guanlian.Platform.Commands;

namespace Guanlian.Integration.Members.Accounts;

/// <summary>./guanlian admin reset-password, as an operator types it.</summary>
public sealed class ResettingAPassword(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private const string NewPassword = "a quite different horse";

    [Fact]
    public async Task The_operator_sets_a_new_password_at_the_machine_and_every_browser_is_signed_out()
    {
        var id = await host.NewAdministratorAsync("forgot");
        using var client = host.NewClient();
        using (var before = await host.TrySignInAsync(client, "forgot", People.Password))
        {
            Assert.Equal(HttpStatusCode.Found, before.StatusCode);
        }

        Assert.Equal(1L, await host.ScalarAsync<long>($"select count(*) from members.session where person_id = '{id}' and ended_at is null"));
        var (code, said) = await RunAsync(NewPassword, "--user", "Forgot");
        Assert.True(code == ExitCodes.Ok, said);
        Assert.DoesNotContain(NewPassword, said, StringComparison.Ordinal);
        Assert.Equal(0L, await host.ScalarAsync<long>($"select count(*) from members.session where person_id = '{id}' and ended_at is null"));
        Assert.Equal(1L, await host.ScalarAsync<long>($"select count(*) from platform.event where subject_id = '{id}' and action like 'members.account.password%' and person_id is null"));

        using var fresh = host.NewClient();
        using (var old = await host.TrySignInAsync(fresh, "forgot", People.Password))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, old.StatusCode);
        }

        using var now = await host.TrySignInAsync(fresh, "forgot", NewPassword);
        Assert.Equal(HttpStatusCode.Found, now.StatusCode);
    }

    [Theory]
    [InlineData("nobody-of-that-name", NewPassword)]
    [InlineData("kept", "short")]
    [InlineData("kept", "")]
    public async Task What_cannot_be_done_is_said_and_changes_nothing(string user, string password)
    {
        if (await host.ScalarAsync<long>("select count(*) from members.account where user_name = 'kept'") == 0)
        {
            await host.NewAdministratorAsync("kept");
        }

        var (code, said) = await RunAsync(password, "--user", user);
        Assert.Equal(ExitCodes.Refused, code);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        using var client = host.NewClient();
        using var answer = await host.TrySignInAsync(client, "kept", People.Password);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    [Fact]
    public async Task With_the_second_factor_given_up_too_the_password_alone_is_enough_again()
    {
        var id = await host.NewAdministratorAsync("lost-phone");
        await host.ExecuteAsync($"update members.account set authenticator_key = 'x', second_factor = true where person_id = '{id}'");
        var (code, said) = await RunAsync(NewPassword, "--user", "lost-phone", "--second-factor");
        Assert.True(code == ExitCodes.Ok, said);
        using var client = host.NewClient();
        using var answer = await host.TrySignInAsync(client, "lost-phone", NewPassword);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.DoesNotContain("code", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The program as a process of its own, the password on its standard input.</summary>
    private async Task<(int Code, string Said)> RunAsync(string password, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Guanlian.Web.dll"), "admin", "reset-password", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["GUANLIAN_DATABASE"] = host.ConnectionString;
        using var program = Process.Start(start)!;
        await program.StandardInput.WriteLineAsync(password);
        program.StandardInput.Close();
        var said = await program.StandardOutput.ReadToEndAsync() + await program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();
        return (program.ExitCode, said);
    }
}
