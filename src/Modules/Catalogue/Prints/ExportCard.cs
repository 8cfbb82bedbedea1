using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Objects;
using Guanlian.Platform.Http;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Catalogue.Prints;

/// <summary>The catalogue card of one object as a workbook, cell by cell as on paper.</summary>
internal static class ExportCard
{
    private static readonly TableHeading[] Columns = [new("", 14), new("", 34), new("", 14), new("", 34)];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/collections/{code}/{serial:int}/card.xlsx", HandleAsync).RequireAuthorization(CataloguePermissions.Keep);

    private static async Task<IResult> HandleAsync(string code, int serial, ObjectAccess access, CancellationToken ct)
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

        var facts = RegisterFacts.Of(kept.Value.Record);
        var rows = CardForm.Rows(kept.Value.Record, facts).Select(row => (IReadOnlyList<TableCell>)[.. row.SelectMany(c => new TableCell[] { c.Label, c.Text })])
            .Append([PaperWords.Photo, PaperWords.PhotoHere]).Append([string.Join("　　　　", PaperWords.CardSigners)]);
        return new TableDownload($"{PaperWords.Card} {facts["number"]}", TableFormat.Xlsx, new TableSheet(PaperWords.Card, Columns, rows.ToAsyncEnumerable())
        {
            Title = PaperWords.Card,
            Notes = [$"{PaperWords.Holder(kept.Value.Holder.Name)}　　{PaperWords.Number} {facts["number"]}"],
            Form = true,
        });
    }
}
