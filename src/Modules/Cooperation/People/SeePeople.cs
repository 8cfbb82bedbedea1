using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Certificates;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Hours;
using Guanlian.Cooperation.Sessions;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
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
    /// <param name="Attended">Sessions, over by now, that the person came to.</param>
    /// <param name="Skills">Skills of which the last attempt was passed.</param>
    /// <param name="Failed">Skills of which the last attempt was not.</param>
    internal sealed record Line(
        PersonRecord Person, int Attended, IReadOnlyList<string> Skills, IReadOnlyList<string> Failed, decimal Hours, IReadOnlyList<CertificateRecord> Certificates);

    /// <param name="Held">Sessions that are over.</param>
    /// <param name="Told">Institutions of whose people the reader is told more than who they are.</param>
    internal sealed record View(SeeCooperation.View Cooperation, IReadOnlyList<Line> People, int Held, IReadOnlySet<Guid> Told)
    {
        /// <summary>Whose name holds these words and who stands there, as page and export filter alike.</summary>
        public IReadOnlyList<Line> Shown(string? words, string? state) =>
        [
            .. People.Where(l => (string.IsNullOrWhiteSpace(words) || l.Person.Name.Contains(words.Trim(), StringComparison.OrdinalIgnoreCase))
                && (string.IsNullOrEmpty(state) || CodeWords.Write(l.Person.State) == state)),
        ];

        /// <summary>The template's least share of sessions attended, in percent.</summary>
        public int Attend => Cooperation.Template.Tasks.SelectMany(t => t.Deliverables).Max(d => d.Attend) ?? 0;

        /// <summary>Whoever came often enough, and at all where there was anything to come to.</summary>
        public bool CameEnough(Line line) => Held == 0 || (line.Attended > 0 && line.Attended * 100 >= Attend * Held);

        /// <summary>Who has earned the certificate of a course: admitted, came, passed.</summary>
        public bool Earned(Line line) => line.Person.State == PersonState.Accepted && line.Skills.Count > 0 && CameEnough(line);
    }

    internal sealed class Handler(CooperationDb db, SeeCooperation.Handler see, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<View>> HandleAsync(Guid id, CancellationToken ct)
        {
            var seen = await see.HandleAsync(id, ct);
            if (seen.Refused)
            {
                return seen.Refusal;
            }

            if (!KeptBooks.In(seen.Value.Template).Contains(KeptBook.Roster))
            {
                return CooperationAccess.Missing;
            }

            var now = clock.GetUtcNow();
            var held = (await db.Set<SessionRecord>().AsNoTracking().Where(s => s.CooperationId == id && s.CancelledWhy == null).ToListAsync(ct)).Where(s => s.Over(now)).Select(s => s.Id).ToList();
            return new View(seen.Value, await LinesAsync(id, held, ct), held.Count, RosterDoor.Told(seen.Value, current.Value));
        }

        private async Task<IReadOnlyList<Line>> LinesAsync(Guid id, List<Guid> held, CancellationToken ct)
        {
            var people = await db.Set<PersonRecord>().AsNoTracking().Where(p => p.CooperationId == id).OrderBy(p => p.PartyId).ThenBy(p => p.AddedAt).ThenBy(p => p.Id).ToListAsync(ct);
            var ids = people.ConvertAll(p => p.Id);
            var came = await db.Set<AttendanceRow>().Where(a => ids.Contains(a.PersonId) && held.Contains(a.SessionId)).GroupBy(a => a.PersonId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
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
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/cooperations/{id:guid}/people.xlsx", async (
        Guid id, string? q, string? state, Handler see, Wording words, CancellationToken ct) => (await see.HandleAsync(id, ct)).ToHttp(view => (IResult)new TableDownload(
            $"{view.Cooperation.Record.Title} {words["cooperation.tab.people"]}", TableFormat.Xlsx, new TableSheet(
            words["cooperation.tab.people"],
            [
                new(words["cooperation.people.name"]), new(words["cooperation.people.post"]), new(words["cooperation.people.institution"]), new(words["cooperation.field.state"]),
                new(words["cooperation.people.attended"]), new(words["cooperation.people.skills"]), new(words["cooperation.people.hours"]), new(words["cooperation.people.certificates"]),
            ],
            view.Shown(q, state).ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (l) =>
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
