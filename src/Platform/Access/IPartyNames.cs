namespace Guanlian.Platform.Access;

/// <summary>Today's names of the parties that history speaks of. Implemented by Members.</summary>
public interface IPartyNames
{
    /// <summary>Names by id; ids that are not known are left out.</summary>
    Task<IReadOnlyDictionary<Guid, string>> OfAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct);
}
