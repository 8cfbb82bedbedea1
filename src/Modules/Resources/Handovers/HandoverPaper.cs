using System.Globalization;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;
using Guanlian.Resources.Loans;

namespace Guanlian.Resources.Handovers;

/// <summary>A signed list on paper, A4 across: its facts, the lines in columns, places for both signatures, and on every sheet the code that binds it to the list.</summary>
internal sealed class HandoverPaper(CjkFont font, Wording words, HandoverSheet sheet, IReadOnlyList<HandoverSignature> signatures, string address)
{
    private const double Margin = 42;
    private const double Top = 56;
    private const double Foot = 62;
    private const double Size = 9;
    private const double Leading = 13;
    private const double Pad = 3;

    // Of the room between the margins.
    private static readonly double[] Shares = [0.035, 0.13, 0.19, 0.06, 0.06, 0.085, 0.265, 0.175];

    private readonly PdfFile file = new(font, PdfFile.Across.Width, PdfFile.Across.Height);
    private readonly SheetText text = SheetText.Read(sheet.Body);
    private double y;

    private static double Width => PdfFile.Across.Width;

    private static double Height => PdfFile.Across.Height;

    private static double Room => Width - (2 * Margin);

    public PdfFile Draw()
    {
        file.NewPage();
        y = Top;
        var title = Say($"title-{CodeWords.Write(text.Stage)}{(LoanRules.Shipped.Lends.Contains(text.Kind) ? "-lent" : "")}");
        file.Text((Width - font.Width(title, 17)) / 2, y, 17, title);
        y += 26;
        Facts();
        Row(Heads());
        foreach (var line in text.Items)
        {
            Row(Cells(line));
        }

        y += 8;
        Paragraph(Say("sum", ("lines", text.Items.Count), ("pieces", text.Items.Sum(i => i.Count))));
        Signatures();
        Edges();
        return file;
    }

    private void Facts()
    {
        Paragraph(string.Join("　　", new[]
        {
            Fact("number", text.Handover), Fact("kind", HandoverWords.Of(words, text.Kind)), Fact("from", text.From.Name), Fact("to", text.To.Name),
        }));
        Paragraph(string.Join("　　", new[]
        {
            Fact(text.Stage == Stage.Out ? "on-out" : "on-in", Dates.Day(text.On)), text.DueBack is { } due ? Fact("due-back-on", Dates.Day(due)) : null, Fact("place", text.Place),
            Fact("agreement", text.Agreement), Fact("filing", text.Filing),
        }.OfType<string>()));
        if (text.Purpose is { } purpose)
        {
            Paragraph(Fact("purpose", purpose)!);
        }

        y += 4;
    }

    private string? Fact(string field, string? value) => value is null ? null : $"{words[$"resources.handover.field.{field}"]}{Say("colon")}{value}";

    private string[] Heads() =>
    [
        Say("line"), words["resources.handover.field.item-number"], words["resources.handover.field.item-name"], words["resources.handover.field.grade"], words["resources.handover.field.count"],
        words["resources.handover.field.condition"], words["resources.handover.field.note"], text.Stage == Stage.Out ? words["resources.handover.field.value"] : words["resources.handover.field.differences"],
    ];

    private string[] Cells(SheetLine line) =>
    [
        $"{line.Place}", line.Number ?? "", line.Owner.Id == text.From.Id ? line.Name : $"{line.Name}（{line.Owner.Name}）", HandoverWords.Of(words, line.Grade), $"{line.Count}",
        HandoverWords.Of(words, line.Condition),
        (line.Note ?? "") + (line.Pictures.Count > 0 ? (line.Note is null ? "" : " ") + Say("pictures", ("count", line.Pictures.Count)) : ""),
        text.Stage == Stage.Out
            ? line.Value is { } value ? decimal.Parse(value, CultureInfo.InvariantCulture).ToString("#,0.##", CultureInfo.InvariantCulture) : ""
            : HandoverWords.Join((line.Differences ?? []).Select(d => Changed(line, CodeWords.Read<Difference>(d)))),
    ];

