using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Platform.Talk;

/// <summary>Somebody who sees a thing writes about it; whoever it concerns finds that in the inbox, those named with an @ as something due.</summary>
internal static class WriteMessage
{
    internal sealed record Command(string Kind, Guid Subject, string? Text);

    internal sealed class Handler(PlatformDb db, IEnumerable<IThreadSubject> subjects, IPartyNames names, CurrentActor current, TimeProvider clock)
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
            var called = text.Contains('@', StringComparison.Ordinal) || text.Contains('＠', StringComparison.Ordinal) ? await names.OfAsync(concerned, ct) : new Dictionary<Guid, string>();
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
                Mentions = [.. Named(text, called)],
            });
            db.Record(new Change("platform.talk.written", cmd.Kind, cmd.Subject) { OwnerId = party });
            await db.SaveChangesAsync(ct);
            return Done.It;
        }

        // Of two names of which one begins the other, the longer one that fits is meant.
        private static HashSet<Guid> Named(string text, IReadOnlyDictionary<Guid, string> names)
        {
            var (named, longest) = (new HashSet<Guid>(), names.Values.Distinct().OrderByDescending(n => n.Length).ToList());
            for (var at = 0; at < text.Length; at++)
            {
                if (text[at] is '@' or '＠' && longest.Find(n => text.AsSpan(at + 1).StartsWith(n, StringComparison.Ordinal)) is { } name)
                {
                    named.UnionWith(names.Where(n => n.Value == name).Select(n => n.Key));
                }
            }

            return named;
        }
    }
}
