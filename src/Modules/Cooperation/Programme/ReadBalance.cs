using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
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

/// <summary>
/// What each party promised, gave and was confirmed to have given, and what the others gave in the same cooperations: every kind in its
/// own unit, never converted (requirement G24, idea 9).
/// </summary>
internal static class ReadBalance
{
    /// <param name="Received">What the others of its cooperations gave, confirmed.</param>
    internal sealed record Line(PartyCard Party, string Unit, decimal Promised, decimal Given, decimal Confirmed, decimal Received)
    {
        /// <summary>Given by its own word, and not confirmed by those who should have received it.</summary>
        public decimal Gap => Math.Max(0, Given - Confirmed);

        public bool OnlyReceives => Confirmed == 0 && Received > 0;
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/programme/balance.xlsx", async (
        int? year, string? unit, Handler read, Wording words, CancellationToken ct) =>
        (IResult)new TableDownload(words["cooperation.programme.balance"], TableFormat.Xlsx, new TableSheet(
            words["cooperation.programme.balance"],
            [
                new(words["cooperation.time.party"], 30), new(words["cooperation.balance.unit"]), new(words["cooperation.balance.promised"]), new(words["cooperation.balance.given"]),
                new(words["cooperation.balance.confirmed"]), new(words["cooperation.balance.gap"]), new(words["cooperation.balance.received"]),
            ],
            (await read.HandleAsync(year, unit, ct)).ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (l) =>
                [l.Party.Name, CooperationWords.Unit(words, l.Unit), l.Promised, l.Given, l.Confirmed, l.Gap, l.Received]))
        {
            Notes = [words["cooperation.balance.lead"]],
        })).RequireAuthorization(CooperationPermissions.Oversee);

    internal sealed class Handler(CooperationDb db, IPartyDirectory directory, CurrentActor current, KeptAnswers kept, HistoryNumber number)
    {
        public async Task<IReadOnlyList<Line>> HandleAsync(int? year, string? unit, CancellationToken ct) => CooperationAccess.Readable(current.Value) is { Count: > 0 } readable
            ? [.. (await KeptAsync(readable, year is >= 1990 and <= 2100 ? year : null, ct)).Where(l => string.IsNullOrEmpty(unit) || l.Unit == unit)]
            : [];

        private Task<IReadOnlyList<Line>> KeptAsync(IReadOnlyCollection<Guid> readable, int? year, CancellationToken ct) =>
            kept.OfAsync(number, $"{year} {string.Join(' ', readable.Order())}", (Handler own) => own.LinesAsync(readable, year, CancellationToken.None), ct);

        private async Task<IReadOnlyList<Line>> LinesAsync(IReadOnlyCollection<Guid> readable, int? year, CancellationToken ct)
        {
            var parties = readable.ToArray();
            var from = year is { } y ? new DateOnly(y, 1, 1) : DateOnly.MinValue;
            var to = year is null ? DateOnly.MaxValue : from.AddYears(1);
            var rows = await db.Database.SqlQuery<Row>($"""
                with line as (
                    select k.cooperation_id, k.party_id, k.unit, k.promised, k.given, k.confirmed from cooperation.contribution k
                      join cooperation.cooperation c on c.id = k.cooperation_id and c.state not in ('Idea', 'Cancelled') and c.start_on >= {from} and c.start_on < {to}
                     where k.promised is not null or k.given is not null
                ),
                own as (
                    select party_id, unit, sum(promised) as promised, sum(given) as given, sum(confirmed) as confirmed from line group by 1, 2
                ),
                got as (
                    select p.party_id, l.unit, sum(l.confirmed) as received
                      from (select distinct cooperation_id, party_id from cooperation.participant where party_id = any ({parties})) p
                      join line l on l.cooperation_id = p.cooperation_id and l.party_id <> p.party_id and l.confirmed > 0 group by 1, 2
                )
                select coalesce(o.party_id, g.party_id) as "PartyId", coalesce(o.unit, g.unit) as "Unit", coalesce(o.promised, 0) as "Promised",
                       coalesce(o.given, 0) as "Given", coalesce(o.confirmed, 0) as "Confirmed", coalesce(g.received, 0) as "Received"
                  from own o full join got g on (g.party_id, g.unit) = (o.party_id, o.unit)
                 where coalesce(o.party_id, g.party_id) = any ({parties})
                """).ToListAsync(ct);
            var cards = await directory.FindAsync([.. rows.Select(r => r.PartyId).Distinct()], ct);
            return
            [
                .. rows.Where(r => cards.ContainsKey(r.PartyId))
                    .Select(r => new Line(cards[r.PartyId], r.Unit, r.Promised, r.Given, r.Confirmed, r.Received))
                    .OrderByDescending(l => l.Gap > 0).ThenBy(l => l.Party.Code, StringComparer.Ordinal).ThenBy(l => l.Unit, StringComparer.Ordinal),
            ];
        }

        private sealed record Row(Guid PartyId, string Unit, decimal Promised, decimal Given, decimal Confirmed, decimal Received);
    }
}
