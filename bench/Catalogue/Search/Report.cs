using System.Globalization;
using System.Text;

namespace Guanlian.CatalogueSearch;

/// <summary>Tables for bench/results.</summary>
internal static class Report
{
    public static string ByKind(params (string Name, Timings Times)[] runs)
    {
        var text = new StringBuilder("| kind | run | queries | p50 ms | p95 ms | p99 ms | worst ms |\n|---|---|---|---|---|---|---|\n");
        var kinds = runs[0].Times.Queries.Select(q => q.Kind).Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var (name, times) in runs)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| **all** | {name} | {times.Of(_ => true)} |");
        }

        foreach (var kind in kinds)
        {
            foreach (var (name, times) in runs)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"| {kind} | {name} | {times.Of(q => q.Kind == kind)} |");
            }
        }

        return text.ToString();
    }

    public static string Slowest(Timings times, int count) =>
        string.Join('\n', times.Queries.OrderByDescending(times.Median).Take(count).Select(q => string.Create(CultureInfo.InvariantCulture, $"{times.Median(q),8:0.0} {q.ReaderKind} {q.Kind}: {q.Address}")));
}
