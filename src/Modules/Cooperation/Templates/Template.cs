using System.Text.Json.Serialization;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Templates;

/// <summary>A kind of cooperation: everything that makes it different from the others. See docs/formats/cooperation-template.md.</summary>
internal sealed record Template
{
    public required string Code { get; init; }

    public required int Version { get; init; }

    public required Family Family { get; init; }

    public required CooperationMode Mode { get; init; }

    public required Bilingual Name { get; init; }

    public required Bilingual Summary { get; init; }

    /// <summary>公益性: what the public has of it (requirements G18, G28).</summary>
    public required Bilingual PublicBenefit { get; init; }

    /// <summary>Whom it must not leave out (requirement G28).</summary>
    public required Bilingual Inclusion { get; init; }

    public required Bilingual Exit { get; init; }

    /// <summary>Brings in money, and so carries an extra check (requirement G18).</summary>
    public Bilingual? EarningCheck { get; init; }

    public IReadOnlyList<string> Covers { get; init; } = [];

    public IReadOnlyList<PartnerClass> Partners { get; init; } = [];

    public IReadOnlyList<Centre> Centres { get; init; } = [];

    public IReadOnlyList<Capability> Uses { get; init; } = [];

    /// <summary>The day that some tasks count back from: an opening, a festival.</summary>
    public Bilingual? Anchor { get; init; }

    /// <summary>合作深度, 1–5: where it begins and where it should come to (requirement L20).</summary>
    public required Depth Depth { get; init; }

    public Recurrence? Recurs { get; init; }

    /// <summary>May begin by the short form, to be ratified within so many days (requirement L12).</summary>
    public int? RatifyWithinDays { get; init; }

    public required LeadRule Lead { get; init; }

    public required IReadOnlyList<PartyRole> Roles { get; init; }

    public required IReadOnlyList<SafeguardLine> Safeguards { get; init; }

    public required Ladder Ladder { get; init; }

    public IReadOnlyList<IndicatorPlan> Indicators { get; init; } = [];

    public IReadOnlyList<Ending> Endings { get; init; } = [];

    /// <summary>What each kind of partner may expect and should bring (requirement G31).</summary>
    public IReadOnlyList<PlaybookLine> Playbook { get; init; } = [];

    public required IReadOnlyList<Stage> Stages { get; init; }

    [JsonIgnore]
    public IEnumerable<TaskPlan> Tasks => Stages.SelectMany(s => s.Tasks);

    [JsonIgnore]
    public PartyRole LeadingRole => Roles.First(r => r.Leads);

    public PartyRole? Role(string code) => Roles.FirstOrDefault(r => r.Code == code);
}

/// <summary>From which depth to which.</summary>
internal sealed record Depth(int From, int To);

/// <summary>Who may lead. Empty lists ask nothing.</summary>
internal sealed record LeadRule(IReadOnlyList<PartyKind> Kinds, IReadOnlyList<PartyLevel> Levels, IReadOnlyList<Grade> Grades)
{
    /// <summary>Level and grade are alternatives, as in the charter: a provincial museum or a first-grade one.</summary>
    public bool Allows(PartyCard party) =>
        (Kinds.Count == 0 || Kinds.Contains(party.Kind))
        && ((Levels.Count == 0 && Grades.Count == 0) || Levels.Contains(party.Level) || Grades.Contains(party.Grade));
}

/// <summary>A part in the cooperation that parties take.</summary>
internal sealed record PartyRole
{
    public required string Code { get; init; }

    public required Bilingual Name { get; init; }

    /// <summary>Which kinds of party can take it; empty: every kind.</summary>
    public IReadOnlyList<PartyKind> Kinds { get; init; } = [];

    public bool Leads { get; init; }

    /// <summary>Receives the help and confirms it.</summary>
    public bool Receives { get; init; }

    public int Least { get; init; } = 1;

    public int Most { get; init; } = 1;

    /// <summary>What this side has of it (requirement L34).</summary>
    public required Bilingual Gains { get; init; }

    public IReadOnlyList<GivenLine> Gives { get; init; } = [];

    [JsonIgnore]
    public int Line { get; init; }
}

/// <summary>One line of what a party brings, in its own unit (requirement L13).</summary>
internal sealed record GivenLine(Bilingual What, Unit Unit);

/// <summary>One safeguard and what it means here.</summary>
internal sealed record SafeguardLine(Safeguard Kind, Bilingual Text);

/// <summary>From which rung to which, and what each rung looks like here (idea: independence curve).</summary>
internal sealed record Ladder(DoneBy From, DoneBy To, IReadOnlyList<Bilingual> Rungs);

/// <summary>A default indicator, counted from the numbers handed in.</summary>
internal sealed record IndicatorPlan(string Code, Bilingual Name, Unit Unit)
{
    [JsonIgnore]
    public int Line { get; init; }
}

/// <summary>A named way to end that is not the ordinary one: a state, not an error.</summary>
internal sealed record Ending(string Code, Bilingual Name)
{
    [JsonIgnore]
    public int Line { get; init; }
}

/// <summary>For one kind of party.</summary>
internal sealed record PlaybookLine(PartyKind Kind, Bilingual Text);

/// <summary>阶段: tasks under one word of the trade.</summary>
internal sealed record Stage
{
    public required string Code { get; init; }

    public required Bilingual Name { get; init; }

    /// <summary>The role for each of whose parties the stage is done once, e.g. each stop of a tour.</summary>
    public string? Each { get; init; }

    /// <summary>One party after the other instead of side by side.</summary>
    public bool InTurn { get; init; }

    public required IReadOnlyList<TaskPlan> Tasks { get; init; }

    [JsonIgnore]
    public int Line { get; init; }
}

/// <summary>任务: who does it, who helps, who checks, who confirms; when; what is handed in.</summary>
internal sealed record TaskPlan
{
    public required string Code { get; init; }

    public required Bilingual Name { get; init; }

    public required string Does { get; init; }

    public string? Helps { get; init; }

    public HelpMode? Mode { get; init; }

    public string? Checks { get; init; }

    public string? Confirms { get; init; }

    /// <summary>Not before so many working days after the start.</summary>
    public int Start { get; init; }

    /// <summary>Working days that it takes; 0 is a moment.</summary>
    public int Days { get; init; } = 5;

    /// <summary>Finish-to-start: these come first.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Calendar days between the end of those and the start.</summary>
    public int Wait { get; init; }

    /// <summary>Ends so many calendar days before the anchor day.</summary>
    public int? Before { get; init; }

    /// <summary>Done only when somebody calls for it: a supplement, a recall, an extension.</summary>
    public bool Optional { get; init; }

    public Repetition? Repeats { get; init; }

    public IReadOnlyList<Deliverable> Deliverables { get; init; } = [];

    [JsonIgnore]
    public int Line { get; init; }
}

/// <summary>So many times, with so many calendar days between.</summary>
internal sealed record Repetition(int Every, int Times);

/// <summary>成果: what a task hands in, and which of these kinds of evidence show it.</summary>
internal sealed record Deliverable
{
    public required string Code { get; init; }

    public required Bilingual Name { get; init; }

    public required IReadOnlyList<EvidenceKind> Evidence { get; init; }

    /// <summary>The indicator that its number counts for.</summary>
    public string? Measures { get; init; }

    /// <summary>The book of the cooperation that it is taken from, so that nothing is written twice and numbers are counted, not typed.</summary>
    public KeptBook? Book { get; init; }

    /// <summary>For certificates: the least share of sessions attended, in percent.</summary>
    public int? Attend { get; init; }

    [JsonIgnore]
    public int Line { get; init; }
}
