using Guanlian.Contracts.Members;
using Guanlian.Media.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Access;

/// <summary>How much of a museum's images each face shows; asked for once in a request.</summary>
internal sealed class ServingTerms(MediaDb db, IPartyDirectory parties)
{
    private readonly Dictionary<Guid, (IReadOnlyDictionary<Face, Terms> Terms, DateTimeOffset? Since)> known = [];

    public async Task<IReadOnlyDictionary<Face, Terms>> OfAsync(Guid institution, CancellationToken ct) => (await WithSinceAsync(institution, ct)).Terms;

    /// <returns>Also since when; null where nothing was ever said.</returns>
    public async Task<(IReadOnlyDictionary<Face, Terms> Terms, DateTimeOffset? Since)> WithSinceAsync(Guid institution, CancellationToken ct)
    {
        if (!known.TryGetValue(institution, out var terms))
        {
            known[institution] = terms = await AskAsync(institution, ct);
        }

        return terms;
    }

    private async Task<(IReadOnlyDictionary<Face, Terms>, DateTimeOffset?)> AskAsync(Guid institution, CancellationToken ct)
    {
        var row = await db.Serving.AsNoTracking().SingleOrDefaultAsync(s => s.InstitutionId == institution, ct);
        var mark = row is null or { VisitorsMarked: false } ? null
            : row.Mark.Length > 0 ? row.Mark
            : (await parties.FindAsync(institution, ct))?.Name;
        var terms = new Dictionary<Face, Terms>
        {
            [Face.Open] = new(row?.VisitorsEdge, mark),
            [Face.Members] = new(row?.MembersEdge, row?.MembersMarked == true ? mark : null),
            [Face.Keepers] = Terms.None,
        };
        return (terms, row?.ChangedAt);
    }
}
