using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Sessions;

/// <summary>Whoever teaches notes where an online session takes place, and afterwards where its recording is.</summary>
internal static class NoteLinks
{
    internal sealed record Command(Guid SessionId, string? Link, string? Recording, int Version);

    internal sealed class Handler(CooperationDb db, Editions editions, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await OpenSession.OpenAsync(db, editions, cmd.SessionId, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (book, session) = found.Value;
            if ((book.Check(current.Value, KeptBook.Sessions, KeptBook.Attendance) ?? Check(cmd, session, clock.GetUtcNow())) is { } refusal)
            {
                return refusal;
            }

            (session.Link, session.Recording) = (SessionLinks.Read(cmd.Link).Link, SessionLinks.Read(cmd.Recording).Link);
            session.Version++;
            book.Record.QuietSince = clock.GetUtcNow();
            db.Record(new Change("cooperation.session.linked", "cooperation.session", session.Id)
            {
                OwnerId = book.Record.LeadPartyId,
                After = new { session.Link, session.Recording },
            });
            return await db.SaveAsync(ct);
        }

        private static Refusal? Check(Command cmd, SessionRecord session, DateTimeOffset now) => cmd switch
        {
            _ when session.CancelledWhy is not null => new Refusal.Missing("cooperation.session.missing"),
            _ when session.Version != cmd.Version => new Refusal.Stale("cooperation.stale"),
            _ when !session.Online && Typed.Plain(cmd.Link).Length > 0 => new Refusal.Invalid("cooperation.session.link-on-site", nameof(cmd.Link)),
            _ when SessionLinks.Read(cmd.Link).Wrong => new Refusal.Invalid("cooperation.session.link-wrong", nameof(cmd.Link)),
            _ when SessionLinks.Read(cmd.Recording).Wrong => new Refusal.Invalid("cooperation.session.link-wrong", nameof(cmd.Recording)),
            _ when Typed.Plain(cmd.Recording).Length > 0 && Dates.At(session.OnDay, session.FromTime) > now => new Refusal.Invalid("cooperation.session.recording-early", nameof(cmd.Recording)),
            _ => null,
        };
    }
}
