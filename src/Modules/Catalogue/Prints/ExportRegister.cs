using System.Globalization;
using System.Runtime.CompilerServices;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Objects;
using Guanlian.Platform.Http;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Catalogue.Prints;

/// <summary>The total register as a workbook laid out like the paper book: every line as it was written, corrections below what they correct.</summary>
internal static class ExportRegister
{
    private const int Chunk = 500;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/collections/{code}/register.xlsx", HandleAsync).RequireAuthorization(CataloguePermissions.Keep);

    private static async Task<IResult> HandleAsync(string code, ObjectAccess access, ReadRegister read, Wording words, CancellationToken ct)
    {
        var holder = await access.KeptAsync(code, ct);
        if (holder.Refused)
        {
            return holder.ToHttp();
        }

        string Zh(string key) => words.In(Wording.Chinese, key);
        return new TableDownload($"{PaperWords.Register} {holder.Value.Name}", TableFormat.Xlsx, new TableSheet(
            PaperWords.Register,
            [
                new(PaperWords.Line), new(PaperWords.EnteredOn), .. RegisterFacts.Columns.Select(c => new TableHeading(Zh($"catalogue.ledger.{c}"))),
                new(PaperWords.EnteredBy), new(PaperWords.Corrections),
            ],
            RowsAsync(read, holder.Value.Id, Zh, ct))
        {
            Title = $"{PaperWords.Register}　{PaperWords.Holder(holder.Value.Name)}",
            Notes = [Zh("catalogue.prints.corrections-note")],
        });
    }

    private static async IAsyncEnumerable<IReadOnlyList<TableCell>> RowsAsync(
        ReadRegister read, Guid institution, Func<string, string> zh, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var page = 1; ; page++)
        {
            var (entries, total) = await read.PageAsync(institution, page, Chunk, ct);
            foreach (var line in entries.SelectMany(e => e.Later.Prepend(e.First)))
            {
                var facts = RegisterFacts.Read(line.Facts);
                yield return
                [
                    line.Line, Dates.InChina(line.SignedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    .. RegisterFacts.Columns.Select(c => (TableCell)facts.GetValueOrDefault(c)), line.SignedName,
                    line.Corrects is { } corrects ? $"{zh($"catalogue.register.kind.{KeyWords.Of(line.Kind)}")}（第{corrects}行）：{line.Reason}" : null,
                ];
            }

            if (page * Chunk >= total)
            {
                yield break;
            }
        }
    }
}
