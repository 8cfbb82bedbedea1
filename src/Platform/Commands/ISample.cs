namespace Guanlian.Platform.Commands;

/// <summary>Something to see for a newcomer: <c>./guanlian serve</c> asks for it unless told <c>--empty</c>.</summary>
public interface ISample
{
    /// <summary>Fills the database if it is empty; does nothing to one that is not.</summary>
    /// <param name="progress">Shown to the operator.</param>
    /// <param name="ct">Ctrl-C: whatever was not finished is loaded again at the next start.</param>
    Task LoadIfEmptyAsync(ProgressLine progress, CancellationToken ct);

    /// <summary>The sign-ins to print, while their passwords are still the sample's; empty otherwise.</summary>
    Task<IReadOnlyList<SampleSignIn>> SignInsAsync(CancellationToken ct);
}

/// <summary>One sample account.</summary>
/// <param name="Who">Whose part it plays, in the operator's words.</param>
/// <param name="Name">What to type as the name.</param>
/// <param name="Password">What to type as the password.</param>
public sealed record SampleSignIn(string Who, string Name, string Password);
