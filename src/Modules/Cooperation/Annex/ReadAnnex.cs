using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Programme;
using Guanlian.Platform.Access;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Annex;

/// <summary>Gathers a year: pairs, results with who confirmed them, indicators and contributions. Five questions, however large the year.</summary>
internal sealed class ReadAnnex(CooperationDb db, ReadPairs.Handler pairs, Editions editions, IPartyDirectory directory, CurrentActor current)
{
    public async Task<AnnexFacts> OfAsync(Guid party, int year, string address, Func<int, Task> told, CancellationToken ct)
    {
        var parties = (CooperationAccess.Readable(current.Value) ?? []).ToArray();
        var (from, to) = (Dates.StartOf(year), Dates.StartOf(year + 1));
        var lines = await pairs.BeforeAsync(to, ct);
        await told(1);
        var results = await ResultsAsync(parties, from, to, ct);
        await told(2);
        var measures = await MeasuresAsync(parties, from, to, ct);
        var gifts = await GiftsAsync(parties, new(year, 1, 1), new(year + 1, 1, 1), ct);
        await told(3);
        var cards = await directory.FindAsync([.. results.SelectMany(r => new[] { r.Does, r.Receives }).Concat(gifts.Select(g => g.PartyId)).Distinct()], ct);
        var kinds = results.Select(r => r.EditionId).Concat(measures.Select(m => m.EditionId)).Distinct().ToList();
        var templates = new Dictionary<Guid, Templates.Template>();
        foreach (var kind in kinds)
        {
            templates[kind] = await editions.OfAsync(kind, ct);
        }

        // By both parties of a result, whoever of them gave.
        var byPair = results.GroupBy(r => Ordered(r.Does, r.Receives)).ToDictionary(g => g.Key, g => g.ToList());
        return new()
        {
            Year = year,
            Party = (await directory.FindAsync(party, ct))!,
            Base = address,
            Pairs = [.. lines.OrderBy(l => l.Leader.Code, StringComparer.Ordinal).ThenBy(l => l.Museum.Code, StringComparer.Ordinal).Select(l => PairOf(l, byPair))],
            Results =
            [
                .. results.Select(r => new AnnexFacts.Result(
                    r.TaskId, r.Number, r.Title, templates[r.EditionId].Name, new(r.TitleZh, r.TitleEn), Name(cards, r.Does), Name(cards, r.Receives), r.Mode, r.DoneBy,
                    r.HandedInOn, r.ConfirmedOn, r.Disputed, r.Evidence)),
            ],
            Measures =
            [
                .. measures.SelectMany(m => templates[m.EditionId].Indicators.Where(i => i.Code == m.Code)
                        .Select(i => (Kind: templates[m.EditionId].Name, i.Name, Unit: CodeWords.Write(i.Unit), m.Claimed, m.Confirmed)))
                    .GroupBy(m => (m.Kind, m.Name, m.Unit)).OrderBy(g => g.Key.Kind.Zh, StringComparer.Ordinal)
                    .Select(g => new AnnexFacts.Measure(g.Key.Kind, g.Key.Name.Here, g.Key.Unit, g.Sum(m => m.Claimed), g.Sum(m => m.Confirmed))),
            ],
            Gifts = [.. gifts.Select(g => new AnnexFacts.Gift(Name(cards, g.PartyId), Wording.InChinese ? g.WhatZh : g.WhatEn, g.Unit, g.Promised, g.Given, g.Confirmed))],
        };
    }

    private static AnnexFacts.Pair PairOf(PairLine line, Dictionary<(Guid, Guid), List<ResultRow>> byPair)
    {
        var own = byPair.GetValueOrDefault(Ordered(line.Leader.Id, line.Museum.Id)) ?? [];
        return new(line, own.Select(r => r.Number).Distinct().Count(), own.Count, own.Count(r => r.ConfirmedOn is not null), own.Count(r => r.Disputed));
    }

    private static (Guid, Guid) Ordered(Guid one, Guid other) => one.CompareTo(other) < 0 ? (one, other) : (other, one);

