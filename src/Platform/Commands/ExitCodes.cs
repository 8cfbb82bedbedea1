namespace Guanlian.Platform.Commands;

/// <summary>What <c>./guanlian</c> answers to the shell. Documented in docs/commands.md; never renumbered.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The check ran and found something wrong: a broken chain, a false certificate, a failed test.</summary>
    public const int CheckFailed = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    /// <summary>The input was read and refused; nothing was written.</summary>
    public const int Refused = 3;

    /// <summary>The machine lacks something: a package, a database that answers, a port, a writable folder.</summary>
    public const int Environment = 4;

    /// <summary>Another process is using the data folder.</summary>
    public const int Busy = 5;

    /// <summary>A fault of the program itself; please report it.</summary>
    public const int Fault = 70;

    /// <summary>Stopped by Ctrl-C or a termination signal before it was done.</summary>
    public const int Stopped = 130;
}
