using System.Collections.Frozen;

namespace Guanlian.Cooperation.Scheduling;

/// <summary>Which days people work: Monday to Friday, less public holidays, plus the weekends worked in their stead.</summary>
internal sealed class WorkingCalendar
{
    private readonly FrozenSet<DateOnly> off;
    private readonly FrozenSet<DateOnly> work;

    public WorkingCalendar(IEnumerable<DateOnly> off, IEnumerable<DateOnly> work) =>
        (this.off, this.work) = (off.ToFrozenSet(), work.ToFrozenSet());

    /// <summary>Weekends only.</summary>
    public static WorkingCalendar Plain { get; } = new([], []);

    public bool Works(DateOnly day) =>
        work.Contains(day) || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !off.Contains(day));
}

/// <summary>The days on which one cooperation goes on: working days outside its pauses.</summary>
internal sealed class GoingDays(WorkingCalendar calendar, IReadOnlyList<Pause> pauses)
{
    /// <summary>A calendar with no working day in ten years is a fault of its data, not a reason to search for ever.</summary>
    private const int Farthest = 3700;

    public bool Goes(DateOnly day) => calendar.Works(day) && !pauses.Any(p => p.Holds(day));

    /// <summary>That day, or the next on which work goes on.</summary>
    public DateOnly OnOrAfter(DateOnly day) => Step(day, 1);

    /// <summary>That day, or the last before it on which work goes on.</summary>
    public DateOnly OnOrBefore(DateOnly day) => Step(day, -1);

    /// <summary>So many going days later; with 0 the day itself or the next that goes.</summary>
    public DateOnly After(DateOnly day, int days) => Move(OnOrAfter(day), days, 1);

    /// <summary>So many going days earlier.</summary>
    public DateOnly Before(DateOnly day, int days) => Move(OnOrBefore(day), days, -1);

    private DateOnly Move(DateOnly day, int days, int way)
    {
        for (var left = days; left > 0; left--)
        {
            day = Step(day.AddDays(way), way);
        }

        return day;
    }

    private DateOnly Step(DateOnly day, int way)
    {
        for (var tried = 0; tried < Farthest; tried++)
        {
            if (Goes(day) || day == DateOnly.MaxValue || day == DateOnly.MinValue)
            {
                return day;
            }

            day = day.AddDays(way);
        }

        return day;
    }
}

/// <summary>A pause: from that day on, until the day on which work goes on again.</summary>
internal readonly record struct Pause(DateOnly From, DateOnly? Until)
{
    /// <summary>An open pause holds nothing back yet: how long it lasts is known only when it ends.</summary>
    public bool Holds(DateOnly day) => Until is { } until && day >= From && day < until;
}
