using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Board;

/// <summary>Open tasks of one month by their due day: those of one's institution, or, for the association, of all that it stands over.</summary>
internal static class ReadMonth
{
    private const int Most = 1000;

    internal sealed record Item(CooperationTask Task, string Cooperation, PartyCard? Does);

    internal sealed class Handler(CooperationDb db, IPartyDirectory directory, CurrentActor current)
    {
        public async Task<IReadOnlyList<Item>> HandleAsync(DateOnly month, CancellationToken ct)
        {
            if (current.Value.PartyId is not { } own || CooperationAccess.Readable(current.Value) is not { } readable)
            {
                return [];
            }

            var (parties, end) = (current.Value.May(CooperationPermissions.Work) ? [own] : readable.ToList(), month.AddMonths(1));
            var rows = await db.Tasks.AsNoTracking()
                .Where(t => t.DueOn >= month && t.DueOn < end && t.DroppedAt == null && t.Called && (t.State == TaskState.Open || t.State == TaskState.Doing || t.State == TaskState.Returned)
                    && (parties.Contains(t.DoesPartyId) || parties.Contains(t.ChecksPartyId)))
                .Join(db.Cooperations.Where(c => c.State == CooperationState.Running), t => t.CooperationId, c => c.Id, (t, c) => new { Task = t, c.Title })
                .OrderBy(r => r.Task.DueOn).ThenBy(r => r.Task.Id).Take(Most).ToListAsync(ct);
            var cards = await directory.FindAsync([.. rows.Select(r => r.Task.DoesPartyId).Distinct()], ct);
            return [.. rows.Select(r => new Item(r.Task, r.Title, cards.GetValueOrDefault(r.Task.DoesPartyId)))];
        }
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/cooperations/month.xlsx", async (
        string? month, Handler read, Wording words, TimeProvider clock, CancellationToken ct) =>
    {
        var asked = Months.Read(month, Dates.InChina(clock.GetUtcNow()));
        return (IResult)new TableDownload(words["cooperation.month.title"], TableFormat.Xlsx, new TableSheet(
            words["cooperation.month.title"],
            [
                new(words["cooperation.field.due"]), new(words["cooperation.field.task"], 40), new(words["cooperation.field.title"], 40), new(words["cooperation.field.does"], 30),
                new(words["cooperation.field.state"]),
            ],
            (await read.HandleAsync(asked, ct)).ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (i) =>
                [i.Task.DueOn!.Value, i.Task.Title.Here, i.Cooperation, i.Does?.Name, CooperationWords.Of(words, i.Task.State)])));
    }).RequireAuthorization(CooperationPermissions.Read);
}
