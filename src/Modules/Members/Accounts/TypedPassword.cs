using System.Text;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Words;

namespace Guanlian.Members.Accounts;

/// <summary>A password for a command: typed twice and without echo on a terminal, the first line of standard input in a pipe. Never an option.</summary>
internal static class TypedPassword
{
    public static string Read(Wording words)
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine() ?? "";
        }

        var first = ReadHidden(words["members.sign-in.password"]);
        return first == ReadHidden(words["members.password.again"])
            ? first
            : throw new CommandRefusedException(ExitCodes.Refused, words["members.password.not-same"]);
    }

    private static string ReadHidden(string prompt)
    {
        Console.Error.Write($"{prompt}: ");
        var typed = new StringBuilder();
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
