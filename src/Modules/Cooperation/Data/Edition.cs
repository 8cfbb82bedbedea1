namespace Guanlian.Cooperation.Data;

/// <summary>A template as it was when a cooperation began under it; never changed.</summary>
internal sealed class Edition
{
    public Guid Id { get; init; }

    public required string Code { get; init; }

    public int Number { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public required string Family { get; init; }

    /// <summary>SHA-256 of the body.</summary>
    public required string Hash { get; init; }

    /// <summary>Canonical JSON of the template.</summary>
    public required string Body { get; init; }

    /// <summary>The alliance whose copy it is; null for a shipped one.</summary>
    public Guid? ClusterId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>An alliance's own copy of a template, in one of its versions.</summary>
internal sealed class StoredTemplate
{
    public Guid Id { get; init; }

    public Guid ClusterId { get; init; }

    public required string Code { get; init; }

    public int Number { get; init; }

    public StoredState State { get; set; }

    public required string Text { get; set; }

    public string NameZh { get; set; } = "";

    public string NameEn { get; set; } = "";

    public string Family { get; set; } = "";

    public DateTimeOffset BegunAt { get; init; }

    public DateTimeOffset EditedAt { get; set; }

    public required string EditedBy { get; set; }

    public int Version { get; set; } = 1;
}

/// <summary>States of a stored template.</summary>
internal enum StoredState
{
    Draft,
    InForce,
    Retired,
}

/// <summary>A day on which people work or not, against the published calendar.</summary>
internal sealed class CalendarDay
{
    public DateOnly Day { get; init; }

    public bool Works { get; set; }

    public string Name { get; set; } = "";
}
