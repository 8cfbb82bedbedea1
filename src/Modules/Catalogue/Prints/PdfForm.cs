using System.Text;
using Guanlian.Platform.Paper;

namespace Guanlian.Catalogue.Prints;

/// <summary>A ruled form on paper: heading, lines of cells that wrap, place for signatures and the number of the page on every sheet.</summary>
internal sealed class PdfForm(CjkFont font, bool across)
{
    private const double Margin = 36;
    private const double Size = 8;
    private const double Leading = 11;
    private const double Pad = 3;

    private readonly (double Width, double Height) paper = across ? PdfFile.Across : PdfFile.Upright;

    public required string Title { get; init; }

    /// <summary>Left and right of the line under the title.</summary>
    public required (string Left, string Right) Head { get; init; }

    public required IReadOnlyList<string> Signers { get; init; }

    /// <summary>Shares of the width.</summary>
    public required IReadOnlyList<double> Widths { get; init; }

    /// <summary>Repeated on every sheet; empty for a form without a header.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>One piece of a cell's text.</summary>
    /// <param name="Struck">Corrected since: it stays readable under a line.</param>
    internal sealed record Run(string Text, bool Struck = false);

    /// <summary>One cell.</summary>
    /// <param name="Span">How many columns it takes.</param>
    internal sealed record Cell(IReadOnlyList<Run> Runs, int Span = 1)
    {
        public static Cell Of(string? text, int span = 1) => new([new(text ?? "")], span);
    }

    public PdfFile Draw(IEnumerable<IReadOnlyList<Cell>> rows)
    {
        var file = new PdfFile(font, paper.Width, paper.Height);
        var y = double.MaxValue;
        foreach (var row in rows)
        {
            var (lines, height) = Laid(row);
            if (y + height > paper.Height - Margin - 30)
            {
                y = Begin(file);
            }

            y = Put(file, row, lines, height, y);
        }

        if (file.Pages == 0)
        {
            Begin(file);
        }

        for (var page = 0; page < file.Pages; page++)
        {
            var number = PaperWords.Page(page + 1, file.Pages);
            file.Text(paper.Width - Margin - font.Width(number, Size), 30, Size, number, page);
            for (var i = 0; i < Signers.Count; i++)
            {
                file.Text(Margin + (i * (paper.Width - (2 * Margin)) / Signers.Count), paper.Height - Margin + 6, Size, Signers[i], page);
            }
        }

        return file;
    }

    private double Begin(PdfFile file)
    {
        file.NewPage();
        file.Text((paper.Width - font.Width(Title, 15)) / 2, 46, 15, Title);
        file.Text(Margin, 64, Size, Head.Left);
        file.Text(paper.Width - Margin - font.Width(Head.Right, Size), 64, Size, Head.Right);
        var y = 70.0;
        file.Line(Margin, y, paper.Width - Margin, y);
        if (Columns.Count > 0)
        {
            var header = Columns.Select(c => Cell.Of(c)).ToList();
            var (lines, height) = Laid(header);
            y = Put(file, header, lines, height, y);
        }

        return y;
    }

    private double Put(PdfFile file, IReadOnlyList<Cell> row, IReadOnlyList<IReadOnlyList<IReadOnlyList<Run>>> lines, double height, double y)
    {
        var (x, column) = (Margin, 0);
        file.Line(x, y, x, y + height);
        for (var i = 0; i < row.Count; i++)
        {
            var width = Width(column, row[i].Span);
            for (var line = 0; line < lines[i].Count; line++)
            {
                var (at, baseline) = (x + Pad, y + Pad + 8 + (line * Leading));
                foreach (var run in lines[i][line])
                {
                    var wide = font.Width(run.Text, Size);
                    file.Text(at, baseline, Size, run.Text);
                    if (run.Struck)
                    {
                        // As the rules have it: two red lines.
                        file.Line(at, baseline - 3.6, at + wide, baseline - 3.6, red: true);
                        file.Line(at, baseline - 2.2, at + wide, baseline - 2.2, red: true);
                    }

                    at += wide;
                }
            }

            (x, column) = (x + width, column + row[i].Span);
            file.Line(x, y, x, y + height);
        }

        file.Line(Margin, y + height, paper.Width - Margin, y + height);
        return y + height;
    }

    private (IReadOnlyList<IReadOnlyList<IReadOnlyList<Run>>> Lines, double Height) Laid(IReadOnlyList<Cell> row)
    {
        var (lines, column, most) = (new List<IReadOnlyList<IReadOnlyList<Run>>>(), 0, 1);
        foreach (var cell in row)
        {
            var wrapped = Wrap(cell.Runs, Width(column, cell.Span) - (2 * Pad));
            lines.Add(wrapped);
            most = Math.Max(most, wrapped.Count);
            column += cell.Span;
        }

        return (lines, (most * Leading) + (2 * Pad));
    }

    private double Width(int column, int span) => Widths.Skip(column).Take(span).Sum() / Widths.Sum() * (paper.Width - (2 * Margin));

    private List<IReadOnlyList<Run>> Wrap(IReadOnlyList<Run> runs, double width)
    {
        var lines = new List<IReadOnlyList<Run>>();
        var (line, wide) = (new List<Run>(), 0.0);
        foreach (var run in runs)
        {
            var part = new StringBuilder();
            foreach (var rune in run.Text.EnumerateRunes())
            {
                var one = font.Width(font.Glyph(rune.Value)) * Size / 1000;
                // No cell is higher than half a sheet: what is longer is read in the record.
                if (lines.Count > 20)
                {
                    break;
                }

                if (wide + one > width || rune.Value == '\n')
                {
                    line.Add(new(part.ToString(), run.Struck));
                    lines.Add(line);
                    (line, wide) = ([], 0);
                    part.Clear();
                }

                if (rune.Value != '\n')
                {
                    part.Append(rune.ToString());
                    wide += one;
                }
            }

            line.Add(new(part.ToString(), run.Struck));
        }

        lines.Add(line);
        return lines;
    }
}
