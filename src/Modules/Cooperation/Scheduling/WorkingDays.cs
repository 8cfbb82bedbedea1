using Guanlian.Cooperation.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Scheduling;

/// <summary>The working calendar in force: what was published, with the alliance's corrections.</summary>
internal sealed class WorkingDays(CooperationDb db)
{
    private WorkingCalendar? calendar;

    public async Task<WorkingCalendar> CalendarAsync(CancellationToken ct)
    {
        if (calendar is null)
        {
            var own = await db.CalendarDays.AsNoTracking().ToListAsync(ct);
            var corrected = own.Select(o => o.Day).ToHashSet();
            calendar = new(
                ShippedHolidays.Off.Select(o => o.Day).Where(d => !corrected.Contains(d)).Concat(own.Where(o => !o.Works).Select(o => o.Day)),
                ShippedHolidays.Work.Where(d => !corrected.Contains(d)).Concat(own.Where(o => o.Works).Select(o => o.Day)));
        }

        return calendar;
    }
}
