using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Platform.Talk;

/// <summary>Somebody who sees a thing writes about it; whoever it concerns finds that in the inbox, those named with an @ as something due.</summary>
internal static class WriteMessage
{
    internal sealed record Command(string Kind, Guid Subject, string? Text);

    internal sealed class Handler(PlatformDb db, IEnumerable<IThreadSubject> subjects, CalledByName called, CurrentActor current, TimeProvider clock)
    {
        private const int Longest = 4000;

        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            if (actor is not { PersonId: { } person, PartyId: { } party } || !actor.May(PlatformPermissions.Talk))
            {
                return new Refusal.Denied("platform.talk.not-yours");
            }

            if (subjects.FirstOrDefault(s => s.Kind == cmd.Kind) is not { } subject || await subject.FindAsync(cmd.Subject, ct) is not { } place)
            {
                return new Refusal.Missing("platform.talk.missing");
            }

            var text = cmd.Text?.Trim().ReplaceLineEndings("\n") ?? "";
            if (text.Length is 0 or > Longest)
            {
                return new Refusal.Invalid("platform.talk.length", nameof(cmd.Text)).With(("most", Longest));
            }

            var concerned = place.Parties.Distinct().ToList();
            var (parties, people) = await called.FindAsync(text, cmd.Kind, cmd.Subject, concerned, ct);
            db.Add(new Message
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                SubjectKind = cmd.Kind,
                SubjectId = cmd.Subject,
                Title = place.Title,
                Href = place.Href,
                PartyId = party,
                PersonId = person,
                ByName = actor.Name,
                At = clock.GetUtcNow(),
                Text = text,
                Concerns = concerned,
                Mentions = [.. parties],
                People = [.. people],
            });
            db.Record(new Change("platform.talk.written", cmd.Kind, cmd.Subject) { OwnerId = party });
            await db.SaveChangesAsync(ct);
            return Done.It;
        }
    }
}
