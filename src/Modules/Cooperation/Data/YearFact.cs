namespace Guanlian.Cooperation.Data;

/// <summary>One annual figure of an institution, in the official form.</summary>
internal sealed class YearFact
{
    public Guid Id { get; init; }

    public Guid PartyId { get; init; }

    public int Year { get; init; }

    /// <summary>One of <see cref="Kinds"/>.</summary>
    public required string Kind { get; init; }

    public decimal Value { get; set; }

    public string? Note { get; set; }

    public DateTimeOffset WrittenAt { get; set; }

    public required string ByName { get; set; }

    public int Version { get; set; } = 1;

    /// <summary>基本陈列、馆外巡展、临时展览、教育活动、观众、志愿服务小时、培训人次</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        ["permanent-exhibitions", "touring-exhibitions", "temporary-exhibitions", "activities", "visitors", "volunteer-hours", "people-trained"];
}
