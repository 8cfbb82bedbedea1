using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Programme;

/// <summary>How long each party takes to do, to check and to confirm, and what waits for it now (requirement W18).</summary>
internal static class ReadTimes
{
    /// <param name="Step">do, check, confirm.</param>
    /// <param name="Count">Steps that ended within the year.</param>
    /// <param name="Median">Half of them took no longer, in days.</param>
    /// <param name="Longest">In days.</param>
    internal sealed record Line(PartyCard Party, string Step, int Count, double Median, int Longest, int Waiting, int OldestWaiting);

    internal static IReadOnlyList<string> Steps { get; } = ["do", "check", "confirm"];

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/programme/time.xlsx", async (
        string? step, Handler read, Wording words, CancellationToken ct) =>
        (IResult)new TableDownload(words["cooperation.programme.time"], TableFormat.Xlsx, new TableSheet(
            words["cooperation.programme.time"],
            [
                new(words["cooperation.time.party"], 30), new(words["cooperation.time.step"]), new(words["cooperation.time.count"]), new(words["cooperation.time.median"]),
                new(words["cooperation.time.longest"]), new(words["cooperation.time.waiting"]), new(words["cooperation.time.oldest"]),
            ],
            (await read.HandleAsync(step, ct)).ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (l) =>
                [l.Party.Name, words[$"cooperation.time.step.{l.Step}"], l.Count, l.Median, l.Longest, l.Waiting, l.OldestWaiting]))
        {
            Notes = [words["cooperation.time.lead"]],
        })).RequireAuthorization(CooperationPermissions.Oversee);

    internal sealed class Handler(CooperationDb db, IPartyDirectory directory, CurrentActor current, TimeProvider clock, KeptAnswers kept, HistoryNumber number)
    {
        private const int Days = 365;

        /// <summary>One line for each party and step, what waits longest first.</summary>
        public async Task<IReadOnlyList<Line>> HandleAsync(string? step, CancellationToken ct) => CooperationAccess.Readable(current.Value) is { Count: > 0 } readable
            ? [.. (await kept.OfAsync(number, string.Join(' ', readable.Order()), (Handler own) => own.LinesAsync(readable, CancellationToken.None), ct))
                .Where(l => string.IsNullOrEmpty(step) || l.Step == step)]
            : [];

        private async Task<IReadOnlyList<Line>> LinesAsync(IReadOnlyCollection<Guid> readable, CancellationToken ct)
        {
            var (parties, today) = (readable.ToArray(), Dates.InChina(clock.GetUtcNow()));
            var since = today.AddDays(-Days);
            var rows = await db.Database.SqlQuery<Row>($"""
                with handed as (
                    select t.*, (t.handed_in_at at time zone 'Asia/Shanghai')::date as handed_on, (t.confirmed_at at time zone 'Asia/Shanghai')::date as confirmed_on
                      from cooperation.task t where t.state = 'Accepted' and t.ended_on >= {since}
                ),
                ended as (
                    select does_party_id as party_id, 'do' as step, greatest(0, handed_on - coalesce(began_on, start_on)) as days from handed where handed_on is not null
                    union all
                    select checks_party_id, 'check', greatest(0, ended_on - handed_on) from handed where handed_on is not null
                    union all
                    select confirms_party_id, 'confirm', greatest(0, confirmed_on - handed_on) from handed where confirmed_on is not null and confirms_party_id is not null
                ),
                waits as (
                    select t.checks_party_id as party_id, 'check' as step, t.cooperation_id, {today}::date - (t.handed_in_at at time zone 'Asia/Shanghai')::date as days
                      from cooperation.task t where t.state = 'HandedIn' and t.dropped_at is null
                    union all
                    select t.does_party_id, 'do', t.cooperation_id, {today}::date - t.due_on from cooperation.task t
                     where t.state in ('Open', 'Doing', 'Returned') and t.dropped_at is null and t.called and t.due_on < {today}
                    union all
                    select t.confirms_party_id, 'confirm', t.cooperation_id, {today}::date - t.ended_on from cooperation.task t
                     where t.state = 'Accepted' and t.confirms_party_id is not null and t.confirmed_at is null and t.disputed_why is null and t.dropped_at is null
                ),
                past as (
                    select party_id, step, count(*)::int as n, percentile_cont(0.5) within group (order by days) as median, max(days)::int as longest
                      from ended where party_id = any ({parties}) group by 1, 2
                ),
                now as (
                    select w.party_id, w.step, count(*)::int as n, max(w.days)::int as oldest
                      from waits w join cooperation.cooperation c on c.id = w.cooperation_id and c.state = 'Running'
                     where w.party_id = any ({parties}) group by 1, 2
                )
                select coalesce(p.party_id, n.party_id) as "PartyId", coalesce(p.step, n.step) as "Step", coalesce(p.n, 0) as "Count", coalesce(p.median, 0) as "Median",
                       coalesce(p.longest, 0) as "Longest", coalesce(n.n, 0) as "Waiting", coalesce(n.oldest, 0) as "OldestWaiting"
                  from past p full join now n on (n.party_id, n.step) = (p.party_id, p.step)
                """).ToListAsync(ct);
            var cards = await directory.FindAsync([.. rows.Select(r => r.PartyId).Distinct()], ct);
            return
            [
                .. rows.Where(r => cards.ContainsKey(r.PartyId))
                    .Select(r => new Line(cards[r.PartyId], r.Step, r.Count, r.Median, r.Longest, r.Waiting, r.OldestWaiting))
                    .OrderByDescending(l => l.OldestWaiting).ThenByDescending(l => l.Median).ThenBy(l => l.Party.Code, StringComparer.Ordinal).ThenBy(l => l.Step, StringComparer.Ordinal),
            ];
        }

        private sealed record Row(Guid PartyId, string Step, int Count, double Median, int Longest, int Waiting, int OldestWaiting);
    }
}
