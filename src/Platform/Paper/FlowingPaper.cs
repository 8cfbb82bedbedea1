namespace Guanlian.Platform.Paper;

/// <summary>A paper whose text flows from sheet to sheet: headings and paragraphs, one under the other. Measures are points.</summary>
public sealed class FlowingPaper
{
    /// <summary>Left and right.</summary>
    public const double Margin = 72;

    /// <summary>Of ordinary text.</summary>
    public const double Size = 11.5;

    /// <summary>From line to line.</summary>
    public const double Leading = 21;

    private const double Top = 84;
    private const double Foot = 78;
    private readonly CjkFont font;

    /// <summary>Begins the first sheet.</summary>
    public FlowingPaper(CjkFont font)
    {
        this.font = font;
        File = new(font, PdfFile.Upright.Width, PdfFile.Upright.Height);
        NextSheet();
    }

    /// <summary>What is drawn so far; corners and edges are drawn on it directly.</summary>
    public PdfFile File { get; }

    /// <summary>The next baseline.</summary>
    public double Y { get; set; }

    /// <summary>The room between the margins.</summary>
    public static double Line => PdfFile.Upright.Width - (2 * Margin);

    /// <summary>A new sheet unless so much still fits.</summary>
    public void Room(double needed)
    {
        if (Y + needed > PdfFile.Upright.Height - Foot)
        {
            NextSheet();
        }
    }

    /// <summary>Lines in the middle.</summary>
    public void Centred(string text, double size)
    {
        foreach (var line in LineBreaks.Of(font, text, size, Line))
        {
            File.Text((PdfFile.Upright.Width - font.Width(line, size)) / 2, Y, size, line);
            Y += size * 1.6;
        }
    }

    /// <summary>A heading that does not stand alone at a sheet's end.</summary>
    public void Heading(string text)
    {
        Room(2 * Leading);
        Y += 4;
        File.Text(Margin, Y, Size + 1, text);
        Y += Leading;
    }

    /// <summary>Paragraphs, one a line of the text.</summary>
    public void Paragraphs(string text, double indent = 2)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var paragraph in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var first = true;
            foreach (var line in LineBreaks.Of(font, paragraph, Size, Line, indent * Size))
            {
                Room(Leading);
                File.Text(Margin + (first ? indent * Size : 0), Y, Size, line);
                (Y, first) = (Y + Leading, false);
            }
        }
    }

    private void NextSheet()
    {
        File.NewPage();
        Y = Top;
    }
}
