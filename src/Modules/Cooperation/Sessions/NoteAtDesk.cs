using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.People;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Sessions;

/// <summary>Who came late, without a telephone, or signed on paper is noted at the desk; who was noted wrongly is struck out with a reason.</summary>
internal static class NoteAtDesk
{
    internal sealed record Command(Guid SessionId, IReadOnlyCollection<Guid> People, bool StrikeOut = false, string? Why = null);

    internal sealed class Handler(CooperationDb db, Editions editions, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<int>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await OpenSession.OpenAsync(db, editions, cmd.SessionId, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (book, session) = found.Value;
            if ((book.Check(current.Value, KeptBook.Attendance, KeptBook.Sessions) ?? Check(cmd, session, Dates.InChina(clock.GetUtcNow()))) is { } refusal)
            {
                return refusal;
            }

            var people = await db.Set<PersonRecord>().Where(p => p.CooperationId == session.CooperationId && p.State == PersonState.Accepted && cmd.People.Contains(p.Id)).ToListAsync(ct);
            if (people.Count != cmd.People.Distinct().Count())
            {
                return new Refusal.Invalid("cooperation.people.not-taken-in", nameof(cmd.People));
            }

            var there = await db.Set<AttendanceRow>().Where(a => a.SessionId == session.Id).ToListAsync(ct);
            var changed = people.Where(p => there.Exists(a => a.PersonId == p.Id) == cmd.StrikeOut).ToList();
            foreach (var person in changed)
            {
                if (cmd.StrikeOut)
                {
                    db.Remove(there.First(a => a.PersonId == person.Id));
                }
                else
                {
                    db.Add(new AttendanceRow { SessionId = session.Id, PersonId = person.Id, At = clock.GetUtcNow(), Way = "desk", ByName = current.Value.Name });
                }

                db.Record(new Change(cmd.StrikeOut ? "cooperation.session.struck-out" : "cooperation.session.attended", "cooperation.session", session.Id)
                {
                    OwnerId = person.PartyId,
                    Reason = cmd.StrikeOut ? Typed.Plain(cmd.Why) : null,
                    After = new { person.Name, Way = "desk" },
                });
            }

            var saved = await db.SaveAsync(ct);
            return saved.Refused ? saved.Refusal : changed.Count;
        }

        private static Refusal? Check(Command cmd, SessionRecord session, DateOnly today) => cmd switch
        {
            _ when session.CancelledWhy is not null => new Refusal.Missing("cooperation.session.missing"),
            { People.Count: 0 } => new Refusal.Invalid("cooperation.people.nobody", nameof(cmd.People)),
            _ when session.OnDay > today => new Refusal.Stale("cooperation.attend.early"),
            { StrikeOut: true } when Typed.Plain(cmd.Why).Length is 0 or > 400 => new Refusal.Invalid("cooperation.reason-in-words", nameof(cmd.Why)),
            _ => null,
        };
    }
}
