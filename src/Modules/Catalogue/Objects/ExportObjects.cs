using System.Runtime.CompilerServices;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Http;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Catalogue.Objects;

/// <summary>A keeper takes along the list exactly as it was asked for.</summary>
internal static class ExportObjects
{
    private static readonly string[] Roles = [FieldRoles.Category, FieldRoles.Period, FieldRoles.Material, FieldRoles.Grade];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/collections/{code}/objects.xlsx", HandleAsync).RequireAuthorization(CataloguePermissions.Keep);

    private static async Task<IResult> HandleAsync(
        string code, HttpRequest request, ObjectAccess access, ListObjects.Handler list, Wording words, TimeProvider clock, CancellationToken ct)
    {
        var holder = await access.KeptAsync(code, ct);
        if (holder.Refused)
        {
            return holder.ToHttp();
        }

        var query = ListObjects.Query.Read(name => request.Query[name].LastOrDefault());
        var title = words["catalogue.collection.title", ("name", holder.Value.Shown)];
        return new TableDownload(title, TableFormat.Xlsx, new TableSheet(
            words["catalogue.collection.sheet"],
            [
                new(words["catalogue.column.number"]), new(words["catalogue.column.title"]), new(words["catalogue.column.category"]),
                new(words["catalogue.column.period"]), new(words["catalogue.column.material"]), new(words["catalogue.column.grade"]),
                new(words["catalogue.column.pieces"]), new(words["catalogue.column.actual"]), new(words["catalogue.column.state"]),
                new(words["catalogue.column.level"]), new(words["catalogue.column.changed"]),
            ],
            RowsAsync(list.AllAsync(holder.Value.Id, query), words, ct))
        {
            Title = title,
            Notes = [words["catalogue.collection.taken", ("at", clock.GetUtcNow()),
                ("address", $"{request.Scheme}://{request.Host}{request.PathBase}/collections/{code}{request.QueryString}")]],
        });
    }

    private static async IAsyncEnumerable<IReadOnlyList<TableCell>> RowsAsync(
        IAsyncEnumerable<ListObjects.KeptRow> rows, Wording words, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (row, record) in rows.WithCancellation(ct))
        {
            var terms = Roles.Select(role => (TableCell)Shown(record, role)).ToArray();
            yield return
            [
                row.Number, record.Title(Wording.Language), .. terms,
                (record.Of(FieldRoles.Pieces) as AmountValue)?.Number ?? 1, (record.Of(FieldRoles.Actual) as AmountValue)?.Number ?? 1,
                words[$"catalogue.state.{KeyWords.Of(row.State)}"], words[$"catalogue.keep.level.{KeyWords.Of(row.Level)}"], Dates.Moment(row.ChangedAt),
            ];
        }
    }

    /// <summary>The field of a role as a reader reads it; a period written in Chinese by its term where he reads English.</summary>
    public static string Shown(ObjectRecord record, string role) =>
        record.Profile.Of(role) is not { } field ? ""
        : !Wording.InChinese && record[field.Key] is TimeValue { Code: { } code } time && time.As.Any(c => c >= '\u3400') && CodeBook.Standard.Find(field.List)?.Find(code) is { } term
            ? term.En + (time.Unsure ? "?" : "")
        : TypedText.Print(field, record[field.Key], Wording.Language);
}
