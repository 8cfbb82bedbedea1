using Guanlian.Catalogue.Access;

namespace Guanlian.CatalogueSearch;

/// <summary>One line of queries.txt.</summary>
internal sealed record LoggedQuery(string Kind, string ReaderKind, string Address)
{
    public Reader Reader => ReaderOf(ReaderKind);

    /// <summary>For a request: escaped, page and all.</summary>
    public string Escaped => "?" + string.Join('&', Address[1..].Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(p => p.Split('=', 2)).Select(p => $"{p[0]}={Uri.EscapeDataString(p[1])}"));

    public static Reader ReaderOf(string kind) => kind switch
    {
        "member" => Reader.AsMember(MadeProvince.Owners[40].Id),
        "staff" => Reader.AsStaff(MadeProvince.Owners[0].Id),
        "association" => Reader.AsAssociation(Guid.CreateVersion7(), MadeProvince.Owners.Take(100).Select(o => o.Id)),
        _ => Reader.Visitor,
    };

}

internal static class QueryLog
{
    public static IReadOnlyList<LoggedQuery> ReadAll() => Read("queries.txt");

    /// <summary>Other queries of the same kinds: none of them is in the log.</summary>
    public static IReadOnlyList<LoggedQuery> ReadOthers() => [.. Read("warm.txt").ExceptBy(ReadAll().Select(q => q.Address), q => q.Address)];

    private static IReadOnlyList<LoggedQuery> Read(string file) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, file)).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t')).Select(p => new LoggedQuery(p[0], p[1], p[2]))];
}

/// <summary>Times in milliseconds, by what was asked.</summary>
internal sealed class Timings
{
    private readonly Dictionary<LoggedQuery, List<double>> all = [];

    public IReadOnlyCollection<LoggedQuery> Queries => all.Keys;

    public void Add(LoggedQuery query, double milliseconds)
    {
        if (!all.TryGetValue(query, out var times))
        {
            all[query] = times = [];
        }

        times.Add(milliseconds);
    }

    public double Median(LoggedQuery query) => At([.. all[query].Order()], 0.5);

    /// <summary>p50, p95, p99 and worst of the queries' medians.</summary>
    public Spread Of(Func<LoggedQuery, bool> which)
    {
        double[] medians = [.. all.Keys.Where(which).Select(Median).Order()];
        return medians.Length == 0 ? default : new(medians.Length, At(medians, 0.5), At(medians, 0.95), At(medians, 0.99), medians[^1]);
    }

    private static double At(double[] sorted, double share) => sorted[(int)Math.Clamp(Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}

/// <summary>How times are spread, in milliseconds.</summary>
internal readonly record struct Spread(int Count, double P50, double P95, double P99, double Worst)
{
    public override string ToString() => $"{Count} | {P50:0.0} | {P95:0.0} | {P99:0.0} | {Worst:0}";
}
