using System.Globalization;
using System.Net;
using System.Text;
using Guanlian.Contracts.Members;
using Microsoft.AspNetCore.Components;

namespace Guanlian.Exchange.Results;

/// <summary>
/// Pairs as lines between places, drawn here as SVG: leaders are squares, paired museums dots, unpaired ones open rings. The table beside it
/// says the same in words.
/// </summary>
internal static class PairMap
{
    private const double Width = 360;
    private const double Margin = 16;

    /// <param name="Code">Of the party; also the key of lines.</param>
    /// <param name="Href">Where a click leads.</param>
    internal sealed record Spot(string Code, string Name, double Longitude, double Latitude, bool Leads, bool Paired, string Href);

    /// <summary>The drawing; null where nobody is placed.</summary>
    public static MarkupString? Draw(string label, IReadOnlyList<Spot> spots, IReadOnlyList<ResultPair> pairs, IReadOnlyList<OutlineArea> outlines)
    {
        if (spots.Count == 0) return null;
        var framed = outlines.SelectMany(o => o.Rings).SelectMany(r => r).Concat(spots.Select(s => (s.Longitude, s.Latitude))).ToList();
        var (west, east) = (framed.Min(p => p.Longitude), framed.Max(p => p.Longitude));
        var (south, north) = (framed.Min(p => p.Latitude), framed.Max(p => p.Latitude));
        var squeeze = Math.Cos((north + south) / 2 * Math.PI / 180);
        var (wide, tall) = (Math.Max(0.01, (east - west) * squeeze), Math.Max(0.01, north - south));
        var scale = Math.Min((Width - (2 * Margin)) / wide, (440 - (2 * Margin)) / tall);
        (double X, double Y) At(double longitude, double latitude) =>
            (((Width - (wide * scale)) / 2) + ((longitude - west) * squeeze * scale), Margin + ((north - latitude) * scale));

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width:0} {(tall * scale) + (2 * Margin):0}\" role=\"group\" aria-label=\"{Text(label)}\">");
        foreach (var outline in outlines)
        {
            svg.Append("<path class=\"area\" d=\"");
            foreach (var ring in outline.Rings)
            {
                svg.Append('M').AppendJoin('L', ring.Select(p => At(p.Longitude, p.Latitude)).Select(p => Pair(p.X, p.Y))).Append('Z');
            }

            svg.Append(CultureInfo.InvariantCulture, $"\"><title>{Text(outline.Name)}</title></path>");
        }

        var places = spots.ToDictionary(s => s.Code, s => At(s.Longitude, s.Latitude));
        foreach (var pair in pairs.Where(p => places.ContainsKey(p.Leader) && places.ContainsKey(p.Museum)))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Pair(places[pair.Leader])}L{Pair(places[pair.Museum])}\" fill=\"none\" stroke=\"var(--data-1)\" stroke-width=\"1.2\"/>");
        }

        foreach (var spot in spots.OrderBy(s => s.Leads))
        {
            var (x, y) = places[spot.Code];
            svg.Append(CultureInfo.InvariantCulture, $"<a href=\"{Text(spot.Href)}\" aria-label=\"{Text(spot.Name)}\">");
            svg.Append(Mark(spot, x, y));
            svg.Append(CultureInfo.InvariantCulture, $"<title>{Text(spot.Name)}</title>{(spot.Leads ? "</rect>" : "</circle>")}</a>");
        }

        return new(svg.Append("</svg>").ToString());
    }

    private static string Mark(Spot spot, double x, double y) => spot switch
    {
        { Leads: true } => string.Create(CultureInfo.InvariantCulture, $"<rect x=\"{x - 5:0.#}\" y=\"{y - 5:0.#}\" width=\"10\" height=\"10\" fill=\"var(--cinnabar)\">"),
        { Paired: true } => string.Create(CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"4\" fill=\"var(--data-1)\">"),
        _ => string.Create(CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"4\" fill=\"var(--sheet)\" stroke=\"var(--ink-2)\" stroke-width=\"1.5\">"),
    };

    private static string Pair((double X, double Y) p) => Pair(p.X, p.Y);

    private static string Pair(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"{x:0.#} {y:0.#}");

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Where the parties of a round lie today.</summary>
    public static IReadOnlyList<Spot> SpotsOf(RoundBook book, IReadOnlyDictionary<string, PartyCard> cards, IReadOnlyList<ResultPair> pairs, string code)
    {
        var paired = pairs.Select(p => p.Museum).ToHashSet();
        return
        [
            .. book.Input.Leaders.Select(l => (l.Code, l.Name, Leads: true)).Concat(book.Input.Museums.Select(m => (m.Code, m.Name, Leads: false)))
                .Where(p => cards.GetValueOrDefault(p.Code) is { Longitude: not null })
                .Select(p => new Spot(p.Code, p.Name, cards[p.Code].Longitude!.Value, cards[p.Code].Latitude!.Value, p.Leads, p.Leads || paired.Contains(p.Code),
                    p.Leads ? $"museums/{p.Code}" : $"rounds/{code}/result/{p.Code}")),
        ];
    }
}
