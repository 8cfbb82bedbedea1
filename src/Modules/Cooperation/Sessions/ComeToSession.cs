using System.Buffers.Binary;
using System.Security.Cryptography;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.People;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Cooperation.Sessions;

/// <summary>
/// Somebody scans the code of a session and confirms being there: with the own code from the roster, or signed in with the account that
/// once used it. Each scan gives one ticket for one confirmation; codes that are too old, scans that come too late, tickets used before
/// and people who are there already are refused.
/// </summary>
internal static class ComeToSession
{
    /// <summary>How long a scanned code may be confirmed.</summary>
    public static readonly TimeSpan TicketLasts = TimeSpan.FromMinutes(10);

    /// <param name="Ticket">For the form; null where nothing can be confirmed now.</param>
    /// <param name="Known">The person whose account is signed in.</param>
    internal sealed record Scanned(SessionRecord Session, string? Ticket, PersonRecord? Known, Refusal? Refusal);

    internal sealed record Command(Guid SessionId, string? Ticket, string? PersonCode);

    internal sealed class Handler(CooperationDb db, IDataProtectionProvider protection, CurrentActor current, TimeProvider clock)
    {
        private readonly IDataProtector protector = protection.CreateProtector("Guanlian.Cooperation.Sessions.ComeToSession");

        /// <summary>What a scan opens: the session and a ticket, or why there is none.</summary>
        public async Task<Outcome<Scanned>> ScanAsync(Guid sessionId, string code, CancellationToken ct)
        {
            if (await SessionAsync(sessionId, ct) is not { } session)
            {
                return new Refusal.Missing("cooperation.session.missing");
            }

            var now = clock.GetUtcNow();
            var refusal = Door(session, now) ?? (SessionCodes.WayOf(session, code, now) is null ? new Refusal.Stale("cooperation.attend.code-old") : null);
            return refusal is not null ? new Scanned(session, null, null, refusal)
                : new Scanned(session, Seal(session.Id, SessionCodes.WayOf(session, code, now)!, now), await KnownAsync(session, ct), null);
        }

        public async Task<Outcome<PersonRecord>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            await ShareAsync(cmd.SessionId, ct);
            if (await SessionAsync(cmd.SessionId, ct) is not { } session)
            {
                return new Refusal.Missing("cooperation.session.missing");
            }

            if (Door(session, now) is { } shut)
            {
                return shut;
            }

            if (Open(session.Id, cmd.Ticket, now) is not { } ticket)
            {
                return new Refusal.Stale("cooperation.attend.code-old");
            }

            var typed = PaperCode.Plain(cmd.PersonCode);
            var person = typed.Length == 0 ? await KnownAsync(session, ct)
                : await db.Set<PersonRecord>().SingleOrDefaultAsync(p => p.CooperationId == session.CooperationId && p.Code == typed, ct);
            if (person is not { State: PersonState.Accepted } || (current.Value.PersonId is { } account && person.AccountId is { } bound && bound != account))
            {
                return new Refusal.Invalid("cooperation.attend.person-unknown", nameof(cmd.PersonCode));
            }

            if (await db.Set<AttendanceRow>().AnyAsync(a => a.SessionId == session.Id && a.PersonId == person.Id, ct))
            {
                return new Refusal.Stale("cooperation.attend.already").With(("name", person.Name));
            }

            person.AccountId ??= current.Value.PersonId;
            db.Add(new AttendanceRow { SessionId = session.Id, PersonId = person.Id, At = now, Way = ticket.Way, Ticket = ticket.Id, ByName = person.Name });
            db.Record(new Change("cooperation.session.attended", "cooperation.session", session.Id) { OwnerId = person.PartyId, After = new { person.Name, ticket.Way } });
            try
            {
                var saved = await db.SaveAsync(ct);
                return saved.Refused ? saved.Refusal : person;
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } twice)
            {
                db.ChangeTracker.Clear();
                await db.Database.CurrentTransaction!.RollbackAsync(ct);
                return twice.ConstraintName == "attendance_ticket_once" ? new Refusal.Stale("cooperation.attend.ticket-used")
                    : new Refusal.Stale("cooperation.attend.already").With(("name", person.Name));
            }
        }

        // Many may come at once; whoever writes at the desk or cancels the session waits for them, and they for him.
        private async Task ShareAsync(Guid session, CancellationToken ct)
        {
            _ = db.Database.CurrentTransaction ?? await db.Database.BeginTransactionAsync(ct);
            await db.Database.ExecuteSqlAsync($"select 1 from cooperation.cooperation where id = (select cooperation_id from cooperation.session where id = {session}) for share", ct);
        }

        private static Refusal.Stale? Door(SessionRecord session, DateTimeOffset now)
        {
            var (from, until) = SessionCodes.Door(session);
            return now < from ? new("cooperation.attend.early") : now > until ? new("cooperation.attend.late") : null;
        }

        private Task<SessionRecord?> SessionAsync(Guid id, CancellationToken ct) =>
            db.Set<SessionRecord>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.CancelledWhy == null
                && db.Cooperations.Any(c => c.Id == s.CooperationId && c.State == CooperationState.Running), ct);

        private async Task<PersonRecord?> KnownAsync(SessionRecord session, CancellationToken ct) => current.Value.PersonId is not { } account ? null
            : await db.Set<PersonRecord>().FirstOrDefaultAsync(p => p.CooperationId == session.CooperationId && p.AccountId == account && p.State == PersonState.Accepted, ct);

        private string Seal(Guid session, string way, DateTimeOffset now)
        {
            Span<byte> said = stackalloc byte[16 + 16 + 8 + 1];
            session.TryWriteBytes(said);
            RandomNumberGenerator.Fill(said[16..32]);
            BinaryPrimitives.WriteInt64BigEndian(said[32..], now.ToUnixTimeSeconds());
            said[40] = (byte)(way == "screen" ? 1 : 0);
            return WebEncoders.Base64UrlEncode(protector.Protect(said.ToArray()));
        }

        private (Guid Id, string Way)? Open(Guid session, string? ticket, DateTimeOffset now)
        {
            try
            {
                var said = ticket is null or { Length: > 1000 } ? [] : protector.Unprotect(WebEncoders.Base64UrlDecode(ticket));
                return said.Length == 41 && new Guid(said.AsSpan(0, 16)) == session
                    && now - DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(said.AsSpan(32))) <= TicketLasts
                        ? (new Guid(said.AsSpan(16, 16)), said[40] == 1 ? "screen" : "paper") : null;
            }
            catch (Exception e) when (e is CryptographicException or FormatException)
            {
                return null;
            }
        }
    }
}
