using Guanlian.Contracts.Catalogue;
using Guanlian.Platform.Paper;

namespace Guanlian.Catalogue.Prints;

/// <summary>
/// Labels on A4, three beside and eight below one another (70 × 37 mm, as label sheets in shops are cut), with lines to cut along on plain
/// paper: the square code, the register number as large as it goes, the name, and small the museum.
/// </summary>
internal static class LabelSheet
{
    public const int Across = 3, Down = 8, Labels = Across * Down;

    private const double Millimetre = 72 / 25.4;
    private const double Width = 70 * Millimetre, Height = 37 * Millimetre;
    private const double Code = 28 * Millimetre, Edge = 3 * Millimetre, Gap = 1 * Millimetre;
    private const double Largest = 20, Smallest = 9, Name = 8.5, Small = 6, Tiny = 5;

    /// <param name="Says">What the code says.</param>
    /// <param name="Number">Register number; empty where there is none.</param>
    /// <param name="Title">The object's name.</param>
    internal sealed record Label(ObjectLabel Says, string Number, string Title);

    /// <param name="font">Its letters.</param>
    /// <param name="museum">Whose.</param>
    /// <param name="labels">In their order.</param>
    /// <param name="start">Place of the first on its sheet, from 1.</param>
    public static PdfFile Draw(CjkFont font, string museum, IReadOnlyList<Label> labels, int start)
    {
        var paper = PdfFile.Upright;
        var file = new PdfFile(font, paper.Width, paper.Height);
        var top = (paper.Height - (Down * Height)) / 2;
        var first = Math.Clamp(start, 1, Labels) - 1;
        for (var i = 0; i < labels.Count; i++)
        {
            var place = (first + i) % Labels;
            if (i == 0 || place == 0)
            {
                Begin(file, paper, top);
            }

            Put(file, font, museum, labels[i], place % Across * Width, top + (place / Across * Height));
        }

        return file;
    }

    private static void Begin(PdfFile file, (double Width, double Height) paper, double top)
    {
        file.NewPage();
        for (var column = 1; column < Across; column++)
        {
            file.Dashes(column * Width, top, column * Width, paper.Height - top);
        }

        for (var row = 1; row < Down; row++)
        {
            file.Dashes(0, top + (row * Height), paper.Width, top + (row * Height));
        }
    }

    private static void Put(PdfFile file, CjkFont font, string museum, Label label, double x, double y)
    {
        // The code brings a white edge of its own.
        file.Code(x + Edge, y + Edge, Code, label.Says.ToString());
        var address = $"{label.Says.InstitutionCode}/{label.Says.Serial}";
        file.Text(x + Edge + ((Code - font.Width(address, Tiny)) / 2), y + Edge + Code + Tiny, Tiny, address);

        var (left, wide) = (x + Edge + Code + Gap, Width - (2 * Edge) - Code - Gap);
        var baseline = y + Edge + 6;
        var number = label.Number.Length > 0 ? label.Number : address;
        var size = Math.Clamp(Largest * (wide - 0.1) / Math.Max(1, font.Width(number, Largest)), Smallest, Largest);
        foreach (var line in LineBreaks.Of(font, number, size, wide).Take(2))
        {
            baseline += size;
            file.Text(left, baseline, size, line);
        }

        baseline += 5;
        var bottom = y + Height - Edge - Small;
        foreach (var line in Fitting(font, label.Title, Name, wide, (int)((bottom - baseline - 2) / (Name + 2.5))))
        {
            baseline += Name + 2.5;
            file.Text(left, baseline, Name, line);
        }

        file.Text(left, bottom + 2, Small, Fitting(font, museum, Small, wide, 1)[0]);
    }

    /// <summary>As many lines as there is room for; what is left out is shown to be.</summary>
    private static List<string> Fitting(CjkFont font, string text, double size, double wide, int most)
    {
        var lines = LineBreaks.Of(font, text.ReplaceLineEndings(" "), size, wide).ToList();
        if (lines.Count > most)
        {
            var last = lines[most - 1];
            while (last.Length > 0 && font.Width(last + "…", size) > wide)
            {
                last = last[..^1];
            }

            lines[most - 1] = last + "…";
            lines.RemoveRange(most, lines.Count - most);
        }

        return lines.Count > 0 ? lines : [""];
    }
}
