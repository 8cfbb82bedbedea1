using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.People;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Http;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Sessions;

/// <summary>The timetable with how many came, and one session with who did.</summary>
internal static class SeeSessions
{
    internal sealed record View(SeeCooperation.View Cooperation, IReadOnlyList<SessionRecord> Sessions, IReadOnlyDictionary<Guid, int> Came, int People)
    {
        /// <summary>Sessions with these words in title, teacher, place or the party that it is for, as page and export filter alike.</summary>
        public IReadOnlyList<SessionRecord> Shown(string? words) =>
            [.. Sessions.Where(s => string.IsNullOrWhiteSpace(words) || $"{s.Title} {s.Teacher} {s.Place} {(s.PartyId is { } party ? Cooperation.Name(party) : "")}".Contains(words.Trim(), StringComparison.OrdinalIgnoreCase))];
    }

    internal sealed record One(SeeCooperation.View Cooperation, SessionRecord Session, IReadOnlyList<PersonRecord> People, IReadOnlyDictionary<Guid, AttendanceRow> Came);

    /// <summary>Whether a template has a timetable.</summary>
    public static bool Has(Template template) => KeptBooks.In(template).Overlaps([KeptBook.Sessions, KeptBook.Attendance]);

    internal sealed class Handler(CooperationDb db, SeeCooperation.Handler see)
    {
        public async Task<Outcome<View>> HandleAsync(Guid id, CancellationToken ct)
        {
            var seen = await see.HandleAsync(id, ct);
            if (seen.Refused)
            {
                return seen.Refusal;
            }

            if (!Has(seen.Value.Template))
            {
                return CooperationAccess.Missing;
            }

            var sessions = await db.Set<SessionRecord>().AsNoTracking().Where(s => s.CooperationId == id).OrderBy(s => s.OnDay).ThenBy(s => s.FromTime).ToListAsync(ct);
            var ids = sessions.ConvertAll(s => s.Id);
            var came = await db.Set<AttendanceRow>().Where(a => ids.Contains(a.SessionId)).GroupBy(a => a.SessionId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
            return new View(seen.Value, sessions, came, await db.Set<PersonRecord>().CountAsync(p => p.CooperationId == id && p.State == PersonState.Accepted, ct));
        }

        public async Task<Outcome<One>> OneAsync(Guid sessionId, CancellationToken ct)
        {
            if (await db.Set<SessionRecord>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == sessionId, ct) is not { } session)
            {
                return new Refusal.Missing("cooperation.session.missing");
            }

            var seen = await see.HandleAsync(session.CooperationId, ct);
            return seen.Refused ? seen.Refusal : new One(
                seen.Value, session,
                await db.Set<PersonRecord>().AsNoTracking().Where(p => p.CooperationId == session.CooperationId && p.State == PersonState.Accepted).OrderBy(p => p.PartyId).ThenBy(p => p.AddedAt).ThenBy(p => p.Id).ToListAsync(ct),
                await db.Set<AttendanceRow>().AsNoTracking().Where(a => a.SessionId == sessionId).ToDictionaryAsync(a => a.PersonId, ct));
        }
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/cooperations/{id:guid}/sessions.xlsx", async (
        Guid id, string? q, Handler see, Wording words, CancellationToken ct) => (await see.HandleAsync(id, ct)).ToHttp(view => (IResult)new TableDownload(
            $"{view.Cooperation.Record.Title} {words["cooperation.tab.sessions"]}", TableFormat.Xlsx, new TableSheet(
            words["cooperation.tab.sessions"],
            [
                new(words["cooperation.session.title"], 40), new(words["cooperation.session.day"]), new(words["cooperation.session.from"]), new(words["cooperation.session.until"]),
                new(words["cooperation.session.place"]), new(words["cooperation.session.teacher"]), new(words["cooperation.session.hours"]), new(words["cooperation.session.came"]),
                new(words["cooperation.session.for"]), new(words["cooperation.session.link"], 40), new(words["cooperation.session.recording"], 40),
            ],
            view.Shown(q).ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (s) =>
            [
                s.CancelledWhy is null ? s.Title : $"{s.Title}（{words["cooperation.session.is-cancelled"]}）", s.OnDay, s.FromTime.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture),
                s.UntilTime.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), s.Place, s.Teacher, s.Hours, view.Came.GetValueOrDefault(s.Id),
                s.PartyId is { } party ? view.Cooperation.Name(party) : null, s.Link, s.Recording,
            ]))))).RequireAuthorization(CooperationPermissions.Read);
}
