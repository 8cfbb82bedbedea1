namespace Guanlian.Cooperation.Cases;

/// <summary>病例单: what a museum asks a panel about.</summary>
internal sealed class CaseSheet
{
    public Guid CooperationId { get; init; }

    public required string Material { get; set; }

    public List<string> Damages { get; set; } = [];

    public required string Urgency { get; set; }

    public required string Description { get; set; }

    public string Environment { get; set; } = "";

    public required string Question { get; set; }

    public DateTimeOffset EditedAt { get; set; }

    public required string EditedBy { get; set; }

    public int Version { get; set; } = 1;
}

/// <summary>九十日复查: what came of it.</summary>
internal sealed class CaseOutcome
{
    public Guid CooperationId { get; init; }

    /// <summary>solved, better, same or worse.</summary>
    public required string Result { get; set; }

    public required string Words { get; set; }

    public DateOnly SeenOn { get; set; }

    public required string ByName { get; set; }

    public int Version { get; set; } = 1;
}

/// <summary>A closed case without names and numbers, for those who have one like it.</summary>
internal sealed class CaseMemory
{
    public Guid CooperationId { get; init; }

    public long Number { get; init; }

    public required string Material { get; set; }

    public List<string> Damages { get; set; } = [];

    public required string Urgency { get; set; }

    public string? Result { get; set; }

    public required string Description { get; set; }

    public required string Question { get; set; }

    public required string Findings { get; set; }

    public required string Advice { get; set; }

    public required string Outcome { get; set; }

    /// <summary>What it is found by.</summary>
    public List<string> Terms { get; set; } = [];

    public DateOnly ClosedOn { get; init; }

    public string? WithdrawnWhy { get; set; }

    public bool Sample { get; init; }

    public int Version { get; set; } = 1;
}

/// <summary>Words that cases are sorted by; their names stand in the word files.</summary>
internal static class CaseWords
{
    public static IReadOnlyList<string> Materials { get; } =
    [
        "stone", "ceramic", "brick", "bronze", "iron", "gold-silver", "wood", "lacquer", "paper", "painting", "textile", "mural", "painted-sculpture",
        "bone", "leather", "building", "mixed",
    ];

    public static IReadOnlyList<string> Damages { get; } =
    [
        "crack", "loss", "flaking", "powdering", "salts", "mould", "insects", "rust", "active-rust", "deformation", "fading", "stain", "hollow", "growth",
        "brittle", "other",
    ];

    public static IReadOnlyList<string> Urgencies { get; } = ["routine", "soon", "urgent", "rescue"];

    public static IReadOnlyList<string> Results { get; } = ["solved", "better", "same", "worse"];
}
