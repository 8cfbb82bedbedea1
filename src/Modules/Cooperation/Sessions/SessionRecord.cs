using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Sessions;

/// <summary>课次: a lesson, a lecture, a training, on site or online.</summary>
internal sealed class SessionRecord
{
    public Guid Id { get; init; }

    public Guid CooperationId { get; init; }

    public required string Title { get; init; }

    public DateOnly OnDay { get; init; }

    public TimeOnly FromTime { get; init; }

    public TimeOnly UntilTime { get; init; }

    public string Place { get; init; } = "";

    public string Teacher { get; init; } = "";

    public decimal Hours { get; init; }

    public bool Online { get; init; }

    /// <summary>The party that it is given for, where a route leads from one to the next.</summary>
    public Guid? PartyId { get; init; }

    /// <summary>Where people meet online.</summary>
    public string? Link { get; set; }

    /// <summary>Where it can be seen afterwards.</summary>
    public string? Recording { get; set; }

    /// <summary>Only the code on the screen, which changes every minute; none on paper.</summary>
    public bool ScreenOnly { get; init; }

    public required byte[] Secret { get; init; }

    public string? CancelledWhy { get; set; }

    public int Version { get; set; } = 1;

    /// <summary>Whether it has ended by then; only what is over has been taught.</summary>
    public bool Over(DateTimeOffset now) => Dates.At(OnDay, UntilTime) <= now;
}

/// <summary>签到: somebody was there.</summary>
internal sealed class AttendanceRow
{
    public Guid SessionId { get; init; }

    public Guid PersonId { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>paper, screen or desk.</summary>
    public required string Way { get; init; }

    /// <summary>The scan that it was confirmed with; none at the desk.</summary>
    public Guid? Ticket { get; init; }

    public required string ByName { get; init; }
}
