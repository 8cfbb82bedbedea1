using System.Globalization;
using Guanlian.Agreements.Data;
using Guanlian.Agreements.Texts;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;

namespace Guanlian.Agreements.Sealing;

/// <summary>
/// An agreement as an official paper: title, parties, numbered parts, the places of the seals, and on every sheet the number, the code
/// that binds a scan to this text, and the strip where the seal goes across the sheets' edges.
/// </summary>
internal sealed class AgreementPaper(CjkFont font, Wording words, AgreementPaper.Sheet sheet)
{
    private const double Margin = 72;
    private const double Top = 84;
    private const double Foot = 74;
    private const double Size = 11.5;
    private const double Leading = 21;
    private const double SealHeight = 118;

    private readonly PdfFile file = new(font, PdfFile.Upright.Width, PdfFile.Upright.Height);
    private double y = double.MaxValue;
    private int part;

    /// <summary>What is printed.</summary>
    /// <param name="Check">The address of its check page.</param>
    internal sealed record Sheet(AgreementRecord Record, TextRow Row, AgreementText Text, string Check);

    private bool Chinese => sheet.Text.Language == Wording.Chinese;

    private static double Width => PdfFile.Upright.Width;

    private static double Height => PdfFile.Upright.Height;

    public PdfFile Draw()
    {
        var text = sheet.Text;
        NextSheet();
        y += 12;
        foreach (var line in Wrapped(text.Title, 20, Width - (2 * Margin)))
        {
            file.Text((Width - font.Width(line, 20)) / 2, y, 20, line);
            y += 30;
        }

        y += 8;
        foreach (var (party, n) in text.Parties.Select((p, n) => (p, n)))
        {
            Paragraph($"{Sign(n)}{(party.Role.Length == 0 ? "" : Say("role", ("role", party.Role)))}{Say("colon")}{party.Name}", 0);
        }

        y += 6;
        Parts(text);
        Paragraph(Say("copies", ("count", text.Parties.Count + 1)), 2);
        Seals(text);
        Edges();
        return file;
    }

    private void Parts(AgreementText text)
    {
        foreach (var clause in text.Clauses.Take(1))
        {
            Part(clause.Heading, clause.Words);
        }

        Part(Say("goals"), Lines(text.Goals.Select(g => g.Target is null ? g.Words : Say("goal", ("words", g.Words), ("target", Amount(g.Target, g.Unit))))));
        Part(Say("work"), Lines(text.Work.Select(w => Say("work-line", ("words", w.Words), ("does", Called(w.Does)), ("for", Called(w.For)), ("from", Day(w.From)), ("due", Day(w.Due))))));
        Part(Say("gives"), Lines(text.Gives.Select(Gift)));
        Part(Say("gains"), Lines(text.Gains.Select(g => $"{Called(g.Party)}{Say("colon")}{g.Words}")));
        Part(Say("benefit"), text.PublicBenefit);
        Part(Say("safeguards"), Lines(text.Safeguards.Select(s => $"{words.In(text.Language, $"agreements.safeguard.{s.Kind}")}{Say("colon")}{s.Words}")));
        Part(Say("term"), text.Until is null ? Say("term-open", ("from", Day(text.From))) : Say("term-words", ("from", Day(text.From)), ("until", Day(text.Until))));
        Part(Say("exit"), text.Exit);
        foreach (var clause in text.Clauses.Skip(1))
        {
            Part(clause.Heading, clause.Words);
        }
    }

    private string Gift(GiftLine line) => Say(
        line.Resource is null ? "give-line" : "give-booked", ("party", Called(line.Party)), ("what", line.What), ("amount", line.Amount is null ? Say("as-needed") : Amount(line.Amount, line.Unit)),
        ("resource", line.ResourceName), ("for", Called(line.For)), ("from", Day(line.From)), ("until", Day(line.Until)));

    private void Part(string heading, string body)
    {
        if (body.Length == 0)
        {
            return;
        }

        Room(2 * Leading);
        file.Text(Margin, y, Size + 1, Chinese ? $"{Numeral(++part)}、{heading}" : $"{++part}. {heading}");
        y += Leading;
        foreach (var paragraph in body.Split('\n'))
        {
            Paragraph(paragraph, 2);
        }

        y += 4;
    }

