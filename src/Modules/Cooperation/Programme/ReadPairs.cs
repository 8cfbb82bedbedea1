using Guanlian.Contracts.Agreements;
using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Programme;

/// <summary>The pairs that an actor stands in or over, with what came of each; four questions, however many pairs there are.</summary>
internal static class ReadPairs
{
    internal sealed class Handler(
        CooperationDb db, IPairs pairs, IPartyDirectory directory, CurrentActor current, TimeProvider clock, KeptAnswers kept, HistoryNumber number)
    {
        /// <summary>Pairs in which the actor's own institution stands, or, for the association, all that it stands over.</summary>
        public async Task<IReadOnlyList<PairLine>> HandleAsync(CancellationToken ct) =>
            CooperationAccess.Readable(current.Value) is { Count: > 0 } parties ? await KeptAsync(parties, ct) : [];

        /// <summary>Only those in which this party leads or is helped.</summary>
        public Task<IReadOnlyList<PairLine>> OfAsync(Guid party, CancellationToken ct) => KeptAsync([party], ct);

        /// <summary>Those that had been adopted before that moment, as they stood then; what became of them is told as of now.</summary>
        public async Task<IReadOnlyList<PairLine>> BeforeAsync(DateTimeOffset before, CancellationToken ct) =>
            CooperationAccess.Readable(current.Value) is { Count: > 0 } parties ? await LinesAsync(parties, before, ct) : [];

        private Task<IReadOnlyList<PairLine>> KeptAsync(IReadOnlyCollection<Guid> parties, CancellationToken ct) =>
            kept.OfAsync(number, string.Join(' ', parties.Order()), (Handler own) => own.LinesAsync(parties, null, CancellationToken.None), ct);

        private async Task<IReadOnlyList<PairLine>> LinesAsync(IReadOnlyCollection<Guid> parties, DateTimeOffset? before, CancellationToken ct)
        {
            var papers = await pairs.OfAsync(parties, before, ct);
            if (papers.Count == 0)
            {
                return [];
            }

            var now = clock.GetUtcNow();
            var cards = await directory.FindAsync([.. papers.SelectMany(p => new[] { p.LeaderId, p.MuseumId }).Distinct()], ct);
            var work = await WorkAsync(papers, ct);
            var owed = await OwedAsync(papers, Dates.InChina(now), ct);
            return
            [
                .. papers.Where(p => cards.ContainsKey(p.LeaderId) && cards.ContainsKey(p.MuseumId))
                    .Select(p => Line(p, cards, work.GetValueOrDefault((p.LeaderId, p.MuseumId)), owed.GetValueOrDefault((p.LeaderId, p.MuseumId)), now))
                    .OrderByDescending(l => l.Alarm).ThenByDescending(l => l.QuietDays).ThenBy(l => l.Museum.Code, StringComparer.Ordinal),
            ];
        }

        private static PairLine Line(PairOnPaper paper, IReadOnlyDictionary<Guid, PartyCard> cards, WorkRow? work, OwedRow? owed, DateTimeOffset now)
        {
            var state = paper.Standing switch
            {
                PaperStanding.None => PairState.NoAgreement,
                PaperStanding.Underway => PairState.Sealing,
                PaperStanding.Over => PairState.Over,
                _ => work is { Running: > 0 } ? PairState.Working : PairState.Signed,
            };
            var last = new[] { paper.AdoptedAt, paper.Standing == PaperStanding.InForce ? paper.Since : paper.AdoptedAt, work?.ActivityAt ?? paper.AdoptedAt }.Max();
            var quiet = Days(last, now);
            return new()
            {
                Paper = paper,
                Leader = cards[paper.LeaderId],
                Museum = cards[paper.MuseumId],
                State = state,
                DaysInState = Days(paper.Since, now),
                Running = work?.Running ?? 0,
                All = work?.All ?? 0,
                Claimed = work?.Claimed ?? 0,
                Confirmed = work?.Confirmed ?? 0,
                Disputed = work?.Disputed ?? 0,
                ActivityAt = work?.ActivityAt,
                QuietDays = quiet,
                Alarm = QuietRule.Of(quiet, state),
                LeaderOwes = (owed?.Leader ?? 0) + (paper.LeaderToAct ? 1 : 0),
                MuseumOwes = (owed?.Museum ?? 0) + (paper.MuseumToAct ? 1 : 0),
            };
        }

        private static int Days(DateTimeOffset from, DateTimeOffset to) => Math.Max(0, Dates.InChina(to).DayNumber - Dates.InChina(from).DayNumber);

        private async Task<Dictionary<(Guid, Guid), WorkRow>> WorkAsync(IReadOnlyList<PairOnPaper> papers, CancellationToken ct)
        {
            var (leaders, museums) = (papers.Select(p => p.LeaderId).ToArray(), papers.Select(p => p.MuseumId).ToArray());
            var rows = await db.Database.SqlQuery<WorkRow>($"""
                with pair as (select * from unnest({leaders}, {museums}) as p (leader_id, museum_id)),
                shared as (
                    select distinct p.leader_id, p.museum_id, m.cooperation_id
                      from pair p
                      join cooperation.participant m on m.party_id = p.museum_id
                      join cooperation.participant l on l.cooperation_id = m.cooperation_id and l.party_id = p.leader_id
                )
                select p.leader_id as "LeaderId", p.museum_id as "MuseumId", coalesce(w.running, 0)::int as "Running", coalesce(w.every, 0)::int as "All",
                       coalesce(w.claimed, 0)::int as "Claimed", coalesce(w.confirmed, 0)::int as "Confirmed", coalesce(w.disputed, 0)::int as "Disputed",
                       a.at as "ActivityAt"
                  from pair p
                  left join (
                    select s.leader_id, s.museum_id, count(*) filter (where c.state in ('Running', 'Paused')) as running, count(*) as every,
                           sum(c.claimed) as claimed, sum(c.confirmed) as confirmed, sum(c.disputed) as disputed
                      from shared s join cooperation.cooperation c on c.id = s.cooperation_id
                     where c.state <> 'Cancelled' group by s.leader_id, s.museum_id) w on (w.leader_id, w.museum_id) = (p.leader_id, p.museum_id)
                  left join cooperation.pair_activity a on a.one_id = least(p.leader_id, p.museum_id) and a.other_id = greatest(p.leader_id, p.museum_id)
                """).ToListAsync(ct);
            return rows.ToDictionary(r => (r.LeaderId, r.MuseumId));
        }

        // A step waits for whoever checks, confirms, or is late with doing.
        private async Task<Dictionary<(Guid, Guid), OwedRow>> OwedAsync(IReadOnlyList<PairOnPaper> papers, DateOnly today, CancellationToken ct)
        {
            var (leaders, museums) = (papers.Select(p => p.LeaderId).ToArray(), papers.Select(p => p.MuseumId).ToArray());
            var rows = await db.Database.SqlQuery<OwedRow>($"""
                with shared as (
                    select p.leader_id, p.museum_id, c.id
                      from unnest({leaders}, {museums}) as p (leader_id, museum_id)
                      join cooperation.cooperation c on c.state = 'Running'
                       and exists (select from cooperation.participant x where x.cooperation_id = c.id and x.party_id = p.museum_id)
                       and exists (select from cooperation.participant x where x.cooperation_id = c.id and x.party_id = p.leader_id)
                ),
                owed as (
                    select s.leader_id, s.museum_id, case when t.state = 'HandedIn' then t.checks_party_id when t.state = 'Accepted' then t.confirms_party_id else t.does_party_id end as party_id
                      from shared s join cooperation.task t on t.cooperation_id = s.id and t.dropped_at is null and t.called
                     where t.state = 'HandedIn' or (t.state in ('Open', 'Doing', 'Returned') and t.due_on < {today})
                        or (t.state = 'Accepted' and t.confirms_party_id is not null and t.confirmed_at is null and t.disputed_why is null)
                )
                select leader_id as "LeaderId", museum_id as "MuseumId", (count(*) filter (where party_id = leader_id))::int as "Leader",
                       (count(*) filter (where party_id = museum_id))::int as "Museum"
                  from owed group by 1, 2
                """).ToListAsync(ct);
            return rows.ToDictionary(r => (r.LeaderId, r.MuseumId));
        }

        private sealed record WorkRow(
            Guid LeaderId, Guid MuseumId, int Running, int All, int Claimed, int Confirmed, int Disputed, DateTimeOffset? ActivityAt);

        private sealed record OwedRow(Guid LeaderId, Guid MuseumId, int Leader, int Museum);
    }
}
