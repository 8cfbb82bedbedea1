using Guanlian.Cooperation.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Scheduling;

/// <summary>The secretariat corrects the calendar of working days when the State Council's notice is out.</summary>
internal static class EditCalendar
{
    internal sealed record Command(DateOnly? Day, bool Works, string? Name);

    internal sealed class Handler(CooperationDb db, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var today = Dates.InChina(clock.GetUtcNow());
            if (cmd.Day is not { } day || day < today.AddYears(-2) || day > today.AddYears(10))
            {
                return new Refusal.Invalid("cooperation.calendar.day-range", nameof(cmd.Day));
            }

            if (cmd.Name is { Length: > 60 })
            {
                return new Refusal.Invalid("cooperation.calendar.name-long", nameof(cmd.Name));
            }

            var before = await db.CalendarDays.AsNoTracking().SingleOrDefaultAsync(d => d.Day == day, ct);
            var name = cmd.Name?.Trim() ?? "";
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Database.ExecuteSqlAsync($"""
                insert into cooperation.calendar_day (day, works, name) values ({day}, {cmd.Works}, {name})
                on conflict (day) do update set works = excluded.works, name = excluded.name
                """, ct);
            db.Record(new Change("cooperation.calendar.day-set", "cooperation.calendar", CalendarId)
            {
                Before = before is null ? null : new { before.Day, before.Works },
                After = new { Day = day, cmd.Works, Name = name },
            });
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return Done.It;
        }
    }

    /// <summary>The calendar as the subject of its history.</summary>
    public static readonly Guid CalendarId = Guid.Parse("00000000-0000-7000-8000-00000000ca1e");
}
