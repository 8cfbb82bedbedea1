using System.Security.Cryptography;
using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Sessions;

/// <summary>Whoever teaches puts a session on the timetable, or cancels one with a reason; what has taken place is not moved.</summary>
internal static class WriteSession
{
    private const int MostYears = 10;
    private const int LessonMinutes = 45;

    internal sealed record Command(
        Guid Id, string? Title, DateOnly? OnDay, TimeOnly? FromTime, TimeOnly? UntilTime, string? Place, string? Teacher, string? Hours, bool Online, bool ScreenOnly,
        string? Link = null, Guid? PartyId = null);

    internal sealed record Cancel(Guid Id, Guid SessionId, string? Why);

    internal sealed class Handler(CooperationDb db, Editions editions, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var opened = await OpenBook.OpenAsync(db, editions, cmd.Id, current.Value, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            if ((opened.Value.Check(current.Value, KeptBook.Sessions, KeptBook.Attendance) ?? Check(cmd, opened.Value)) is { } refusal)
            {
                return refusal;
            }

            if (await db.Set<SessionRecord>().AnyAsync(
                s => s.CooperationId == cmd.Id && s.OnDay == cmd.OnDay && s.FromTime == cmd.FromTime && s.Title == cmd.Title!.Trim() && s.CancelledWhy == null, ct))
            {
                return new Refusal.Stale("cooperation.session.planned-already");
            }

            var now = clock.GetUtcNow();
            var session = new SessionRecord
            {
                Id = Guid.CreateVersion7(now),
                CooperationId = cmd.Id,
                Title = cmd.Title!.Trim(),
                OnDay = cmd.OnDay!.Value,
                FromTime = cmd.FromTime!.Value,
                UntilTime = cmd.UntilTime!.Value,
                Place = cmd.Place?.Trim() ?? "",
                Teacher = cmd.Teacher?.Trim() ?? "",
                Hours = Amount.TryRead(cmd.Hours, out var hours) ? hours!.Value : 0,
                Online = cmd.Online,
                ScreenOnly = cmd.ScreenOnly,
                PartyId = cmd.PartyId,
                Link = SessionLinks.Read(cmd.Link).Link,
                Secret = RandomNumberGenerator.GetBytes(32),
            };
            db.Add(session);
            opened.Value.Record.QuietSince = now;
            db.Record(new Change("cooperation.session.planned", "cooperation.session", session.Id)
            {
                OwnerId = opened.Value.Record.LeadPartyId,
                After = new { session.Title, session.OnDay, session.Hours },
            });
            var saved = await db.SaveAsync(ct);
            return saved.Refused ? saved.Refusal : session.Id;
        }

        public async Task<Outcome<Done>> HandleAsync(Cancel cmd, CancellationToken ct)
        {
            var opened = await OpenBook.OpenAsync(db, editions, cmd.Id, current.Value, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            if (opened.Value.Check(current.Value, KeptBook.Sessions, KeptBook.Attendance) is { } refusal)
            {
                return refusal;
            }

            var session = await db.Set<SessionRecord>().SingleOrDefaultAsync(s => s.Id == cmd.SessionId && s.CooperationId == cmd.Id, ct);
            if (session is null or { CancelledWhy: not null })
            {
                return new Refusal.Missing("cooperation.session.missing");
            }

            if (await db.Set<AttendanceRow>().AnyAsync(a => a.SessionId == session.Id, ct))
            {
                return new Refusal.Stale("cooperation.session.has-taken-place");
            }

            if (Typed.Plain(cmd.Why) is not { Length: > 0 and <= 400 } why)
            {
                return new Refusal.Invalid("cooperation.reason-in-words", nameof(cmd.Why));
            }

            session.CancelledWhy = why;
            session.Version++;
            db.Record(new Change("cooperation.session.cancelled", "cooperation.session", session.Id) { OwnerId = opened.Value.Record.LeadPartyId, Reason = session.CancelledWhy });
            return await db.SaveAsync(ct);
        }

        private static Refusal.Invalid? Check(Command cmd, OpenBook book) => Check(cmd, book.Record.StartOn) ?? cmd switch
        {
            { PartyId: { } party } when !book.Cooperation.Parties.Contains(party) => new("cooperation.session.party-unknown", nameof(cmd.PartyId)),
            { Online: false } when Typed.Plain(cmd.Link).Length > 0 => new("cooperation.session.link-on-site", nameof(cmd.Link)),
            _ when SessionLinks.Read(cmd.Link).Wrong => new("cooperation.session.link-wrong", nameof(cmd.Link)),
            _ => null,
        };

        private static Refusal.Invalid? Check(Command cmd, DateOnly start) => cmd switch
        {
            _ when string.IsNullOrWhiteSpace(cmd.Title) || cmd.Title.Trim().Length > 80 => new("cooperation.session.title-missing", nameof(cmd.Title)),
            { OnDay: null } => new("cooperation.session.day-missing", nameof(cmd.OnDay)),
            _ when cmd.OnDay < start || cmd.OnDay > start.AddYears(MostYears) => (Refusal.Invalid)new Refusal.Invalid("cooperation.session.day-wrong", nameof(cmd.OnDay)).With(("start", start), ("years", MostYears)),
            _ when cmd.FromTime is null || cmd.UntilTime is null || cmd.UntilTime <= cmd.FromTime => new("cooperation.session.times-wrong", nameof(cmd.FromTime)),
            _ when !Amount.TryRead(cmd.Hours, out var hours) || hours is null or <= 0 or > 24 || decimal.Round(hours.Value, 1) != hours => new("cooperation.session.hours-wrong", nameof(cmd.Hours)),
            _ when Amount.TryRead(cmd.Hours, out var hours) && hours > Fitting(cmd) => (Refusal.Invalid)new Refusal.Invalid("cooperation.session.hours-long", nameof(cmd.Hours)).With(("most", Fitting(cmd))),
            _ when cmd.Place is { Length: > 80 } || cmd.Teacher is { Length: > 80 } => new("cooperation.text-long", nameof(cmd.Place)),
            _ => null,
        };

        // 课时: a lesson takes three quarters of an hour at least.
        private static decimal Fitting(Command cmd) => decimal.Floor((decimal)(cmd.UntilTime!.Value - cmd.FromTime!.Value).TotalMinutes / LessonMinutes * 10) / 10;
    }
}
