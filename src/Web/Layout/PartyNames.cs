using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Words;

namespace Guanlian.Web.Layout;

/// <summary>Tells the history, which knows no museum, what the directory calls a party in the reader's language.</summary>
internal sealed class PartyNames(IPartyDirectory directory) : IPartyNames
{
    public async Task<IReadOnlyDictionary<Guid, string>> OfAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        (await directory.FindAsync(ids, ct)).ToDictionary(p => p.Key, p => Wording.InChinese ? p.Value.Name : p.Value.NameEn ?? p.Value.Name);
}
