using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Search;

/// <summary>An association's office asks what its members have brought into the catalogue lately.</summary>
internal static class CameIn
{
    /// <summary>Days looked back.</summary>
    public const int Days = 30;

    private const int Most = 8;

    internal sealed record Query(Reader Reader);

    /// <param name="Name">Of the institution.</param>
    /// <param name="Records">Published records that were added or changed in these days.</param>
    internal sealed record Line(string Code, string Name, int Records);

    /// <param name="Lines">Institutions with the most of them.</param>
    /// <param name="Institutions">How many institutions had any.</param>
    internal sealed record Answer(IReadOnlyList<Line> Lines, int Institutions, int Records);

    internal sealed class Handler(CatalogueDb db, IPartyDirectory directory, TimeProvider clock)
    {
        public async Task<Answer> HandleAsync(Query query, CancellationToken ct)
        {
            var (over, since) = (query.Reader.Over.ToArray(), clock.GetUtcNow().AddDays(-Days));
            var counts = await db.Database.SqlQuery<Count>($"""
                select w.id as "Id", n.records as "Records" from unnest({over}) w (id) cross join lateral (
                    select count(*)::int as records from catalogue.object o join catalogue.audience a on a.id = o.shown_to
                     where o.institution_id = w.id and o.state = 'Published' and o.changed_at >= {since} and a.level <> 'Staff') n
                 where n.records > 0 order by n.records desc, w.id
                """).ToListAsync(ct);
            var cards = await directory.FindAsync([.. counts.Take(Most).Select(c => c.Id)], ct);
            return new(
                [.. counts.Take(Most).Where(c => cards.ContainsKey(c.Id)).Select(c => new Line(
                    cards[c.Id].Code, Wording.InChinese ? cards[c.Id].Name : cards[c.Id].NameEn ?? cards[c.Id].Name, c.Records))],
                counts.Count, counts.Sum(c => c.Records));
        }

        private sealed record Count(Guid Id, int Records);
    }
}
