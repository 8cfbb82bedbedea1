using System.Globalization;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Programme;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Annex;

/// <summary>
/// The annex on A4 across, as an authority files it: a summary, pairs, indicators, and the year's cooperations with their numbers, each a link
/// to its evidence. The single results stand in the workbook.
/// </summary>
internal sealed class AnnexPaper(CjkFont font, Wording words, AnnexFacts facts)
{
    private const double Margin = 42;
    private const double Size = 9;
    private const double Row = 17;
    private readonly PdfFile file = new(font, PdfFile.Across.Width, PdfFile.Across.Height);
    private double y = double.MaxValue;

    private static double Width => PdfFile.Across.Width - (2 * Margin);

    public PdfFile Draw()
    {
        NextSheet();
        var title = words["cooperation.annex.of", ("party", facts.Party.Name), ("year", $"{facts.Year}")];
        file.Text(Margin + ((Width - font.Width(title, 16)) / 2), y + 6, 16, Cut(title, 16, Width));
        y += 34;
        Line(words["cooperation.annex.rule"]);
        Line(words["cooperation.annex.summary", ("pairs", facts.Pairs.Count), ("agreed", facts.Pairs.Count(p => p.Line.State is PairState.Signed or PairState.Working)),
            ("cooperations", facts.Results.Select(r => r.Number).Distinct().Count()), ("claimed", facts.Results.Count), ("confirmed", facts.Confirmed), ("disputed", facts.Disputed)]);
        Line(words["cooperation.annex.quality", ("share", Share(facts.Confirmed, facts.Results.Count)), ("own", Share(facts.Own, facts.Confirmed))]);
        Table(words["cooperation.annex.pairs"],
            [(words["cooperation.annex.no"], 0.04), (words["cooperation.pair.leader"], 0.24), (words["cooperation.pair.museum"], 0.24), (words["cooperation.pair.agreement"], 0.1),
                (words["cooperation.field.state"], 0.14), (words["cooperation.annex.cooperations"], 0.08), (words["cooperation.pair.claimed"], 0.08), (words["cooperation.pair.confirmed"], 0.08)],
            facts.Pairs.Select((p, n) => (string?[])
                [$"{n + 1}", p.Line.Leader.Name, p.Line.Museum.Name, p.Line.Paper.Number, FindPairs.Of(words, p.Line.State), $"{p.Cooperations}", $"{p.Claimed}", $"{p.Confirmed}"]), null);
        Table(words["cooperation.annex.measures"],
            [(words["cooperation.field.kind"], 0.3), (words["cooperation.field.indicator"], 0.3), (words["cooperation.measures.claimed"], 0.2), (words["cooperation.measures.confirmed"], 0.2)],
            facts.Measures.Select(m => (string?[])[m.Kind.Here, m.Name, CooperationWords.Amount(words, m.Claimed, m.Unit), CooperationWords.Amount(words, m.Confirmed, m.Unit)]), null);
        var all = facts.Results.GroupBy(r => r.Number).ToList();
        Table(words["cooperation.annex.by-cooperation"],
            [(words["cooperation.field.number"], 0.08), (words["cooperation.field.title"], 0.3), (words["cooperation.field.kind"], 0.14), (words["cooperation.showcase.parties"], 0.3),
                (words["cooperation.pair.claimed"], 0.09), (words["cooperation.pair.confirmed"], 0.09)],
            all.Select(g => (string?[])
                [CooperationWords.Number(g.Key), g.First().Title, g.First().Kind.Here, string.Join(Wording.InChinese ? "、" : ", ", g.SelectMany(r => new[] { r.Does, r.Receives }).Distinct()),
                    $"{g.Count()}", $"{g.Count(r => r.ConfirmedOn is not null)}"]),
            n => string.Create(CultureInfo.InvariantCulture, $"{facts.Base}cooperations/no/{all[n].Key}"));
        Signs();
        return file;
    }

    private static string Share(int part, int whole) => whole == 0 ? "–" : (100.0 * part / whole).ToString("0.#", CultureInfo.CurrentCulture) + "%";

    private void Line(string text)
    {
        foreach (var line in LineBreaks.Of(font, text, Size, Width))
        {
            Room(Row);
            file.Text(Margin, y, Size, line);
            y += Row - 2;
        }
    }

    private void Table(string title, (string Name, double Share)[] columns, IEnumerable<string?[]> rows, Func<int, string>? link)
    {
        var lines = rows.ToList();
        if (lines.Count == 0)
        {
            return;
        }

        y += 10;
        Room(4 * Row);
        file.Text(Margin, y, 12, title);
        y += Row + 2;
        Head(columns);
        for (var n = 0; n < lines.Count; n++)
        {
            if (y + Row > PdfFile.Across.Height - 40)
            {
                NextSheet();
                Head(columns);
            }

            if (link is not null)
            {
                file.Link(Margin, y - Size, columns[0].Share * Width, Row - 4, link(n));
            }

            Cells(columns, lines[n]);
        }
    }

    private void Head((string Name, double Share)[] columns)
    {
        file.Line(Margin, y - 12, Margin + Width, y - 12);
        Cells(columns, [.. columns.Select(c => c.Name)]);
    }

    private void Cells((string Name, double Share)[] columns, string?[] cells)
    {
        var x = Margin;
        for (var n = 0; n < columns.Length; n++)
        {
            var wide = columns[n].Share * Width;
            file.Text(x + 2, y, Size, Cut(cells[n] ?? "–", Size, wide - 5));
            x += wide;
        }

        file.Line(Margin, y + 5, Margin + Width, y + 5);
        y += Row;
    }

    private void Signs()
    {
        y += 14;
        Room(40);
        file.Text(Margin, y, 10, words["cooperation.annex.signed"]);
        file.Text(Margin + (Width / 2), y, 10, words["cooperation.annex.sealed"]);
        for (var page = 0; page < file.Pages; page++)
        {
            var place = words["cooperation.annex.sheet", ("page", page + 1), ("pages", file.Pages)];
            file.Text(PdfFile.Across.Width - Margin - font.Width(place, 8), PdfFile.Across.Height - 22, 8, place, page);
            file.Text(Margin, PdfFile.Across.Height - 22, 8, facts.Base, page);
        }
    }

    private string Cut(string text, double size, double width)
    {
        if (font.Width(text, size) <= width)
        {
            return text;
        }

        var (used, at) = (size, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            used += font.Width(font.Glyph(rune.Value)) * size / 1000;
            if (used > width)
            {
                break;
            }

            at += rune.Utf16SequenceLength;
        }

        return text[..at] + "…";
    }

    private void Room(double needed)
    {
        if (y + needed > PdfFile.Across.Height - 40)
        {
            NextSheet();
        }
    }

    private void NextSheet()
    {
        file.NewPage();
        y = 52;
    }
}
