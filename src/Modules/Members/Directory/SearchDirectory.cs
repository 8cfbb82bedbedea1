using Guanlian.Members.Data;
using Guanlian.Members.Divisions;
using Guanlian.Platform.Pages;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Directory;

/// <summary>Anybody looks for institutions by name, pinyin, place and kind.</summary>
internal static class SearchDirectory
{
    public const int PageSize = 50;

    /// <summary>More points than this make no map that anybody can read.</summary>
    private const int MostPoints = 1500;

    internal sealed record Query(DirectoryQuestion Asked, int Page);

    internal sealed record Point(string Code, string Name, string? NameEn, double Longitude, double Latitude, string? DivisionCode);

    internal sealed record Answer(IReadOnlyList<InstitutionRow> Rows, FacetCube Counts, int Page);

    internal sealed class Handler(MembersDb db, TimeProvider clock)
    {
        private DateOnly Today => Dates.InChina(clock.GetUtcNow());

        public async Task<Answer> HandleAsync(Query query, CancellationToken ct)
        {
            var found = query.Asked.Found(db, Today);
            var counts = new FacetCube(query.Asked, await CountAsync(found, query.Asked.Place, ct));
            var page = PageNumber.Of(query.Page, counts.Total, PageSize);
            var rows = await query.Asked.Sorted(query.Asked.Chosen(found)).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
            return new(rows, counts, page);
        }

        /// <summary>Every row that was found, for the export.</summary>
        public IAsyncEnumerable<InstitutionRow> AllAsync(DirectoryQuestion asked) =>
            asked.Sorted(asked.Chosen(asked.Found(db, Today))).AsAsyncEnumerable();

        /// <summary>Points of what was found.</summary>
        public Task<List<Point>> PointsAsync(DirectoryQuestion asked, CancellationToken ct) =>
            asked.Chosen(asked.Found(db, Today)).Where(r => r.Longitude != null && r.Latitude != null).OrderBy(r => r.Code).Take(MostPoints)
                .Select(r => new Point(r.Code, r.Name, r.NameEn, r.Longitude!.Value, r.Latitude!.Value, r.DivisionCode)).ToListAsync(ct);

        private static Task<List<FacetCube.Cell>> CountAsync(IQueryable<InstitutionRow> found, Division? place, CancellationToken ct)
        {
            var digits = place?.Level switch { null => 2, DivisionLevel.Province => 4, _ => 6 };
            return found
                .GroupBy(r => new
                {
                    r.Kind,
                    r.Level,
                    r.Grade,
                    r.Ownership,
                    r.FreeOpening,
                    Unplaced = r.Longitude == null,
                    r.Flagged,
                    Below = r.DivisionCode!.Substring(0, digits),
                })
                .Select(g => new FacetCube.Cell
                {
                    Kind = g.Key.Kind,
                    Level = g.Key.Level,
                    Grade = g.Key.Grade,
                    Ownership = g.Key.Ownership,
                    Free = g.Key.FreeOpening,
                    Unplaced = g.Key.Unplaced,
                    Flagged = g.Key.Flagged,
                    Below = g.Key.Below,
                    Count = g.Count(),
                })
                .ToListAsync(ct);
        }
    }
}
