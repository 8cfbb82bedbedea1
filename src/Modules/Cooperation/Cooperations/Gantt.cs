using System.Globalization;
using System.Net;
using System.Text;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Components;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>Tasks as bars on a line of months, drawn here as SVG: done bars are filled, running ones half, open ones outlined.</summary>
internal static class Gantt
{
    private const double Names = 240;
    private const double Row = 28;
    private const double Head = 36;

    internal sealed record Bar(string Name, DateOnly From, DateOnly To, string State, bool Done, bool Going, string Href);

    /// <summary>The drawing; null where nothing has dates.</summary>
    public static MarkupString? Draw(string label, DateOnly today, DateOnly? anchor, IReadOnlyList<Bar> bars)
    {
        if (bars.Count == 0)
        {
            return null;
        }

        var first = bars.Min(b => b.From);
        var last = bars.Max(b => b.To);
        last = anchor > last ? anchor.Value : last;
        var from = new DateOnly(first.Year, first.Month, 1);
        var days = Math.Max(60, last.DayNumber - from.DayNumber + 10);

        // A day is at least a pixel wide, so that a cooperation of years can still be read; the frame scrolls.
        var scale = Math.Max(1.2, 760.0 / days);
        var (width, height) = (Names + (days * scale), Head + (bars.Count * Row) + 8);
        double X(DateOnly day) => Names + ((day.DayNumber - from.DayNumber) * scale);

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"gantt\" width=\"{width:0}\" height=\"{height:0}\" viewBox=\"0 0 {width:0} {height:0}\" role=\"group\" aria-label=\"{Text(label)}\" font-size=\"13\" fill=\"var(--ink)\">");
        Months(svg, from, days, scale, height, X);
        for (var n = 0; n < bars.Count; n++)
        {
            Line(svg, bars[n], Head + (n * Row), X, scale);
        }

        Mark(svg, X(today), height, "var(--cinnabar)", "");
        if (anchor is { } day)
        {
            Mark(svg, X(day), height, "var(--data-1)", " stroke-dasharray=\"4 3\"");
        }

        return new(svg.Append("</svg>").ToString());
    }

    private static void Months(StringBuilder svg, DateOnly from, int days, double scale, double height, Func<DateOnly, double> x)
    {
        // Months are named where there is room for the name; years always.
        var every = Math.Max(1, (int)Math.Ceiling(56 / (30 * scale)));
        var n = 0;
        for (var month = from; month.DayNumber < from.DayNumber + days; month = month.AddMonths(1), n++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x(month):0.#} {Head - 8:0}V{height:0}\" stroke=\"var(--line)\"/>");
            if (n % every == 0)
            {
                var name = Wording.InChinese ? $"{month.Year}.{month.Month}" : month.ToString("MMM yy", CultureInfo.GetCultureInfo("en-GB"));
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x(month) + 3:0.#}\" y=\"20\" fill=\"var(--ink-3)\">{Text(name)}</text>");
            }
        }
    }

    private static void Line(StringBuilder svg, Bar bar, double top, Func<DateOnly, double> x, double scale)
    {
        var (left, wide) = (x(bar.From), Math.Max(4, (bar.To.DayNumber - bar.From.DayNumber + 1) * scale));
        var name = bar.Name.Length > 17 && bar.Name.Any(c => c > 0x2E80) ? bar.Name[..16] + "…" : bar.Name.Length > 34 ? bar.Name[..33] + "…" : bar.Name;
        var fill = bar.Done ? "var(--data-2)" : bar.Going ? "var(--shade)" : "none";
        svg.Append(CultureInfo.InvariantCulture, $"<a href=\"{Text(bar.Href)}\">");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{Text($"{bar.Name} {Dates.Day(bar.From)}–{Dates.Day(bar.To)} {bar.State}")}</title>");
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"0\" y=\"{top:0.#}\" width=\"{Names:0}\" height=\"{Row:0}\" fill=\"transparent\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"2\" y=\"{top + 19:0.#}\">{Text(name)}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{left:0.#}\" y=\"{top + 7:0.#}\" width=\"{wide:0.#}\" height=\"14\" fill=\"{fill}\" stroke=\"var(--ink-2)\"/></a>");
    }

    private static void Mark(StringBuilder svg, double x, double height, string colour, string more) =>
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x:0.#} {Head - 10:0}V{height:0}\" stroke=\"{colour}\" stroke-width=\"1.5\"{more}/>");

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
