using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Import;
using Guanlian.Catalogue.Objects;
using Guanlian.Contracts.Catalogue;
using Guanlian.Platform.Http;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Catalogue.Prints;

/// <summary>
/// A keeper prints labels: of the objects that her list shows, or of those ticked in it. Laid beside an object and photographed first, a
/// label says whose the next photographs are.
/// </summary>
internal static class PrintLabels
{
    /// <summary>In one file: twenty sheets.</summary>
    public const int Most = 20 * LabelSheet.Labels;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/collections/{code}/labels.pdf", HandleAsync).RequireAuthorization(CataloguePermissions.Keep);

    /// <summary>How many files so many labels make.</summary>
    public static int FilesOf(int labels) => (labels + Most - 1) / Most;

    /// <param name="Institution">Whose.</param>
    /// <param name="Chosen">The address's query: the list's filter, or ticks.</param>
    internal sealed record Query(Guid Institution, string? Chosen);

    internal sealed class Handler(ListObjects.Handler list, ChosenObjects chosen)
    {
        public async Task<int> CountAsync(Query query, CancellationToken ct) =>
            ChosenObjects.HowOf(query.Chosen) != "list" ? await chosen.CountAsync(query.Institution, query.Chosen, ct)
            : Asked(query) is { } asked ? (await list.HandleAsync(query.Institution, asked, 1, ct)).Total : 0;

        /// <summary>Some of them, by register number.</summary>
        public async Task<IReadOnlyList<ListObjects.KeptRow>> SomeAsync(Query query, int before, int most, CancellationToken ct)
        {
            if (ChosenObjects.HowOf(query.Chosen) == "list")
            {
                return Asked(query) is { } asked ? await list.SomeAsync(query.Institution, asked, before, most, ct) : [];
            }

            var rows = await chosen.AllAsync(query.Institution, query.Chosen, ct).ToListAsync(ct);
            return [.. rows.OrderBy(r => r.Row.NumberKey is null).ThenBy(r => r.Row.NumberKey, StringComparer.Ordinal).ThenBy(r => r.Row.Serial).Skip(before).Take(most)];
        }

        /// <summary>Null where nothing that may have a label is asked for: what lies in the bin is found by none.</summary>
        private static ListObjects.Query? Asked(Query query)
        {
            var said = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query.Chosen);
            var asked = ListObjects.Query.Read(name => said.TryGetValue(name, out var values) ? values.LastOrDefault() : null);
            return asked.State is ObjectState.Binned or ObjectState.Gone ? null : asked with { Sort = asked.Sort ?? "number" };
        }
    }

    /// <param name="code">Whose.</param>
    /// <param name="volume">Which file, where there are several.</param>
    /// <param name="start">On which place of the first sheet the first label stands, for sheets that have been begun.</param>
    private static async Task<IResult> HandleAsync(
        string code, int? volume, int? start, HttpRequest request, ObjectAccess access, Handler labels, CancellationToken ct)
    {
        var holder = await access.KeptAsync(code, ct);
        if (holder.Refused)
        {
            return holder.ToHttp();
        }

        var query = new Query(holder.Value.Id, request.QueryString.Value);
        var (file, files) = (volume ?? 1, FilesOf(await labels.CountAsync(query, ct)));
        if (files == 0)
        {
            return ((Outcome<Done>)new Refusal.Missing("catalogue.labels.none-chosen")).ToHttp();
        }

        if (file < 1 || file > files)
        {
            return ((Outcome<Done>)new Refusal.Missing("catalogue.prints.no-volume")).ToHttp();
        }

        var rows = await labels.SomeAsync(query, (file - 1) * Most, Most, ct);
        var printed = rows.Select(r => new LabelSheet.Label(new ObjectLabel(holder.Value.Code, r.Row.Serial), r.Row.Number ?? "", r.Record.Title("zh"))).ToList();
        return PdfAnswer.Of($"{PaperWords.Labels} {holder.Value.Name}{(files > 1 ? $" {file}" : "")}", font => LabelSheet.Draw(font, holder.Value.Name, printed, start ?? 1));
    }
}
