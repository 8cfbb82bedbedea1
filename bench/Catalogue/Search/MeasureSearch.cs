using System.Diagnostics;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Search;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.CatalogueSearch;

/// <summary>The product's handler in this process: text, visibility, eight facets and a page of records, for every line of the log.</summary>
internal sealed class MeasureSearch(IServiceProvider services)
{
    /// <summary>Loads the columns with one search, as the program does at its start.</summary>
    public async Task<double> LoadAsync(CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        await AskAsync("?q=琉璃", Reader.Visitor, ct);
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>Loads the columns and warms the code and the database up with what is not in the log.</summary>
    public async Task<double> WarmUpAsync(CancellationToken ct)
    {
        var loaded = await LoadAsync(ct);
        await PassAsync(QueryLog.ReadOthers(), 1, ct);
        foreach (var (words, i) in new[] { "甲骨", "木瓜", "lamp", "清嘉庆九年", "\"木瓜\"", "" }.Select((w, i) => (w, i)))
        {
            for (var again = 0; again < 40; again++)
            {
                await AskAsync($"?q={words}&category=0{i + 1}&place=410100", again % 2 == 0 ? Reader.Visitor : LoggedQuery.ReaderOf("member"), ct);
            }
        }

        return loaded;
    }

    public async Task<Timings> PassAsync(IReadOnlyList<LoggedQuery> log, int passes, CancellationToken ct, Reader? always = null)
    {
        var times = new Timings();
        for (var pass = 0; pass < passes; pass++)
        {
            foreach (var query in log)
            {
                var from = Stopwatch.GetTimestamp();
                await AskAsync(query.Address, always ?? query.Reader, ct);
                times.Add(query, Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            }
        }

        return times;
    }

    public async Task<SearchObjects.Answer> AskAsync(string address, Reader reader, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SearchObjects.Handler>().HandleAsync(new(SearchAsk.Read(address), reader), ct);
    }
}
