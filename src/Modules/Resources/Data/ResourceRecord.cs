namespace Guanlian.Resources.Data;

/// <summary>Something that can be set aside for somebody for a time.</summary>
internal sealed class ResourceRecord
{
    public Guid Id { get; init; }

    /// <summary>Counted through; shown as ZY-0001.</summary>
    public long Number { get; init; }

    public Guid OwnerId { get; init; }

    public ResourceKind Kind { get; set; }

    public required string Name { get; set; }

    public string? NameEn { get; set; }

    public string Summary { get; set; } = "";

    public string Place { get; set; } = "";

    /// <summary>使用条件: what the user has to keep to.</summary>
    public string Conditions { get; set; } = "";

    public ResourceUnit Unit { get; set; }

    /// <summary>How much there is at any one time.</summary>
    public decimal Capacity { get; set; }

    /// <summary>Booked by the hour within its opening hours; else by whole days.</summary>
    public bool ByHour { get; set; }

    public TimeOnly? OpensAt { get; set; }

    public TimeOnly? ClosesAt { get; set; }

    /// <summary>Bit 0 is Monday.</summary>
    public int Weekdays { get; set; } = EveryDay;

    /// <summary>提前天数: asked for at least so many days before.</summary>
    public int LeadDays { get; set; }

    /// <summary>The longest booking; null where there is no limit.</summary>
    public int? MostDays { get; set; }

    /// <summary>间隔天数: between two bookings, for transport, rest, cleaning.</summary>
    public int GapDays { get; set; }

    /// <summary>自助预约: what is free is confirmed at once.</summary>
    public bool SelfService { get; set; }

    /// <summary>Only within a cooperation.</summary>
    public bool NeedsCooperation { get; set; }

    public ResourceState State { get; set; }

    public bool Sample { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; } = 1;

    public const int EveryDay = 127;

    public string NameHere => Platform.Words.Wording.InChinese ? Name : NameEn ?? Name;

    public bool OpenOn(DateOnly day) => (Weekdays & (1 << (((int)day.DayOfWeek + 6) % 7))) != 0;
}

/// <summary>What sort of thing it is (domain model: Resource).</summary>
internal enum ResourceKind
{
    /// <summary>展览（整套）</summary>
    Exhibition,

    /// <summary>藏品、展品</summary>
    Object,

    /// <summary>展厅、教室、场地</summary>
    Room,

    /// <summary>实验室、修复工位</summary>
    Laboratory,

    /// <summary>仪器</summary>
    Instrument,

    /// <summary>专家</summary>
    Expert,

    /// <summary>车辆</summary>
    Vehicle,

    /// <summary>授权许可</summary>
    Licence,

    /// <summary>架位、库位</summary>
    Shelf,

    /// <summary>数据库席位</summary>
    DatabaseSeat,

    /// <summary>设备、展柜</summary>
    Equipment,

    /// <summary>其他</summary>
    Other,
}

/// <summary>What it is counted in.</summary>
internal enum ResourceUnit
{
    /// <summary>套</summary>
    Sets,

    /// <summary>件</summary>
    Objects,

    /// <summary>个（间、处、工位）</summary>
    Places,

    /// <summary>人</summary>
    People,

    /// <summary>小时</summary>
    Hours,

    /// <summary>席</summary>
    Seats,

    /// <summary>米</summary>
    Metres,

    /// <summary>辆</summary>
    Vehicles,

    /// <summary>份</summary>
    Licences,
}

/// <summary>States of a resource.</summary>
internal enum ResourceState
{
    /// <summary>草稿: only its own people see it.</summary>
    Draft,

    /// <summary>开放预约</summary>
    Open,

    /// <summary>停止预约: what is booked stays.</summary>
    Closed,
}

/// <summary>A time at which nobody gets it.</summary>
internal sealed class Closure
{
    public Guid Id { get; init; }

    public Guid ResourceId { get; init; }

    public DateTimeOffset FromAt { get; init; }

    public DateTimeOffset UntilAt { get; init; }

    public required string Why { get; init; }
}
