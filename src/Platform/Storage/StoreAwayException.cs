namespace Guanlian.Platform.Storage;

/// <summary>
/// A store on another machine does not answer, or does not let us in. Nothing was written; the same step can be taken again once its
/// operator has seen to it.
/// </summary>
/// <param name="key">Key of the sentence for whoever took the step.</param>
/// <param name="detail">Technical, for the log.</param>
/// <param name="inner">What was met.</param>
public sealed class StoreAwayException(string key, string detail, Exception? inner = null) : IOException($"{key}: {detail}", inner)
{
    /// <summary>Key of the sentence.</summary>
    public string Key { get; } = key;

    /// <summary>Whether this is what stopped a step.</summary>
    public static bool Is(Exception? e) => e is not null && (e is StoreAwayException || Is(e.InnerException));
}
