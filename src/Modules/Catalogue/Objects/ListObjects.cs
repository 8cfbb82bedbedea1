using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Objects;

/// <summary>A keeper looks through the collection: by words, number, state, category, period, grade, or what is missing.</summary>
internal static class ListObjects
{
    public const int PageSize = 50;

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
            var (words, number, state, periods) = Asked(query);
            var shares = await db.Database.SqlQuery<Share>($"""
                select o.state as "State", count(*) as "Objects", sum(catalogue.pieces(o.record)) as "Pieces", sum(catalogue.actual(o.record)) as "Actual"
                  from catalogue.kept({institution}, {words}, {number}, {state}, {query.Category}, {periods}, {query.Grade}, {query.Missing}) o
                 group by o.state
                """).ToListAsync(ct);
            var last = Math.Max(1, (int)Math.Ceiling(shares.Sum(s => s.Objects) / (double)PageSize));
            var at = Math.Clamp(page, 1, last);
            var rows = await Ordered(institution, query).Skip((at - 1) * PageSize).Take(PageSize).ToListAsync(ct);
            return new([.. rows.Select(Line)], shares, at);
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
                "-number" => found.OrderByDescending(o => o.NumberKey).ThenBy(o => o.Serial),
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
