using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Meetings;

/// <summary>The organiser lays out a meeting day: tables side by side, slots one after the other. Slots that nobody asked for can be taken back.</summary>
internal static class OpenSlots
{
    public const int MostTables = 40;
    public const int MostSlots = 1000;
    public const int LeastMinutes = 5;
    public const int MostMinutes = 240;

    internal sealed record Command(Guid Id, DateOnly? OnDay, TimeOnly? FromTime, TimeOnly? UntilTime, int? Minutes, int? Tables);

    /// <summary>Takes back all free slots of a day.</summary>
    internal sealed record Close(Guid Id, DateOnly? OnDay);

    internal sealed class Handler(CooperationDb db, Editions editions, CurrentActor current, TimeProvider clock)
    {
        /// <summary>How many slots were opened; those that stand already stay.</summary>
        public async Task<Outcome<int>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var opened = await OpenBook.OpenAsync(db, editions, cmd.Id, current.Value, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            var now = clock.GetUtcNow();
            if ((opened.Value.Check(current.Value, KeptBook.Meetings) ?? Check(cmd, Platform.Words.Dates.InChina(now))) is { } refusal)
            {
                return refusal;
            }

            var standing = await db.Set<MeetingSlot>().Where(s => s.CooperationId == cmd.Id).ToListAsync(ct);
            var times = Times(cmd).ToList();
            var there = standing.Where(s => s.OnDay == cmd.OnDay).ToList();
            if (there.Exists(s => times.Exists(t => s.FromTime < t.Until && t.From < s.UntilTime && (s.FromTime, s.UntilTime) != t)))
            {
                return new Refusal.Invalid("cooperation.meeting.grid-crosses", nameof(cmd.FromTime));
            }

            var taken = there.Select(s => (s.FromTime, s.Place)).ToHashSet();
            var fresh = times.SelectMany(t => Enumerable.Range(1, cmd.Tables!.Value).Select(place => (t.From, t.Until, Place: place))).Where(t => !taken.Contains((t.From, t.Place))).ToList();
            if (standing.Count + fresh.Count > MostSlots)
            {
                return new Refusal.Invalid("cooperation.meeting.too-many", nameof(cmd.Tables)).With(("most", MostSlots));
            }

            db.AddRange(fresh.Select(t => new MeetingSlot
            {
                Id = Guid.CreateVersion7(now),
                CooperationId = cmd.Id,
                OnDay = cmd.OnDay!.Value,
                FromTime = t.From,
                UntilTime = t.Until,
                Place = t.Place,
            }));
            opened.Value.Record.QuietSince = now;
            if (fresh.Count > 0)
            {
                db.Record(new Change("cooperation.meeting.opened", "cooperation.cooperation", cmd.Id)
                {
                    OwnerId = opened.Value.Record.LeadPartyId,
                    After = new { cmd.OnDay, Slots = fresh.Count },
                });
            }

            var saved = await db.SaveAsync(ct);
            return saved.Refused ? saved.Refusal : fresh.Count;
        }

        public async Task<Outcome<int>> HandleAsync(Close cmd, CancellationToken ct)
        {
            var opened = await OpenBook.OpenAsync(db, editions, cmd.Id, current.Value, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            if (opened.Value.Check(current.Value, KeptBook.Meetings) is { } refusal)
            {
                return refusal;
            }

            var free = await db.Set<MeetingSlot>().Where(s => s.CooperationId == cmd.Id && s.OnDay == cmd.OnDay && s.AskedById == null).ToListAsync(ct);
            if (free.Count == 0)
            {
                return new Refusal.Invalid("cooperation.meeting.none-free", nameof(cmd.OnDay));
            }

            db.RemoveRange(free);
            db.Record(new Change("cooperation.meeting.closed", "cooperation.cooperation", cmd.Id) { OwnerId = opened.Value.Record.LeadPartyId, After = new { cmd.OnDay, Slots = free.Count } });
            var saved = await db.SaveAsync(ct);
            return saved.Refused ? saved.Refusal : free.Count;
        }

        private static Refusal.Invalid? Check(Command cmd, DateOnly today) => cmd switch
        {
            { OnDay: null } => new("cooperation.session.day-missing", nameof(cmd.OnDay)),
            _ when cmd.OnDay < today || cmd.OnDay > today.AddYears(2) => new("cooperation.meeting.day-wrong", nameof(cmd.OnDay)),
            _ when cmd.FromTime is null || cmd.UntilTime is null || cmd.UntilTime <= cmd.FromTime => new("cooperation.session.times-wrong", nameof(cmd.FromTime)),
            _ when cmd.Minutes is not (>= LeastMinutes and <= MostMinutes) => Wrong("cooperation.meeting.minutes-wrong", nameof(cmd.Minutes), LeastMinutes, MostMinutes),
            _ when cmd.Tables is not (>= 1 and <= MostTables) => Wrong("cooperation.meeting.tables-wrong", nameof(cmd.Tables), 1, MostTables),
            _ when !Times(cmd).Any() => new("cooperation.meeting.too-short", nameof(cmd.UntilTime)),
            _ => null,
        };

        private static Refusal.Invalid Wrong(string code, string field, int least, int most) => (Refusal.Invalid)new Refusal.Invalid(code, field).With(("least", least), ("most", most));

        private static IEnumerable<(TimeOnly From, TimeOnly Until)> Times(Command cmd)
        {
            var (step, left) = (TimeSpan.FromMinutes(cmd.Minutes!.Value), cmd.UntilTime!.Value - cmd.FromTime!.Value);
            for (var at = cmd.FromTime.Value; left >= step; (at, left) = (at.Add(step), left - step))
            {
                yield return (at, at.Add(step));
            }
        }
    }
}
