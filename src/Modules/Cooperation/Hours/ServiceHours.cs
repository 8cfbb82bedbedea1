namespace Guanlian.Cooperation.Hours;

/// <summary>服务时长: one stretch of service at one host; it counts once somebody else than who noted it confirms it.</summary>
internal sealed class ServiceHours
{
    public Guid Id { get; init; }

    public Guid CooperationId { get; init; }

    public Guid PersonId { get; init; }

    public Guid HostPartyId { get; init; }

    /// <summary>Who confirms or refuses them: the host, or the volunteer's own institution where the host noted them itself.</summary>
    public Guid ConfirmsPartyId { get; init; }

    public DateOnly OnDay { get; init; }

    public decimal Hours { get; init; }

    public required string What { get; init; }

    public required string NotedBy { get; init; }

    public DateTimeOffset NotedAt { get; init; }

    public DateTimeOffset? ConfirmedAt { get; set; }

    public string? ConfirmedBy { get; set; }

    public string? RefusedWhy { get; set; }

    /// <summary>The task in which they were counted.</summary>
    public Guid? TaskId { get; set; }

    public int Version { get; set; } = 1;
}

/// <summary>星级志愿者: from how many confirmed hours each star is given (the national rule on service records).</summary>
internal static class Stars
{
    private static readonly int[] From = [100, 300, 600, 1000, 1500];

    public static int Of(decimal hours) => From.Count(from => hours >= from);
}
