using System.CommandLine;
using Guanlian.Platform.Access;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Members.Accounts;

/// <summary>./guanlian admin …: accounts at the machine itself, for whoever has no account yet or has lost it.</summary>
internal static class AccountCommands
{
    private static readonly Option<string> User = new("--user") { Description = "User name to sign in with.", Required = true };

    public static void Add(CommandTree commands) => commands.Add("admin", Create(commands.Host));

    private static Command Create(ICommandHost host)
    {
        var name = new Option<string>("--name") { Description = "The person's name.", Required = true };
        var command = new Command("create", "Make an administrator. Asks for the password, or reads it from standard input.") { name, User };
        command.SetAction((parsed, ct) => host.RunAsync(parsed, async (services, stop) =>
        {
            services.GetRequiredService<CurrentActor>().Value = Actor.Program;
            var handler = services.GetRequiredService<CreateAdministrator.Handler>();
            var outcome = await handler.HandleAsync(new(parsed.GetRequiredValue(name), parsed.GetRequiredValue(User), ReadPassword()), stop);
            return Answer(services, outcome, "Made. Sign in at /sign-in.");
        }, ct));
        return command;
    }

    private static int Answer<T>(IServiceProvider services, Outcome<T> outcome, string done)
    {
        if (!outcome.Refused)
        {
            Console.WriteLine(done);
            return ExitCodes.Ok;
        }

        var words = services.GetRequiredService<Wording>();
        IEnumerable<Refusal> all = outcome.Refusal is Refusal.Invalid invalid ? invalid.Also.Prepend(invalid) : [outcome.Refusal];
        var sentences = all.Select(r => Wording.Fill(words.In(Wording.English, r.Code), r.Holes));
        throw new CommandRefusedException(ExitCodes.Refused, string.Join(Environment.NewLine, sentences));
    }

    /// <summary>Twice and without echo on a terminal; the first line of standard input in a pipe.</summary>
    private static string ReadPassword()
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine() ?? "";
        }

        var first = ReadHidden("Password: ");
        return first == ReadHidden("Once more: ")
            ? first
            : throw new CommandRefusedException(ExitCodes.Refused, "The two are not the same; nothing was written.");
    }

    private static string ReadHidden(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
