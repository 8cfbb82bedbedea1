using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Data;
using Guanlian.Platform.Pages;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Objects;

/// <summary>A keeper looks through the collection: by words, number, state, category, period, grade, or what is missing.</summary>
internal static class ListObjects
{
    public const int PageSize = 50;

    private static readonly string[] Living = [nameof(ObjectState.Draft), nameof(ObjectState.Review), nameof(ObjectState.Published)];

    internal sealed record Query
    {
        public string? Words { get; init; }

        public ObjectState? State { get; init; }

        public string? Category { get; init; }

        public string? Period { get; init; }

        public string? Grade { get; init; }

        /// <summary>Key of a field that is empty.</summary>
        public string? Missing { get; init; }

        public string? Sort { get; init; }

        /// <summary>Nothing is asked but, at most, a state that records in use are in.</summary>
        public bool IsWhole => this is { Words: null, Category: null, Period: null, Grade: null, Missing: null }
            && State is null or ObjectState.Draft or ObjectState.Review or ObjectState.Published;

        /// <summary>As the address says it; nonsense asks nothing.</summary>
        public static Query Read(Func<string, string?> value) => new()
        {
            Words = Text(value("q")),
            State = Enum.TryParse<ObjectState>(value("state"), ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null,
            Category = CodeBook.Standard["category"].Find(value("category"))?.Code,
            Period = CodeBook.Standard["period"].Find(value("period"))?.Code,
            Grade = CodeBook.Standard["grade"].Find(value("grade"))?.Code,
            Missing = Text(value("missing")),
            Sort = Text(value("sort")),
        };

        private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim()[..Math.Min(text.Trim().Length, 100)];
    }

    /// <summary>One state's share of what was found.</summary>
    internal sealed record Share(string State, long Objects, decimal Pieces, decimal Actual);

    internal sealed record Answer(IReadOnlyList<KeptRow> Rows, IReadOnlyList<Share> Shares, int Page)
    {
        public int Total => (int)Math.Min(int.MaxValue, Shares.Sum(s => s.Objects));

        public decimal Pieces => Shares.Sum(s => s.Pieces);

        public decimal Actual => Shares.Sum(s => s.Actual);
    }

    /// <summary>One line of the list.</summary>
    internal sealed record KeptRow(CatalogueObject Row, ObjectRecord Record);

    internal sealed class Handler(CatalogueDb db, ProfileBook profiles)
    {
        public async Task<Answer> HandleAsync(Guid institution, Query query, int page, CancellationToken ct)
        {
            var shares = await SharesAsync(institution, query, ct);
            var at = PageNumber.Of(page, (int)shares.Sum(s => s.Objects), PageSize);
            return new(await SomeAsync(institution, query, (at - 1) * PageSize, PageSize, ct), shares, at);
        }

        /// <summary>What was asked for, state by state.</summary>
        public async Task<IReadOnlyList<Share>> SharesAsync(Guid institution, Query query, CancellationToken ct)
        {
            if (query.IsWhole)
            {
                // Records are long: of a whole collection only the narrow rows of the index and of the search are read.
                string[] states = query.State is { } one ? [one.ToString()] : Living;
                return await db.Database.SqlQuery<Share>($"""
                    select o.state as "State", count(*) as "Objects", sum(coalesce(f.pieces, 1))::numeric as "Pieces", sum(coalesce(f.actual, 1))::numeric as "Actual"
                      from catalogue.object o left join catalogue.find f on f.institution_id = o.institution_id and f.id = o.id
                     where o.institution_id = {institution} and o.state = any ({states})
                     group by o.state
                    """).ToListAsync(ct);
            }

            var (words, number, state, periods) = Asked(query);
            return await db.Database.SqlQuery<Share>($"""
                select o.state as "State", count(*) as "Objects", sum(catalogue.pieces(o.record)) as "Pieces", sum(catalogue.actual(o.record)) as "Actual"
                  from catalogue.kept({institution}, {words}, {number}, {state}, {query.Category}, {periods}, {query.Grade}, {query.Missing}) o
                 group by o.state
                """).ToListAsync(ct);
        }

        /// <summary>So many of them from a place on: which ones is decided by the index alone, however deep the page, and those are then read.</summary>
        public async Task<IReadOnlyList<KeptRow>> SomeAsync(Guid institution, Query query, int before, int most, CancellationToken ct)
        {
            var (words, number, state, periods) = Asked(query);
            var sort = query.Sort is "number" or "-number" or "state" or "changed" ? query.Sort : "-changed";
            var ids = await db.Database.SqlQuery<Guid>($"""
                select o.id as "Value"
                  from catalogue.kept({institution}, {words}, {number}, {state}, {query.Category}, {periods}, {query.Grade}, {query.Missing}) o
                 order by case when {sort} in ('number', '-number') then o.number_key is null end,
                          case when {sort} = 'number' then o.number_key end,
                          case when {sort} = '-number' then o.number_key end desc,
                          case when {sort} = 'state' then o.state end,
                          case when {sort} = 'changed' then o.changed_at end,
                          case when {sort} = '-changed' then o.changed_at end desc,
                          case when {sort} = '-changed' then -o.serial else o.serial end
                 limit {most} offset {before}
                """).ToListAsync(ct);
            var rows = await db.Objects.AsNoTracking().Where(o => o.InstitutionId == institution && ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, ct);
            return [.. ids.Where(rows.ContainsKey).Select(id => Line(rows[id]))];
        }

        /// <summary>Everything that was asked for, row by row.</summary>
        public IAsyncEnumerable<KeptRow> AllAsync(Guid institution, Query query) => Ordered(institution, query).AsAsyncEnumerable().Select(Line);

        private IQueryable<CatalogueObject> Ordered(Guid institution, Query query)
        {
            var (words, number, state, periods) = Asked(query);
            var found = db.Objects.FromSql($"""
                select * from catalogue.kept({institution}, {words}, {number}, {state}, {query.Category}, {periods}, {query.Grade}, {query.Missing})
                """).AsNoTracking();
            return query.Sort switch
            {
                "number" => found.OrderBy(o => o.NumberKey == null).ThenBy(o => o.NumberKey).ThenBy(o => o.Serial),
                "-number" => found.OrderBy(o => o.NumberKey == null).ThenByDescending(o => o.NumberKey).ThenBy(o => o.Serial),
                "state" => found.OrderBy(o => o.State).ThenBy(o => o.Serial),
                "changed" => found.OrderBy(o => o.ChangedAt).ThenBy(o => o.Serial),
                _ => found.OrderByDescending(o => o.ChangedAt).ThenByDescending(o => o.Serial),
            };
        }

        private static (string? Words, string? Number, string? State, string[]? Periods) Asked(Query query) => (
            query.Words is { } words ? LikePattern.Containing(words) : null,
            RegisterNumber.Bare(query.Words) is { } key ? LikePattern.Containing(key) : null,
            query.State?.ToString(),
            query.Period is { } period ? [.. CodeBook.Standard["period"].Within(period).Select(e => e.Code)] : null);

        private KeptRow Line(CatalogueObject row) => new(row, ObjectRecord.Read(profiles[row.Profile], row.Record));
    }
}
