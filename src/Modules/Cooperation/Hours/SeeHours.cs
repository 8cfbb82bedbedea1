using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.People;
using Guanlian.Cooperation.Sessions;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Http;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Hours;

/// <summary>The book of hours of one cooperation, and what one person sees of it with the own code.</summary>
internal static class SeeHours
{
    /// <param name="Told">Institutions of whose people the reader is told why hours were refused; the host is told of its own besides.</param>
    internal sealed record View(SeeCooperation.View Cooperation, IReadOnlyList<ServiceHours> Hours, IReadOnlyDictionary<Guid, PersonRecord> People, IReadOnlySet<Guid> Told)
    {
        /// <summary>Of whom the name holds these words, all or only those that wait, as page and export filter alike.</summary>
        public IReadOnlyList<ServiceHours> Shown(string? words, bool waiting) =>
        [
            .. Hours.Where(h => (string.IsNullOrWhiteSpace(words) || People[h.PersonId].Name.Contains(words.Trim(), StringComparison.OrdinalIgnoreCase))
                && (!waiting || h is { ConfirmedAt: null, RefusedWhy: null })),
        ];

        public bool Tells(ServiceHours hours, Actor actor) => Told.Contains(People[hours.PersonId].PartyId) || CooperationAccess.Works(actor, hours.HostPartyId);
    }

    internal sealed record Mine(
        PersonRecord Person, CooperationRecord Cooperation, string Institution, IReadOnlyDictionary<Guid, string> Hosts, IReadOnlyList<SessionRecord> Sessions,
        IReadOnlySet<Guid> Came, IReadOnlyList<ServiceHours> Hours, IReadOnlyList<Certificates.CertificateRecord> Certificates);

    internal sealed class Handler(CooperationDb db, SeeCooperation.Handler see, NoteHours.Handler note, IPartyDirectory directory, CurrentActor current)
    {
        public async Task<Outcome<View>> HandleAsync(Guid id, CancellationToken ct)
        {
            var seen = await see.HandleAsync(id, ct);
            return seen.Refused ? seen.Refusal
                : !KeptBooks.In(seen.Value.Template).Contains(KeptBook.Hours) ? CooperationAccess.Missing
                : new View(
                    seen.Value,
                    await db.Set<ServiceHours>().AsNoTracking().Where(h => h.CooperationId == id).OrderByDescending(h => h.OnDay).ThenBy(h => h.Id).ToListAsync(ct),
                    await db.Set<PersonRecord>().AsNoTracking().Where(p => p.CooperationId == id).OrderBy(p => p.Name).ToDictionaryAsync(p => p.Id, ct),
                    RosterDoor.Told(seen.Value, current.Value));
        }

        public async Task<Outcome<Mine>> MineAsync(string code, CancellationToken ct)
        {
            var plain = PaperCode.Plain(code);
            if (await db.Set<PersonRecord>().AsNoTracking().SingleOrDefaultAsync(p => p.Code == plain && p.State == PersonState.Accepted, ct) is not { } person)
            {
                return new Refusal.Missing("cooperation.people.missing");
            }

            var record = await db.Cooperations.AsNoTracking().SingleAsync(c => c.Id == person.CooperationId, ct);
            var hosts = record.State == CooperationState.Running ? await note.HostsAsync(record, ct) : [];
            var hours = await db.Set<ServiceHours>().AsNoTracking().Where(h => h.PersonId == person.Id).OrderByDescending(h => h.OnDay).ToListAsync(ct);
            var names = await directory.FindAsync([.. hosts, .. hours.Select(h => h.HostPartyId), person.PartyId], ct);
            return new Mine(
                person, record, names.GetValueOrDefault(person.PartyId)?.Name ?? "–", hosts.ToDictionary(h => h, h => names.GetValueOrDefault(h)?.Name ?? "–"),
                await db.Set<SessionRecord>().AsNoTracking().Where(s => s.CooperationId == record.Id && s.CancelledWhy == null).OrderBy(s => s.OnDay).ThenBy(s => s.FromTime).ToListAsync(ct),
                (await db.Set<AttendanceRow>().Where(a => a.PersonId == person.Id).Select(a => a.SessionId).ToListAsync(ct)).ToHashSet(), hours,
                await db.Set<Certificates.CertificateRecord>().AsNoTracking().Where(c => c.PersonId == person.Id).OrderBy(c => c.IssuedAt).ToListAsync(ct));
        }
    }

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/cooperations/{id:guid}/hours.xlsx", async (
        Guid id, string? q, string? waiting, Handler see, Wording words, CancellationToken ct) => (await see.HandleAsync(id, ct)).ToHttp(view => (IResult)new TableDownload(
            $"{view.Cooperation.Record.Title} {words["cooperation.tab.hours"]}", TableFormat.Xlsx, new TableSheet(
            words["cooperation.tab.hours"],
            [
                new(words["cooperation.people.name"]), new(words["cooperation.people.institution"]), new(words["cooperation.hours.host"]), new(words["cooperation.hours.day"]),
                new(words["cooperation.hours.amount"]), new(words["cooperation.hours.what"], 40), new(words["cooperation.field.state"]),
            ],
            view.Shown(q, waiting == "true").ToAsyncEnumerable().Select(IReadOnlyList<TableCell> (h) =>
            [
                view.People[h.PersonId].Name, view.Cooperation.Name(view.People[h.PersonId].PartyId), view.Cooperation.Name(h.HostPartyId), h.OnDay, h.Hours, h.What, HourSays.State(words, h),
            ]))))).RequireAuthorization(CooperationPermissions.Read);
}

/// <summary>How pages name what became of noted hours.</summary>
internal static class HourSays
{
    public static string State(Wording words, ServiceHours h) =>
        words[h.ConfirmedAt is not null ? "cooperation.hours.is-confirmed" : h.RefusedWhy is not null ? "cooperation.hours.is-refused" : "cooperation.hours.waits"];

    public static Platform.Pages.TagKind Mark(ServiceHours h) =>
        h.ConfirmedAt is not null ? Platform.Pages.TagKind.Done : h.RefusedWhy is not null ? Platform.Pages.TagKind.Stopped : Platform.Pages.TagKind.Waiting;
}
