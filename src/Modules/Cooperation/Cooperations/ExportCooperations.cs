using Guanlian.Cooperation.Access;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>The list as a workbook: exactly what the page shows under the same questions, all pages of it.</summary>
internal static class ExportCooperations
{
    private const int Most = 20_000;

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/cooperations/list.xlsx", async (
        string? q, string? state, string? family, string? template, string? party, bool? late, FindCooperations.Handler find, Wording words, TimeProvider clock,
        CancellationToken ct) =>
    {
        var today = Dates.InChina(clock.GetUtcNow());
        var found = await find.HandleAsync(FindCooperations.Query.Read(q, state, family, template, party, late ?? false, today, 1, Most), ct);
        return (IResult)new TableDownload(words["cooperation.list.title"], TableFormat.Xlsx, Sheet(words, found.Items));
    }).RequireAuthorization(CooperationPermissions.Read);

    private static TableSheet Sheet(Wording words, IEnumerable<FindCooperations.Item> items) => new(
        words["cooperation.list.title"],
        [
            new(words["cooperation.field.number"]), new(words["cooperation.field.title"]), new(words["cooperation.field.kind"]), new(words["cooperation.field.state"]),
            new(words["cooperation.field.lead"]), new(words["cooperation.field.others"], 40), new(words["cooperation.field.start"]),
            new(words["cooperation.field.done"]), new(words["cooperation.field.total"]), new(words["cooperation.field.next-due"]), new(words["cooperation.field.late-tasks"]),
        ],
        items.ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (i) =>
        [
            CooperationWords.Number(i.Record.Number), i.Record.Sample ? $"{i.Record.Title}（{words["platform.sample.mark"]}）" : i.Record.Title, i.Kind.Here,
            CooperationWords.Of(words, i.Record.State), i.Lead?.Name, string.Join(Wording.InChinese ? "、" : ", ", i.Others.Select(o => o.Name)), i.Record.StartOn,
            i.Record.Done, i.Record.Total, TableCell.Day(i.NextDue), i.LateTasks,
        ]));
}