    private static string Name(IReadOnlyDictionary<Guid, PartyCard> cards, Guid id) => cards.GetValueOrDefault(id)?.Name ?? "–";

    private Task<List<ResultRow>> ResultsAsync(Guid[] parties, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => db.Database.SqlQuery<ResultRow>($"""
        with files as (
            select d.task_id, count(*)::int as n from cooperation.deliverable d join cooperation.evidence e on e.deliverable_id = d.id and e.taken_back_at is null
              join cooperation.task t on t.id = d.task_id and t.handed_in_at >= {from} and t.handed_in_at < {to}
             group by 1
        )
        select t.id as "TaskId", c.number as "Number", c.title as "Title", c.edition_id as "EditionId", t.title_zh as "TitleZh", t.title_en as "TitleEn",
               t.does_party_id as "Does", t.confirms_party_id as "Receives", t.mode as "Mode", t.done_by as "DoneBy",
               (t.handed_in_at at time zone 'Asia/Shanghai')::date as "HandedInOn", (t.confirmed_at at time zone 'Asia/Shanghai')::date as "ConfirmedOn",
               t.disputed_why is not null as "Disputed", coalesce(f.n, 0) as "Evidence"
          from cooperation.task t
          join cooperation.cooperation c on c.id = t.cooperation_id
          left join files f on f.task_id = t.id
         where t.handed_in_at >= {from} and t.handed_in_at < {to} and t.confirms_party_id is not null and t.dropped_at is null
           and (t.does_party_id = any ({parties}) or t.confirms_party_id = any ({parties}))
         order by c.number, t.sort
        """).ToListAsync(ct);

    private Task<List<MeasureRow>> MeasuresAsync(Guid[] parties, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => db.Database.SqlQuery<MeasureRow>($"""
        select c.edition_id as "EditionId", d.measures as "Code", sum(e.number) as "Claimed",
               coalesce(sum(e.number) filter (where t.confirmed_at is not null or (t.confirms_party_id is null and t.state = 'Accepted')), 0) as "Confirmed"
          from cooperation.task t
          join cooperation.cooperation c on c.id = t.cooperation_id
          join cooperation.deliverable d on d.task_id = t.id and d.measures is not null
          join cooperation.evidence e on e.deliverable_id = d.id and e.taken_back_at is null and e.number is not null
         where t.handed_in_at >= {from} and t.handed_in_at < {to} and t.dropped_at is null
           and exists (select from cooperation.participant p where p.cooperation_id = c.id and p.party_id = any ({parties}))
         group by 1, 2
        """).ToListAsync(ct);

    private Task<List<GiftRow>> GiftsAsync(Guid[] parties, DateOnly from, DateOnly to, CancellationToken ct) => db.Database.SqlQuery<GiftRow>($"""
        select k.party_id as "PartyId", k.what_zh as "WhatZh", k.what_en as "WhatEn", k.unit as "Unit", coalesce(sum(k.promised), 0) as "Promised",
               coalesce(sum(k.given), 0) as "Given", coalesce(sum(k.confirmed), 0) as "Confirmed"
          from cooperation.contribution k
          join cooperation.cooperation c on c.id = k.cooperation_id and c.state not in ('Idea', 'Cancelled') and c.start_on >= {from} and c.start_on < {to}
         where (k.promised > 0 or k.given > 0) and k.party_id = any ({parties})
         group by 1, 2, 3, 4 order by 1, 2
        """).ToListAsync(ct);

    private sealed record ResultRow(
        Guid TaskId, long Number, string Title, Guid EditionId, string TitleZh, string TitleEn, Guid Does, Guid Receives, string? Mode, string? DoneBy,
        DateOnly HandedInOn, DateOnly? ConfirmedOn, bool Disputed, int Evidence);

    private sealed record MeasureRow(Guid EditionId, string Code, decimal Claimed, decimal Confirmed);

    private sealed record GiftRow(Guid PartyId, string WhatZh, string WhatEn, string Unit, decimal Promised, decimal Given, decimal Confirmed);
}
