using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Cooperation.Board;

/// <summary>The tasks of one cooperation as a workbook: what timeline and board show.</summary>
internal static class ExportTasks
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/cooperations/{id:guid}/tasks.xlsx", async (
        Guid id, SeeCooperation.Handler see, Wording words, CancellationToken ct) =>
    {
        var seen = await see.HandleAsync(id, ct);
        return seen.Refused ? Results.NotFound() : new TableDownload(seen.Value.Record.Title, TableFormat.Xlsx, Sheet(words, seen.Value));
    }).RequireAuthorization(CooperationPermissions.Read);

    private static TableSheet Sheet(Wording words, SeeCooperation.View view) => new(
        words["cooperation.tasks.title"],
        [
            new(words["cooperation.field.stage"]), new(words["cooperation.field.task"], 40), new(words["cooperation.field.does"], 30), new(words["cooperation.field.helps"], 30),
            new(words["cooperation.field.checks"], 30), new(words["cooperation.field.confirms"], 30), new(words["cooperation.field.from"]), new(words["cooperation.field.due"]),
            new(words["cooperation.field.state"]), new(words["cooperation.field.done-by"]), new(words["cooperation.annex.confirmed-on"]),
        ],
        view.Tasks.Where(t => t.DroppedAt is null).ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (t) =>
        [
            view.Template.Stages.FirstOrDefault(s => s.Code == t.Stage)?.Name.Here ?? t.Stage, t.Title.Here, view.Name(t.DoesPartyId),
            t.HelpsPartyId is null ? null : view.Name(t.HelpsPartyId), view.Name(t.ChecksPartyId), t.ConfirmsPartyId is null ? null : view.Name(t.ConfirmsPartyId),
            TableCell.Day(t.BeganOn ?? t.StartOn), TableCell.Day(t.EndedOn ?? t.DueOn), CooperationWords.Of(words, t.State), t.DoneBy is { } by ? CooperationWords.Of(words, by) : null,
            TableCell.Day(t.ConfirmedAt is { } at ? Dates.InChina(at) : null),
        ]));
}
