namespace Guanlian.Contracts.Members;

/// <summary>Names of administrative divisions.</summary>
public interface IPlaceNames
{
    /// <summary>The place in the reader's language, by six-digit code; codes that are not known are left out.</summary>
    Task<IReadOnlyDictionary<string, string>> OfAsync(IReadOnlyCollection<string> codes, CancellationToken ct);
}
