using System.Globalization;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Objects;
using Guanlian.Platform.Http;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Catalogue.Prints;

/// <summary>The statutory forms as PDF, laid out as on paper.</summary>
internal static class PrintPdf
{
    private static readonly double[] RegisterWidths = [3, 7, 8, 14, 8, 6, 6, 12, 6, 7, 11, 12, 7, 5, 7, 14];
    private static readonly double[] ListWidths = [4, 10, 18, 10, 7, 7, 14, 9, 7, 14, 8];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/collections/{code}/register.pdf", RegisterAsync).RequireAuthorization(CataloguePermissions.Keep);
        routes.MapGet("/collections/{code}/list.pdf", ListAsync).RequireAuthorization(CataloguePermissions.Keep);
        routes.MapGet("/collections/{code}/{serial:int}/card.pdf", CardAsync).RequireAuthorization(CataloguePermissions.Keep);
    }

    private static async Task<IResult> RegisterAsync(string code, int? volume, ObjectAccess access, ReadRegister read, Wording words, CancellationToken ct)
    {
        var holder = await access.KeptAsync(code, ct);
        if (holder.Refused)
        {
            return holder.ToHttp();
        }

        var (entries, total) = await read.PageAsync(holder.Value.Id, Math.Clamp(volume ?? 1, 1, 100_000), Volumes.Lines, ct);
        if (Volumes.Title(PaperWords.Register, volume, total) is not { } title)
        {
            return ((Outcome<Done>)new Refusal.Missing("catalogue.prints.no-volume")).ToHttp();
        }

        return Print($"{title} {holder.Value.Name}", font => new PdfForm(font, across: true)
        {
            Title = title,
            Head = (PaperWords.Holder(holder.Value.Name), ""),
            Signers = PaperWords.RegisterSigners,
            Widths = RegisterWidths,
            Columns =
            [
                PaperWords.Line, PaperWords.EnteredOn, .. RegisterFacts.Columns.Select(c => words.In(Wording.Chinese, $"catalogue.ledger.{c}")),
                PaperWords.EnteredBy, PaperWords.Corrections,
            ],
        }, entries.Select(e => Line(e, words)));
    }

    private static async Task<IResult> ListAsync(
        string code, int? volume, HttpRequest request, ObjectAccess access, ListObjects.Handler list, Wording words, CancellationToken ct)
    {
        var holder = await access.KeptAsync(code, ct);
        if (holder.Refused)
        {
            return holder.ToHttp();
        }

        var asked = ListObjects.Query.Read(name => request.Query[name].LastOrDefault());
        var query = asked with { Sort = asked.Sort ?? "number" };
        var answer = await list.HandleAsync(holder.Value.Id, query, 1, ct);
        if (Volumes.Title(PaperWords.List, volume, answer.Total) is not { } title)
        {
            return ((Outcome<Done>)new Refusal.Missing("catalogue.prints.no-volume")).ToHttp();
        }

        var before = ((volume ?? 1) - 1) * Volumes.Lines;
        var rows = await list.SomeAsync(holder.Value.Id, query, before, Volumes.Lines, ct);
        return Print($"{title} {holder.Value.Name}", font => new PdfForm(font, across: true)
        {
            Title = title,
            Head = (PaperWords.Holder(holder.Value.Name), PaperWords.Sum(answer.Pieces, answer.Actual)),
            Signers = PaperWords.ListSigners,
            Widths = ListWidths,
            Columns = [PaperWords.Line, .. ListPrintPage.Columns.Select(c => words.In(Wording.Chinese, $"catalogue.ledger.{c}")), PaperWords.Notes],
        }, rows.Select((row, i) =>
        {
            var facts = RegisterFacts.Of(row.Record);
            return (IReadOnlyList<PdfForm.Cell>)
            [
                PdfForm.Cell.Of((before + i + 1).ToString(CultureInfo.InvariantCulture)), .. ListPrintPage.Columns.Select(c => PdfForm.Cell.Of(facts[c])), PdfForm.Cell.Of(""),
            ];
        }));
    }

    private static async Task<IResult> CardAsync(string code, int serial, ObjectAccess access, CancellationToken ct)
    {
        var kept = await access.KeptAsync(code, serial, ct);
        if (kept.Refused)
        {
            return kept.ToHttp();
        }

        if (kept.Value.Row.State == ObjectState.Gone)
        {
            return ((Outcome<Done>)new Refusal.Missing("catalogue.object.missing")).ToHttp();
        }

        var (record, facts) = (kept.Value.Record, RegisterFacts.Of(kept.Value.Record));
        return Print($"{PaperWords.Card} {facts["number"]}", font => new PdfForm(font, across: false)
        {
            Title = PaperWords.Card,
            Head = (PaperWords.Holder(kept.Value.Holder.Name), $"{PaperWords.Number} {facts["number"]}"),
            Signers = PaperWords.CardSigners,
            Widths = [3, 9, 3, 9],
        }, CardForm.Rows(record, facts).Select(row =>
            (IReadOnlyList<PdfForm.Cell>)[.. row.SelectMany(c => new[] { PdfForm.Cell.Of(c.Label), PdfForm.Cell.Of(c.Text, c.Span) })]));
    }

    private static IReadOnlyList<PdfForm.Cell> Line(ReadRegister.Entry entry, Wording words)
    {
        var last = entry.Later.LastOrDefault(l => l.Kind == RegisterLineKind.Correction) ?? entry.First;
        var (now, gone) = (RegisterFacts.Read(last.Facts), entry.Later.Any(l => l.Kind == RegisterLineKind.Deregistration));
        return
        [
            PdfForm.Cell.Of(entry.First.Line.ToString(CultureInfo.InvariantCulture)), PdfForm.Cell.Of(Day(entry.First.SignedAt)),
            .. RegisterFacts.Columns.Select(c => new PdfForm.Cell(
                [.. RegisterPrintPage.Struck(entry, c).Select(old => new PdfForm.Run(old + " ", true)), new(now.GetValueOrDefault(c, ""), gone)])),
            PdfForm.Cell.Of(entry.First.SignedName),
            PdfForm.Cell.Of(string.Join('\n', entry.Later.Select(l =>
                PaperWords.Said(words.In(Wording.Chinese, $"catalogue.register.kind.{KeyWords.Of(l.Kind)}"), l.Reason, l.SignedName, Day(l.SignedAt))))),
        ];
    }

    private static string Day(DateTimeOffset at) => Dates.InChina(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IResult Print(string name, Func<CjkFont, PdfForm> form, IEnumerable<IReadOnlyList<PdfForm.Cell>> rows) =>
        PdfAnswer.Of(name, font => form(font).Draw(rows));
}
