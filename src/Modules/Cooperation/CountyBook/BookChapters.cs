using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.CountyBook;

/// <summary>Cooperations that an institution took part in; loans are a chapter of their own.</summary>
internal abstract class BookOfCooperations(CooperationDb db, IPartyDirectory directory, Wording words, bool loans) : IBookChapter
{
    private const string Loan = "loan";

    public abstract int Order { get; }

    public abstract string Title { get; }

    public IReadOnlyList<string> Columns { get; } =
        ["cooperation.field.number", "cooperation.field.title", "cooperation.field.kind", "cooperation.county-book.with", "cooperation.field.state", "cooperation.field.progress"];

    public async Task<IReadOnlyList<BookLine>> OfAsync(Guid partyId, int? year, CancellationToken ct)
    {
        var rows = await db.Cooperations.AsNoTracking().Where(c => (c.Template == Loan) == loans && db.Participants.Any(p => p.CooperationId == c.Id && p.PartyId == partyId))
            .Where(c => year == null || c.StartOn.Year == year).OrderBy(c => c.StartOn).ThenBy(c => c.Number).ToListAsync(ct);
        var ids = rows.Select(r => r.Id).ToList();
        var others = (await db.Participants.AsNoTracking().Where(p => ids.Contains(p.CooperationId) && p.PartyId != partyId).OrderBy(p => p.Sort)
            .Select(p => new { p.CooperationId, p.PartyId }).ToListAsync(ct)).ToLookup(p => p.CooperationId, p => p.PartyId);
        var cards = await directory.FindAsync([.. others.SelectMany(o => o).Distinct()], ct);
        var editionIds = rows.Select(r => r.EditionId).Distinct().ToList();
        var kinds = await db.Editions.AsNoTracking().Where(e => editionIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => new Bilingual(e.NameZh, e.NameEn), ct);
        return
        [
            .. rows.Select(c => new BookLine(
                c.StartOn,
                [
                    CooperationWords.Number(c.Number), c.Title, kinds[c.EditionId].Here,
                    string.Join(Wording.InChinese ? "、" : ", ", others[c.Id].Distinct().Select(o => cards.GetValueOrDefault(o)?.Name).OfType<string>()),
                    CooperationWords.Of(words, c.State), $"{c.Done} / {c.Total}",
                ],
                $"cooperations/{c.Id}")),
        ];
    }
}

/// <summary>All but loans.</summary>
internal sealed class BookOfWork(CooperationDb db, IPartyDirectory directory, Wording words) : BookOfCooperations(db, directory, words, loans: false)
{
    public override int Order => 50;

    public override string Title => "cooperation.list.title";
}

/// <summary>借展</summary>
internal sealed class BookOfLoans(CooperationDb db, IPartyDirectory directory, Wording words) : BookOfCooperations(db, directory, words, loans: true)
{
    public override int Order => 60;

    public override string Title => "cooperation.county-book.loans";
}

/// <summary>Results that an institution handed in or received, and what it said of them.</summary>
internal sealed class BookOfResults(CooperationDb db, IPartyDirectory directory, Wording words) : IBookChapter
{
    public int Order => 70;

    public string Title => "cooperation.county-book.results";

    public IReadOnlyList<string> Columns { get; } =
        ["cooperation.field.title", "cooperation.field.task", "cooperation.field.does", "cooperation.field.confirms", "cooperation.field.done-by", "cooperation.annex.confirmed-on", "cooperation.county-book.word"];

    public async Task<IReadOnlyList<BookLine>> OfAsync(Guid partyId, int? year, CancellationToken ct)
    {
        var rows = await db.Tasks.AsNoTracking().Where(t => t.HandedInAt != null && (t.DoesPartyId == partyId || t.ConfirmsPartyId == partyId || t.ChecksPartyId == partyId))
            .Join(db.Cooperations, t => t.CooperationId, c => c.Id, (t, c) => new { Task = t, c.Title })
            .OrderBy(r => r.Task.HandedInAt).ThenBy(r => r.Task.Id).ToListAsync(ct);
        var cards = await directory.FindAsync([.. rows.SelectMany(r => new[] { r.Task.DoesPartyId, r.Task.ConfirmsPartyId ?? r.Task.DoesPartyId }).Distinct()], ct);
        return
        [
            .. rows.Select(r => new BookLine(
                    Dates.InChina(r.Task.HandedInAt!.Value),
                    [
                        r.Title, r.Task.Title.Here, cards.GetValueOrDefault(r.Task.DoesPartyId)?.Name,
                        r.Task.ConfirmsPartyId is { } receiver ? cards.GetValueOrDefault(receiver)?.Name : null, r.Task.DoneBy is { } by ? CooperationWords.Of(words, by) : null,
                        r.Task.ConfirmedAt is { } at ? Dates.Day(at) : null, r.Task.DisputedWhy,
                    ],
                    $"cooperations/tasks/{r.Task.Id}"))
                .Where(l => year is null || l.On.Year == year),
        ];
    }
}

/// <summary>The annual figures.</summary>
internal sealed class BookOfFigures(CooperationDb db, Wording words) : IBookChapter
{
    public int Order => 80;

    public string Title => "cooperation.county-book.figures";

    public IReadOnlyList<string> Columns { get; } = ["cooperation.field.year", "cooperation.county-book.item", "cooperation.county-book.value", "cooperation.county-book.note", "cooperation.county-book.by"];

    public async Task<IReadOnlyList<BookLine>> OfAsync(Guid partyId, int? year, CancellationToken ct)
    {
        var rows = await db.YearFacts.AsNoTracking().Where(f => f.PartyId == partyId && (year == null || f.Year == year)).OrderBy(f => f.Year).ThenBy(f => f.Kind).ToListAsync(ct);
        return
        [
            .. rows.Select(f => new BookLine(
                Dates.InChina(f.WrittenAt),
                [$"{f.Year}", words[$"cooperation.year-fact.{f.Kind}"], f.Value.ToString("#,0.##", System.Globalization.CultureInfo.CurrentCulture), f.Note, f.ByName], null)),
        ];
    }
}