    private string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select((l, n) => Chinese ? $"（{Numeral(n + 1)}）{l}" : $"({n + 1}) {l}"));

    private void Paragraph(string text, int indent)
    {
        var first = true;
        foreach (var line in Wrapped(text, Size, Width - (2 * Margin), indent * Size))
        {
            Room(Leading);
            file.Text(Margin + (first ? indent * Size : 0), y, Size, line);
            (y, first) = (y + Leading, false);
        }
    }

    // Two a row: who signs, when, and a dashed square where the seal belongs.
    private void Seals(AgreementText text)
    {
        y += 10;
        for (var n = 0; n < text.Parties.Count; n += 2)
        {
            Room(SealHeight);
            foreach (var (party, side) in text.Parties.Skip(n).Take(2).Select((p, i) => (p, i)))
            {
                var x = Margin + (side * (Width - (2 * Margin)) / 2);
                file.Text(x, y, Size, $"{Sign(n + side)}{Say("seal")}");
                foreach (var (line, i) in Wrapped(party.Name, Size - 1, ((Width - (2 * Margin)) / 2) - 92).Take(2).Select((l, i) => (l, i)))
                {
                    file.Text(x, y + 18 + (i * 15), Size - 1, line);
                }

                file.Text(x, y + 58, Size - 1, Say("signer"));
                file.Text(x, y + 88, Size - 1, Say("date"));
                var box = x + ((Width - (2 * Margin)) / 2) - 88;
                file.Dashes(box, y - 10, box + 80, y - 10);
                file.Dashes(box, y + 70, box + 80, y + 70);
                file.Dashes(box, y - 10, box, y + 70);
                file.Dashes(box + 80, y - 10, box + 80, y + 70);
            }

            y += SealHeight;
        }
    }

    private void Edges()
    {
        for (var page = 0; page < file.Pages; page++)
        {
            var place = Say("sheet", ("page", page + 1), ("pages", file.Pages));
            file.Text(Margin, Height - 40, 8.5, $"{AgreementNumbers.Of(sheet.Record.Number)}  {Say("text", ("number", sheet.Row.Number))}  {Say("code", ("code", PaperCode.Of(sheet.Row.Hash)))}", page);
            file.Text(Margin, Height - 27, 6.5, sheet.Row.Hash, page);
            file.Text(Width - Margin - 52 - font.Width(place, 8.5), Height - 40, 8.5, place, page);
            file.Code(Width - Margin - 44, Height - 66, 44, sheet.Check, page);
            file.Dashes(Width - 26, 250, Width - 26, 400, page);
            foreach (var (sign, i) in Say("edge").Select((c, i) => (c, i)).Take(8))
            {
                file.Text(Width - 20, 268 + (i * 14), 8, sign.ToString(), page);
            }
        }
    }

    private void NextSheet()
    {
        file.NewPage();
        y = Top;
    }

    private void Room(double needed)
    {
        if (y + needed > Height - Foot)
        {
            NextSheet();
        }
    }

    private IEnumerable<string> Wrapped(string text, double size, double width, double indent = 0) => LineBreaks.Of(font, text, size, width, indent);

    private string Sign(int place) => Chinese ? TextCodes.PartySign(place) : words.In(Wording.English, "agreements.paper.party").Replace("{number}", $"{place + 1}", StringComparison.Ordinal);

    private string Called(Guid? party) => sheet.Text.Parties.ToList().FindIndex(p => p.Id == party) is >= 0 and var place ? Sign(place) : "–";

    private string Amount(string amount, string? unit) => unit is null ? amount : $"{amount} {words.In(sheet.Text.Language, $"agreements.unit.{unit}")}";

    private string Day(DateOnly? day) => day is { } d ? Dates.Day(d, sheet.Text.Language) : "–";

    private string Say(string key, params (string Name, object? Value)[] holes) => Wording.Fill(words.In(sheet.Text.Language, $"agreements.paper.{key}"), holes);

    private static string Numeral(int number)
    {
        const string Digits = "零一二三四五六七八九";
        return number switch
        {
            < 10 => $"{Digits[number]}",
            < 20 => $"十{(number == 10 ? "" : Digits[number - 10])}",
            < 100 => $"{Digits[number / 10]}十{(number % 10 == 0 ? "" : Digits[number % 10])}",
            _ => number.ToString(CultureInfo.InvariantCulture),
        };
    }
}
