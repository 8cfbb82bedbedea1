using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.People;

/// <summary>The leading party admits somebody or not, within the seats it promised; a person who leaves is let go by it or by the own institution.</summary>
internal static class MovePerson
{
    internal sealed record Command(Guid Id, IReadOnlyCollection<Guid> People, PersonMove Move, string? Reason);

    internal sealed class Handler(CooperationDb db, Editions editions, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<int>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var opened = await RosterDoor.OpenAsync(db, editions, cmd.Id, current.Value, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            var reason = Typed.Plain(cmd.Reason) is { Length: > 0 } said ? said : null;
            if (cmd.People.Count == 0)
            {
                return new Refusal.Invalid("cooperation.people.nobody", nameof(cmd.People));
            }

            if (cmd.Move != PersonMove.Accept && reason is null or { Length: > 400 })
            {
                return new Refusal.Invalid("cooperation.reason-in-words", nameof(cmd.Reason));
            }

            var people = await db.Set<PersonRecord>().Where(p => p.CooperationId == cmd.Id && cmd.People.Contains(p.Id)).ToListAsync(ct);
            var leads = CooperationAccess.Works(current.Value, opened.Value.Record.LeadPartyId);
            if (people.Count != cmd.People.Distinct().Count() || people.Any(p => !leads && (cmd.Move != PersonMove.Leave || !CooperationAccess.Works(current.Value, p.PartyId))))
            {
                return new Refusal.Denied("cooperation.people.not-yours");
            }

            if (people.Find(p => PersonMoves.To(p.State, cmd.Move) is null) is { } stuck)
            {
                return new Refusal.Stale("cooperation.people.no-such-move").With(("name", stuck.Name));
            }

            if (cmd.Move == PersonMove.Accept && await RosterDoor.RoomAsync(db, opened.Value.Record, people.Count, ct) is { } full)
            {
                return full;
            }

            foreach (var person in people)
            {
                var before = person.State;
                (person.State, person.Reason) = (PersonMoves.To(before, cmd.Move)!.Value, cmd.Move == PersonMove.Accept ? null : reason);
                person.Version++;
                db.Record(new Change($"cooperation.people.{CodeWords.Write(cmd.Move)}", "cooperation.person", person.Id)
                {
                    OwnerId = person.PartyId,
                    Reason = reason,
                    Before = new { State = before },
                    After = new { person.State },
                });
            }

            opened.Value.Record.QuietSince = clock.GetUtcNow();
            var saved = await db.SaveAsync(ct);
            return saved.Refused ? saved.Refusal : people.Count;
        }
    }
}
