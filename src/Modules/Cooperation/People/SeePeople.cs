using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Certificates;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Hours;
using Guanlian.Cooperation.Sessions;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Http;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.People;

/// <summary>The roster with what each person came to, passed, served, and holds.</summary>
internal static class SeePeople
{
    /// <param name="Attended">Sessions that the person came to.</param>
    /// <param name="Skills">Skills of which the last attempt was passed.</param>
    /// <param name="Failed">Skills of which the last attempt was not.</param>
    internal sealed record Line(
        PersonRecord Person, int Attended, IReadOnlyList<string> Skills, IReadOnlyList<string> Failed, decimal Hours, IReadOnlyList<CertificateRecord> Certificates);

    /// <param name="Held">Sessions that have taken place.</param>
    internal sealed record View(SeeCooperation.View Cooperation, IReadOnlyList<Line> People, int Held)
    {
        /// <summary>The template's least share of sessions attended, in percent.</summary>
        public int Attend => Cooperation.Template.Tasks.SelectMany(t => t.Deliverables).Max(d => d.Attend) ?? 0;

        /// <summary>Whoever came often enough, and at all where there was anything to come to.</summary>
        public bool CameEnough(Line line) => Held == 0 || (line.Attended > 0 && line.Attended * 100 >= Attend * Held);

        /// <summary>Who has earned the certificate of a course: taken in, came, passed, and holds none yet.</summary>
        public bool Earned(Line line) => line.Person.State == PersonState.Accepted && line.Skills.Count > 0 && CameEnough(line);
    }

    internal sealed class Handler(CooperationDb db, SeeCooperation.Handler see, TimeProvider clock)
    {
        public async Task<Outcome<View>> HandleAsync(Guid id, CancellationToken ct)
        {
            var seen = await see.HandleAsync(id, ct);
            return seen.Refused ? seen.Refusal
                : !KeptBooks.In(seen.Value.Template).Contains(KeptBook.Roster) ? CooperationAccess.Missing
                : new View(seen.Value, await LinesAsync(id, ct), await HeldAsync(id, ct));
        }

        public async Task<IReadOnlyList<Line>> LinesAsync(Guid id, CancellationToken ct)
        {
            var people = await db.Set<PersonRecord>().AsNoTracking().Where(p => p.CooperationId == id).OrderBy(p => p.PartyId).ThenBy(p => p.AddedAt).ThenBy(p => p.Id).ToListAsync(ct);
            var ids = people.ConvertAll(p => p.Id);
            var came = await db.Set<AttendanceRow>().Where(a => ids.Contains(a.PersonId)).GroupBy(a => a.PersonId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
            var checks = (await db.Set<SkillCheck>().AsNoTracking().Where(c => ids.Contains(c.PersonId)).OrderBy(c => c.Id).ToListAsync(ct)).ToLookup(c => c.PersonId);
            var hours = await db.Set<ServiceHours>().Where(h => h.CooperationId == id && h.ConfirmedAt != null).GroupBy(h => h.PersonId)
                .Select(g => new { g.Key, Sum = g.Sum(h => h.Hours) }).ToDictionaryAsync(g => g.Key, g => g.Sum, ct);
            var papers = (await db.Set<CertificateRecord>().AsNoTracking().Where(c => c.CooperationId == id).OrderBy(c => c.IssuedAt).ToListAsync(ct)).ToLookup(c => c.PersonId);
            return [.. people.Select(p =>
            {
                var last = checks[p.Id].GroupBy(c => c.Skill).Select(g => g.Last()).ToList();
                return new Line(
                    p, came.GetValueOrDefault(p.Id), [.. last.Where(c => c.Passed).Select(c => c.Skill)], [.. last.Where(c => !c.Passed).Select(c => c.Skill)],
                    hours.GetValueOrDefault(p.Id), [.. papers[p.Id]]);
            })];
        }

        public Task<int> HeldAsync(Guid id, CancellationToken ct)
        {
            var today = Dates.InChina(clock.GetUtcNow());
            return db.Set<SessionRecord>().CountAsync(s => s.CooperationId == id && s.CancelledWhy == null && s.OnDay <= today, ct);
        }
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/cooperations/{id:guid}/people.xlsx", async (
        Guid id, Handler see, Wording words, CancellationToken ct) => (await see.HandleAsync(id, ct)).ToHttp(view => (IResult)new TableDownload(
            $"{view.Cooperation.Record.Title} {words["cooperation.tab.people"]}", TableFormat.Xlsx, new TableSheet(
            words["cooperation.tab.people"],
            [
                new(words["cooperation.people.name"]), new(words["cooperation.people.post"]), new(words["cooperation.people.institution"]), new(words["cooperation.field.state"]),
                new(words["cooperation.people.attended"]), new(words["cooperation.people.skills"]), new(words["cooperation.people.hours"]), new(words["cooperation.people.certificates"]),
            ],
            view.People.ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (l) =>
            [
                l.Person.Name, l.Person.Post, view.Cooperation.Name(l.Person.PartyId), PersonSays.State(words, l.Person.State), l.Attended,
                string.Join(Wording.InChinese ? "、" : ", ", l.Skills), l.Hours, string.Join(' ', l.Certificates.Where(c => c.RevokedAt is null).Select(c => c.Number)),
            ]))))).RequireAuthorization(CooperationPermissions.Read);
}

/// <summary>How pages name a person's state.</summary>
internal static class PersonSays
{
    public static string State(Wording words, PersonState state) => words[$"cooperation.person-state.{CodeWords.Write(state)}"];

    public static Platform.Pages.TagKind Mark(PersonState state) => state switch
    {
        PersonState.Accepted => Platform.Pages.TagKind.Done,
        PersonState.Applied => Platform.Pages.TagKind.Waiting,
        _ => Platform.Pages.TagKind.Stopped,
    };
}
