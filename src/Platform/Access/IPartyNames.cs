namespace Guanlian.Platform.Access;

/// <summary>Today's names of the parties that history speaks of. The host asks the directory of Members.</summary>
public interface IPartyNames
{
    /// <summary>Names by id; ids that are not known are left out.</summary>
    Task<IReadOnlyDictionary<Guid, string>> OfAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct);
}
