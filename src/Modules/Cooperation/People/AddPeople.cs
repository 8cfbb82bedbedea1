using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Sessions;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.People;

/// <summary>A party puts its people on the roster, one a line: name, then post. Whoever stands there already is passed over, and how many were is told.</summary>
internal static class AddPeople
{
    public const int Most = 300;

    internal sealed record Command(Guid Id, Guid? PartyId, string? Lines);

    /// <param name="PassedOver">Lines whose name this institution has on the roster already, or that were typed twice.</param>
    internal sealed record Added(int Count, int PassedOver);

    internal sealed class Handler(CooperationDb db, Editions editions, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Added>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var opened = await RosterDoor.OpenAsync(db, editions, cmd.Id, current.Value, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            var book = opened.Value;
            if (cmd.PartyId is not { } party || !RosterDoor.Senders(book.Record, book.Cooperation.Parties, current.Value).Contains(party))
            {
                return new Refusal.Denied("cooperation.people.not-yours");
            }

            var typed = Read(cmd.Lines);
            if (typed.Count is 0 or > Most || typed.Any(t => t.Name.Length > 40 || t.Post.Length > 80))
            {
                return new Refusal.Invalid("cooperation.people.lines-wrong", nameof(cmd.Lines)).With(("most", Most));
            }

            var standing = await db.Set<PersonRecord>().Where(p => p.CooperationId == cmd.Id && p.PartyId == party).Select(p => p.Name).ToListAsync(ct);
            var now = clock.GetUtcNow();
            var fresh = typed.DistinctBy(t => t.Name).Where(t => !standing.Contains(t.Name)).ToList();
            var accepted = CooperationAccess.Works(current.Value, book.Record.LeadPartyId);
            if (accepted && await RosterDoor.RoomAsync(db, book.Record, fresh.Count, ct) is { } full)
            {
                return full;
            }

            foreach (var ((name, post), place) in fresh.Select((line, place) => (line, place)))
            {
                var person = new PersonRecord
                {
                    Id = Guid.CreateVersion7(now),
                    CooperationId = cmd.Id,
                    PartyId = party,
                    Name = name,
                    Post = post,
                    State = accepted ? PersonState.Accepted : PersonState.Applied,
                    Code = SessionCodes.NewPersonCode(),

                    // The roster keeps the order of the list.
                    AddedAt = now.AddMicroseconds(place),
                };
                db.Add(person);
                db.Record(new Change("cooperation.people.added", "cooperation.person", person.Id) { OwnerId = party, After = new { person.Name, person.Post, person.State } });
            }

            book.Record.QuietSince = now;
            var saved = await db.SaveAsync(ct);
            return saved.Refused ? saved.Refusal : new Added(fresh.Count, typed.Count - fresh.Count);
        }
    }

    internal static IReadOnlyList<(string Name, string Post)> Read(string? lines) =>
    [
        .. (lines ?? "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(NameLine.Read).Where(p => p.Name.Length > 0),
    ];
}
