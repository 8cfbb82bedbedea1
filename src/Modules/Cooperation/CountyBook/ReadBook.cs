using System.Globalization;
using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Steps;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.CountyBook;

/// <summary>一馆一册: everything that an institution ever told or received, in chapters that the modules bring; page, print, workbook, form.</summary>
internal static class ReadBook
{
    internal sealed record View(PartyCard Party, IReadOnlyList<(IBookChapter Chapter, IReadOnlyList<BookLine> Lines)> Chapters);

    internal sealed class Handler(IEnumerable<IBookChapter> chapters, IPartyDirectory directory, CurrentActor current)
    {
        /// <param name="code">The institution's code; null for one's own.</param>
        /// <param name="year">One year only.</param>
        /// <param name="ct">Ends with the request.</param>
        public async Task<Outcome<View>> HandleAsync(string? code, int? year, CancellationToken ct)
        {
            if (current.Value.PartyId is not { } own || CooperationAccess.Readable(current.Value) is not { } readable)
            {
                return new Refusal.Missing("cooperation.county-book.missing");
            }

            var card = code is null ? await directory.FindAsync(own, ct) : (await directory.FindAsync(readable, ct)).Values.FirstOrDefault(c => c.Code == code);
            if (card is null)
            {
                return new Refusal.Missing("cooperation.county-book.missing");
            }

            var read = new List<(IBookChapter, IReadOnlyList<BookLine>)>();
            foreach (var chapter in chapters.OrderBy(c => c.Order))
            {
                read.Add((chapter, await chapter.OfAsync(card.Id, year, ct)));
            }

            return new View(card, read);
        }
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/book.xlsx", async (string? of, int? year, Handler read, Wording words, CancellationToken ct) =>
            await read.HandleAsync(of, year, ct) is { Refused: false } seen
                ? new TableDownload(words["cooperation.county-book.of", ("name", seen.Value.Party.Name)], TableFormat.Xlsx, [.. seen.Value.Chapters.Select(c => Sheet(words, c.Chapter, c.Lines))])
                : Results.NotFound()).RequireAuthorization(CooperationPermissions.Read);
        routes.MapGet("/book/fill.xlsx", async (int? year, CooperationDb db, CurrentActor current, Wording words, TimeProvider clock, CancellationToken ct) =>
        {
            var filled = year is >= 1990 and <= 2100 and { } asked ? asked : Dates.InChina(clock.GetUtcNow()).Year;
            return (IResult)new TableDownload(words["cooperation.county-book.form", ("year", $"{filled}")], TableFormat.Xlsx, await FormAsync(db, words, current.Value.PartyId!.Value, filled, ct));
        }).RequireAuthorization(CooperationPermissions.Work);
    }

    private static TableSheet Sheet(Wording words, IBookChapter chapter, IReadOnlyList<BookLine> lines) => new(
        words[chapter.Title], [new(words["cooperation.county-book.day"]), .. chapter.Columns.Select(c => new TableHeading(words[c]))],
        lines.ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (l) => [l.On, .. l.Cells.Select(TableCell.From)]));

    /// <summary>The form to fill without a connection: the year's figures, and results that wait for the museum's word.</summary>
    private static async Task<TableSheet> FormAsync(CooperationDb db, Wording words, Guid party, int year, CancellationToken ct)
    {
        var facts = await db.YearFacts.AsNoTracking().Where(f => f.PartyId == party && f.Year == year).ToDictionaryAsync(f => f.Kind, ct);
        var waiting = await db.WaitingFor(party).AsNoTracking().Where(t => t.ConfirmedAt == null)
            .Join(db.Cooperations, t => t.CooperationId, c => c.Id, (t, c) => new { Task = t, c.Number, c.Title })
            .OrderBy(r => r.Task.HandedInAt).ThenBy(r => r.Task.Id).Take(2000).ToListAsync(ct);
        var rows = YearFact.Kinds.Select(k => (IReadOnlyList<TableCell>)
            [
                string.Create(CultureInfo.InvariantCulture, $"{year}-{k}"), words[$"cooperation.year-fact.{k}"], $"{year}",
                facts.TryGetValue(k, out var fact) ? fact.Value : (string?)null, facts.GetValueOrDefault(k)?.Note,
            ])
            .Concat(waiting.Select(w => (IReadOnlyList<TableCell>)
            [
                $"T-{w.Task.Id}", words["cooperation.county-book.received", ("task", w.Task.Title.Here)], $"{CooperationWords.Number(w.Number)} {w.Title}", w.Task.DisputedWhy is null ? null : words["cooperation.county-book.no"], w.Task.DisputedWhy,
            ]));
        return new(
            words["cooperation.county-book.form-sheet"],
            [
                new(words["cooperation.county-book.code"], 24), new(words["cooperation.county-book.item"], 40), new(words["cooperation.county-book.about"], 30), new(words["cooperation.county-book.fill"], 16),
                new(words["cooperation.county-book.note"], 40),
            ],
            rows.ToAsyncEnumerable())
        {
            Title = words["cooperation.county-book.form", ("year", $"{year}")],
            Notes = [words["cooperation.county-book.form-note"]],
        };
    }
}
