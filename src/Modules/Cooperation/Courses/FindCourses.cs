using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Courses;

/// <summary>The catalogue: what institutions of one's alliances can teach, by subject; as page and workbook.</summary>
internal static class FindCourses
{
    private const int Most = 2000;

    /// <param name="Travels">Only where the teacher comes to the county.</param>
    internal sealed record Query(string? Text, CourseSubject? Subject, CourseForm? Form, bool Travels)
    {
        /// <summary>Reads what stands in an address; a value that nobody knows asks nothing.</summary>
        public static Query Read(string? text, string? subject, string? form, bool travels) =>
            new(text, CodeWords.Read<CourseSubject>(subject ?? ""), CodeWords.Read<CourseForm>(form ?? ""), travels);
    }

    internal sealed record Item(CourseRecord Course, PartyCard By);

    /// <param name="BySubject">How many are offered in each subject, whatever is asked.</param>
    internal sealed record Found(IReadOnlyList<Item> Items, IReadOnlyDictionary<CourseSubject, int> BySubject);

    internal sealed class Handler(CooperationDb db, IPartyDirectory directory, CurrentActor current)
    {
        public async Task<Found> HandleAsync(Query query, CancellationToken ct)
        {
            var cards = await KnownAsync(ct);
            var ids = cards.Keys.ToList();
            var open = db.Set<CourseRecord>().AsNoTracking().Where(c => c.Open && ids.Contains(c.PartyId));
            var counts = await open.GroupBy(c => c.Subject).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
            var rows = query.Subject is { } subject ? open.Where(c => c.Subject == subject) : open;
            rows = query.Form is { } form ? rows.Where(c => c.Form == form || c.Form == CourseForm.Both) : rows;
            rows = query.Travels ? rows.Where(c => c.Travels) : rows;
            if (!string.IsNullOrWhiteSpace(query.Text))
            {
                var pattern = LikePattern.Containing(query.Text.Trim());
                rows = rows.Where(c => EF.Functions.ILike(c.Title, pattern, LikePattern.Escape) || EF.Functions.ILike(c.Content, pattern, LikePattern.Escape)
                    || EF.Functions.ILike(c.Teacher, pattern, LikePattern.Escape));
            }

            var found = await rows.OrderBy(c => c.Title).ThenBy(c => c.Id).Take(Most).ToListAsync(ct);
            return new([.. found.OrderBy(c => c.Subject).Select(c => new Item(c, cards[c.PartyId]))], counts);
        }

        /// <summary>One course of the catalogue; those taken out are seen by who wrote them.</summary>
        public async Task<Outcome<Item>> OneAsync(Guid id, CancellationToken ct)
        {
            var course = await db.Set<CourseRecord>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct);
            return course is not null && (course.Open || CooperationAccess.Works(current.Value, course.PartyId)) && (await KnownAsync(ct)).TryGetValue(course.PartyId, out var card)
                ? new Item(course, card) : new Refusal.Missing("cooperation.course.missing");
        }

        private async Task<Dictionary<Guid, PartyCard>> KnownAsync(CancellationToken ct) =>
            current.Value.PartyId is { } own ? (await directory.AlliesOfAsync(own, ct)).ToDictionary(p => p.Id) : [];
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/courses.xlsx", async (
        string? q, string? subject, string? form, bool? travels, Handler find, Wording words, CancellationToken ct) => (IResult)new TableDownload(
            words["cooperation.course.catalogue"], TableFormat.Xlsx, new TableSheet(
            words["cooperation.course.catalogue"],
            [
                new(words["cooperation.course.subject"]), new(words["cooperation.course.title"], 40), new(words["cooperation.course.by"], 30), new(words["cooperation.course.teacher"], 20),
                new(words["cooperation.course.hours"]), new(words["cooperation.course.seats"]), new(words["cooperation.course.form"]), new(words["cooperation.course.travels"]),
                new(words["cooperation.course.content"], 60),
            ],
            (await find.HandleAsync(Query.Read(q, subject, form, travels ?? false), ct)).Items.ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (i) =>
            [
                CourseWords.Of(words, i.Course.Subject), i.Course.Sample ? $"{i.Course.Title}（{words["platform.sample.mark"]}）" : i.Course.Title, i.By.Name, i.Course.Teacher,
                i.Course.Hours, i.Course.Seats?.ToString(System.Globalization.CultureInfo.InvariantCulture), CourseWords.Of(words, i.Course.Form), i.Course.Travels ? "✓" : "", i.Course.Content,
            ])))).RequireAuthorization(CooperationPermissions.Read);
}
