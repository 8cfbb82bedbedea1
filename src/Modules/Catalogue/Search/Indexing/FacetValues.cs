using System.Collections.Concurrent;
using Guanlian.Catalogue.Search.Finding;
using Npgsql;

namespace Guanlian.Catalogue.Search.Indexing;

/// <summary>
/// Numbers for the values that results are narrowed by. A value is <c>list:code</c>, or <c>=wording</c> where nobody has found its code; several
/// together are joined by |. Rows never change, so that every copy of the program may remember them.
/// </summary>
internal sealed class FacetValues(NpgsqlDataSource source)
{
    /// <summary>Numbers show in the order of their commits, not of their making; so many before the last are asked for again.</summary>
    private const int Unsettled = 64;

    private readonly ConcurrentDictionary<(string Column, string Code), int> numbers = new();
    private readonly ConcurrentDictionary<int, string> codes = new();
    private int last;

    /// <summary>The code behind a number; empty for 0.</summary>
    public string CodeOf(int number) => codes.GetValueOrDefault(number, "");

    /// <summary>The number of a value; null where no record has it.</summary>
    public int? Find(string column, string code) => numbers.TryGetValue((column, code), out var number) ? number : null;

    /// <summary>The name under which a column's values are kept; grade and rights have their own.</summary>
    public static string NameOf(Facet facet) => facet switch
    {
        Facet.Institution or Facet.Region => "owner",
        _ => facet.ToString().ToLowerInvariant(),
    };

    /// <summary>Learns what has come since.</summary>
    public async Task CatchUpAsync(CancellationToken ct)
    {
        await using var select = source.CreateCommand("select id, facet, code from catalogue.facet_value where id > $1 order by id");
        select.Parameters.AddWithValue(last - Unsettled);
        await using var rows = await select.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var (id, facet, code) = (rows.GetInt32(0), rows.GetString(1), rows.GetString(2));
            numbers[(facet, code)] = id;
            codes[id] = code;
            last = Math.Max(last, id);
        }
    }

    /// <summary>Makes numbers for those that have none. Works beside the caller's transaction: a number that nothing uses does no harm.</summary>
    public async Task InternAsync(IReadOnlyCollection<(string Column, string Code)> values, CancellationToken ct)
    {
        var news = values.Where(v => v.Code.Length > 0 && !numbers.ContainsKey(v)).Distinct().ToList();
        if (news.Count == 0)
        {
            return;
        }

        await using (var insert = source.CreateCommand(
            "insert into catalogue.facet_value (facet, code) select * from unnest($1::text[], $2::text[]) on conflict do nothing"))
        {
            insert.Parameters.AddWithValue(news.Select(n => n.Column).ToArray());
            insert.Parameters.AddWithValue(news.Select(n => n.Code).ToArray());
            await insert.ExecuteNonQueryAsync(ct);
        }

        await CatchUpAsync(ct);
    }

    public int NumberOf(string column, string code) => code.Length == 0 ? 0 : numbers[(column, code)];
}
