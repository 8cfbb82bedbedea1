using System.Runtime.CompilerServices;
using Guanlian.Members.Divisions;
using Guanlian.Members.Institutions;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Members.Directory;

/// <summary>Anybody takes along the list exactly as it was asked for: same filters, same order, same columns, all pages.</summary>
internal static class ExportDirectory
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/museums.xlsx", HandleAsync).AllowAnonymous();

    private static async Task<IResult> HandleAsync(
        HttpRequest request, SearchDirectory.Handler search, DivisionBooks divisions, Wording words, TimeProvider clock,
        CancellationToken ct)
    {
        var book = await divisions.NowAsync(ct);
        var asked = DirectoryQuestion.Read(name => request.Query[name].LastOrDefault(), book);
        return new TableDownload(words["members.directory.title"], TableFormat.Xlsx, new TableSheet(
            words["members.directory.title"],
            [
                new(words["members.party.field.code"]),
                new(words["members.party.field.name"]),
                new(words["members.party.field.name-en"]),
                new(words["members.directory.place"]),
                new(words["members.party.field.kind"]),
                new(words["members.party.field.level"]),
                new(words["members.party.field.grade"]),
                new(words["members.party.field.ownership"]),
                new(words["members.figure.free-opening"]),
                new(words["members.figure.objects-unit"]),
                new(words["members.figure.precious-unit"]),
                new(words["members.figure.exhibitions-unit"]),
                new(words["members.figure.activities-unit"]),
                new(words["members.figure.visits-unit"]),
                new(words["members.figure.edition"]),
                new(words["members.figure.flagged"]),
            ],
            RowsAsync(search, asked, book, words, ct))
        {
            Title = words["members.directory.title"],
            Notes =
            [
                words["members.export.taken", ("at", clock.GetUtcNow()),
                    ("address", $"{request.Scheme}://{request.Host}{request.PathBase}/museums{request.QueryString}")],
                words["members.export.source"],
            ],
        });
    }

    private static async IAsyncEnumerable<IReadOnlyList<TableCell>> RowsAsync(
        SearchDirectory.Handler search, DirectoryQuestion asked, DivisionBook book, Wording words,
        [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in search.AllAsync(asked).WithCancellation(ct))
        {
            yield return
            [
                row.Code,
                row.Name,
                row.NameEn,
                book.Said(row.DivisionCode),
                Said("kind", row.Kind),
                Said("level", row.Level),
                Said("grade", row.Grade),
                Said("ownership", row.Ownership),
                row.FreeOpening is { } free ? words[free ? "platform.yes" : "platform.no"] : null,
                Number(row.Objects),
                Number(row.PreciousObjects),
                Number(row.Exhibitions),
                Number(row.Activities),
                row.VisitsTenThousand is { } visits ? visits : default(TableCell),
                Number(row.Edition),
                row.Flagged ? words["platform.yes"] : null,
            ];
        }

        string Said<T>(string field, T code) where T : struct, Enum => words[$"members.party.field.{field}.{Codes.Word(code)}"];
    }

    private static TableCell Number(int? number) => number is { } known ? known : default;
}