    private string Changed(SheetLine line, Difference? difference)
    {
        var name = difference is { } d ? HandoverWords.Of(words, d) : "–";
        return difference switch
        {
            Difference.Missing or Difference.Fewer or Difference.More => Say("changed", ("difference", name), ("before", line.Left), ("now", line.Count)),
            Difference.Worse or Difference.Better =>
                Say("changed", ("difference", name), ("before", HandoverWords.Of(words, line.LeftCondition)), ("now", HandoverWords.Of(words, line.Condition))),
            _ => name,
        };
    }

    private void Row(string[] cells) =>
        Row(cells.Select((c, n) => LineBreaks.Of(font, c, Size, (Room * Shares[n]) - (2 * Pad)).DefaultIfEmpty("").ToList()).ToList());

    // The head of the table stands on every sheet; what is taller than a sheet begins where it stands and goes on on the next one.
    private void Row(IReadOnlyList<IReadOnlyList<string>> lines)
    {
        var tall = Tall(lines);
        if (y + tall > Height - Foot)
        {
            var fits = (int)((Height - Foot - y - (2 * Pad)) / Leading);
            if (fits > 2 && tall > Height - Foot - Top - (4 * Leading))
            {
                Row([.. lines.Select(l => l.Take(fits).ToList())]);
                Row([.. lines.Select(l => l.Skip(fits).ToList())]);
                return;
            }

            file.NewPage();
            y = Top;
            Row(Heads());
            if (y + tall > Height - Foot)
            {
                Row(lines);
                return;
            }
        }

        var x = Margin;
        file.Line(Margin, y, Width - Margin, y);
        foreach (var (cell, n) in lines.Select((l, n) => (l, n)))
        {
            file.Line(x, y, x, y + tall);
            foreach (var (line, i) in cell.Select((l, i) => (l, i)))
            {
                file.Text(x + Pad, y + Pad + 9 + (i * Leading), Size, line);
            }

            x += Room * Shares[n];
        }

        file.Line(Width - Margin, y, Width - Margin, y + tall);
        file.Line(Margin, y + tall, Width - Margin, y + tall);
        y += tall;
    }

    private static double Tall(IReadOnlyList<IReadOnlyList<string>> lines) => (lines.Max(l => l.Count) * Leading) + (2 * Pad);

    private void Paragraph(string paragraph)
    {
        foreach (var line in LineBreaks.Of(font, paragraph, Size + 1, Room))
        {
            y += Leading + 1;
            file.Text(Margin, y - 4, Size + 1, line);
        }
    }

    private void Signatures()
    {
        if (y + 96 > Height - Foot)
        {
            file.NewPage();
            y = Top;
        }

        y += 22;
        foreach (var (party, key, n) in new[] { (text.From, "from", 0), (text.To, "to", 1) })
        {
            var x = Margin + (n * Room / 2);
            file.Text(x, y, Size + 2, $"{words[$"resources.handover.field.{key}"]}{Say("colon")}{party.Name}");
            file.Text(x, y + 30, Size + 1, Say("sign-here"));
            file.Text(x, y + 56, Size + 1, Say("date-here"));
            var signed = signatures.LastOrDefault(s => s.PartyId == party.Id && s.Hash == sheet.Hash);
            if (signed is not null)
            {
                file.Text(x, y + 74, Size - 1, Say("signed", ("signer", signed.Signer), ("at", Dates.Moment(signed.At))));
            }
        }

        y += 84;
    }

    private void Edges()
    {
        for (var page = 0; page < file.Pages; page++)
        {
            file.Text(Margin, Height - 34, 8.5, $"{text.Handover}  {Say("code", ("code", PaperCode.Of(sheet.Hash)))}  {Say("sheet", ("page", page + 1), ("pages", file.Pages))}", page);
            file.Text(Margin, Height - 22, 6.5, sheet.Hash, page);
            file.Code(Width - Margin - 40, Height - 56, 40, address, page);
        }
    }

    private string Say(string key, params (string Name, object? Value)[] holes) => words[$"resources.handover.paper.{key}", holes];
}
