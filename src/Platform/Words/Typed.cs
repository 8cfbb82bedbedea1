namespace Guanlian.Platform.Words;

/// <summary>Text as it was typed into a form.</summary>
public static class Typed
{
    /// <summary>Without blanks around it, one sign for each end of a line (forms send two): measured and kept like this.</summary>
    public static string Plain(string? text) => (text ?? "").ReplaceLineEndings("\n").Trim();
}
