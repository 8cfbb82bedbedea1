using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.People;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Hours;

/// <summary>Hours of service are noted by the volunteer, from the own page, or by an institution that takes part; they wait for somebody else to confirm them.</summary>
internal static class NoteHours
{
    private const decimal MostADay = 16;

    /// <param name="PersonId">Where an institution notes them.</param>
    /// <param name="PersonCode">Where the person does.</param>
    internal sealed record Command(Guid? PersonId, string? PersonCode, Guid? HostPartyId, DateOnly? OnDay, string? Hours, string? What);

    internal sealed class Handler(CooperationDb db, Editions editions, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var code = PaperCode.Plain(cmd.PersonCode);
            var person = await db.Set<PersonRecord>().AsNoTracking().SingleOrDefaultAsync(p => cmd.PersonId != null ? p.Id == cmd.PersonId : p.Code == code, ct);
            if (person is not { State: PersonState.Accepted })
            {
                return new Refusal.Missing("cooperation.people.missing");
            }

            // Hours of one day are added up by one after the other.
            _ = db.Database.CurrentTransaction ?? await db.Database.BeginTransactionAsync(ct);
            await db.Database.ExecuteSqlAsync($"select 1 from cooperation.cooperation where id = {person.CooperationId} for update", ct);
            var record = await db.Cooperations.SingleAsync(c => c.Id == person.CooperationId, ct);
            var parties = await db.Participants.Where(p => p.CooperationId == record.Id).Select(p => p.PartyId).Distinct().ToListAsync(ct);
            var byInstitution = cmd.PersonId is not null;
            if (byInstitution && CooperationAccess.Own(current.Value, parties).Count == 0)
            {
                return CooperationAccess.Missing;
            }

            var hosts = await HostsAsync(record, ct);
            var today = Dates.InChina(clock.GetUtcNow());
            if (Check(cmd, record, hosts, today) is { } refusal)
            {
                return refusal;
            }

            // Whoever noted them does not confirm them as well.
            var host = cmd.HostPartyId!.Value;
            var confirms = byInstitution && CooperationAccess.Works(current.Value, host) ? person.PartyId : host;
            if (byInstitution && CooperationAccess.Works(current.Value, confirms))
            {
                return new Refusal.Invalid("cooperation.hours.volunteer-notes", nameof(cmd.HostPartyId));
            }

            _ = Amount.TryRead(cmd.Hours, out var hours);
            var (day, what) = (cmd.OnDay!.Value, cmd.What!.Trim());
            var sameDay = await db.Set<ServiceHours>().Where(h => h.PersonId == person.Id && h.OnDay == day && h.RefusedWhy == null).ToListAsync(ct);
            if (sameDay.Exists(h => h.HostPartyId == host && h.What == what))
            {
                return new Refusal.Stale("cooperation.hours.noted-already");
            }

            if (sameDay.Sum(h => h.Hours) + hours > MostADay)
            {
                return new Refusal.Invalid("cooperation.hours.too-many", nameof(cmd.Hours)).With(("most", MostADay));
            }

            var by = byInstitution ? current.Value.Name : person.Name;
            db.Add(new ServiceHours
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                CooperationId = record.Id,
                PersonId = person.Id,
                HostPartyId = host,
                ConfirmsPartyId = confirms,
                OnDay = day,
                Hours = hours!.Value,
                What = what,
                NotedBy = by,
                NotedAt = clock.GetUtcNow(),
            });
            record.QuietSince = clock.GetUtcNow();
            db.Record(new Change("cooperation.hours.noted", "cooperation.person", person.Id) { OwnerId = person.PartyId, After = new { OnDay = day, Hours = hours, What = what } });
            return await db.SaveAsync(ct);
        }

        /// <summary>Parties at which service can be done now.</summary>
        public async Task<IReadOnlyList<Guid>> HostsAsync(CooperationRecord record, CancellationToken ct) =>
            OpenBook.Keepers(await editions.OfAsync(record.EditionId, ct), await db.TasksOfAsync(record.Id, ct), open: true, KeptBook.Hours);

        private static Refusal? Check(Command cmd, CooperationRecord record, IReadOnlyList<Guid> hosts, DateOnly today) => cmd switch
        {
            _ when record.State != CooperationState.Running => new Refusal.Stale("cooperation.task.not-running"),
            _ when hosts.Count == 0 => new Refusal.Stale("cooperation.book.closed"),
            _ when cmd.HostPartyId is not { } host || !hosts.Contains(host) => new Refusal.Invalid("cooperation.hours.host-missing", nameof(cmd.HostPartyId)),
            _ when cmd.OnDay is not { } day || day > today || day < record.StartOn => new Refusal.Invalid("cooperation.hours.day-wrong", nameof(cmd.OnDay)),
            _ when !Amount.TryRead(cmd.Hours, out var hours) || hours is null or <= 0 or > MostADay || decimal.Round(hours.Value, 1) != hours =>
                new Refusal.Invalid("cooperation.hours.amount-wrong", nameof(cmd.Hours)).With(("most", MostADay)),
            _ when string.IsNullOrWhiteSpace(cmd.What) || cmd.What.Trim().Length > 200 => new Refusal.Invalid("cooperation.hours.what-missing", nameof(cmd.What)),
            _ => null,
        };
    }
}
