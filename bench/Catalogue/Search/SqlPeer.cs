using System.Diagnostics;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Search;
using Guanlian.Catalogue.Search.Finding;
using Guanlian.Catalogue.Search.Indexing;
using Guanlian.Catalogue.Search.Queries;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Guanlian.CatalogueSearch;

/// <summary>The other way to do it: one statement over the same rows, facets by grouping sets. Years and pinyin are left out of it.</summary>
internal sealed class SqlPeer(IServiceProvider services)
{
    public async Task<Timings> PassAsync(IEnumerable<LoggedQuery> log, CancellationToken ct)
    {
        var times = new Timings();
        var (source, audiences) = (services.GetRequiredService<NpgsqlDataSource>(), services.GetRequiredService<Audiences>());
        await using var connection = await source.OpenConnectionAsync(ct);
        await using (var settings = new NpgsqlCommand("set work_mem = '64MB'; set enable_seqscan = on", connection))
        {
            await settings.ExecuteNonQueryAsync(ct);
        }

        foreach (var query in log.Where(q => q.Kind is not "pinyin" and not "period"))
        {
            var open = await audiences.OpenToAsync(query.Reader, ct);
            var ask = SearchAsk.Read(query.Address);
            var levels = new Sight(query.Reader).Levels;
            var plain = string.Join(" & ", ask.Reading.Terms.Select(t => t is WordsTerm word ? TextQuery.Of(word) : TextQuery.Anywhere(t.Said, phrase: false)).OfType<WordQuery>().Select(q => q.Written(levels)));
            await using var command = new NpgsqlCommand($"""
                with hits as materialized (
                    select serial, owner, category, period, material, grade, rights, image, pieces, actual, quality from catalogue.find
                     where shown_to = any ($1) {(plain.Length == 0 ? "" : "and terms @@ $2::tsquery")} {Choices(ask)}
                ), page as (select serial from hits order by quality desc, serial limit {ask.PageSize} offset {(ask.Page - 1) * ask.PageSize})
                select owner, category, period, material, grade, rights, image, count(*), sum(pieces), sum(actual), null::int[] from hits
                 group by grouping sets ((owner), (category), (period), (material), (grade), (rights), (image), ())
                union all select null, null, null, null, null, null, null, null, null, null, array_agg(serial) from page
                """, connection) { CommandTimeout = 0 };
            command.Parameters.AddWithValue(open);
            if (plain.Length > 0)
            {
                command.Parameters.Add(new() { Value = plain, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            }

            var from = Stopwatch.GetTimestamp();
            await using (var rows = await command.ExecuteReaderAsync(ct))
            {
                while (await rows.ReadAsync(ct))
                {
                }
            }

            times.Add(query, Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }

        return times;
    }

    private string Choices(SearchAsk ask)
    {
        var values = services.GetRequiredService<FacetValues>();
        return string.Concat(ask.Choices.Select(c => c.Key switch
        {
            Facet.Image => $" and image = {c.Value.Contains("yes")}",
            Facet.Region => $" and owner in ({List(MadeProvince.Owners.Where(o => o.Division.StartsWith(c.Value[0][..4], StringComparison.Ordinal)).Select(o => values.Find("owner", o.Id.ToString("D"))))})",
            Facet.Institution => $" and owner in ({List(c.Value.Select(v => values.Find("owner", MadeProvince.Owners.First(o => o.Code == v).Id.ToString("D"))))})",
            _ when c.Key.ToString().ToLowerInvariant() is var name =>
                $" and {name} in ({List(c.Value.SelectMany(v => CodeBook.Standard[name].Within(v).Select(e => values.Find(name, $"{name}:{e.Code}"))))})",
            _ => "",
        }));
    }

    private static string List(IEnumerable<int?> numbers) => string.Join(',', numbers.OfType<int>().DefaultIfEmpty(-1));
}
