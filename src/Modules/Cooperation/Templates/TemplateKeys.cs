namespace Guanlian.Cooperation.Templates;

/// <summary>Every key that a template may have, place by place; the JSON Schema beside the files says the same.</summary>
internal static class TemplateKeys
{
    public static readonly string[] Template =
    [
        "code", "version", "family", "mode", "name", "summary", "public", "inclusion", "exit", "earning", "covers", "partners", "centres",
        "uses", "anchor", "depth", "recurs", "emergency", "lead", "roles", "safeguards", "ladder", "indicators", "endings", "playbook", "stages",
    ];

    public static readonly string[] Words = ["zh", "en"];

    public static readonly string[] Depth = ["from", "to"];

    public static readonly string[] Lead = ["kinds", "levels", "grades"];

    public static readonly string[] Role = ["code", "name", "kinds", "leads", "receives", "least", "most", "gains", "gives"];

    public static readonly string[] Given = ["what", "unit"];

    public static readonly string[] Ladder = ["from", "to", "rungs"];

    public static readonly string[] Indicator = ["code", "name", "unit"];

    public static readonly string[] Ending = ["code", "name"];

    public static readonly string[] Stage = ["code", "name", "each", "turn", "tasks"];

    public static readonly string[] Task =
    [
        "code", "name", "does", "helps", "mode", "checks", "confirms", "start", "days", "after", "wait", "before", "optional", "repeats", "deliver",
    ];

    public static readonly string[] Repeats = ["every", "times"];

    public static readonly string[] Deliverable = ["code", "name", "evidence", "measures", "book", "attend"];

    /// <summary>What a family gives to its templates.</summary>
    public static readonly string[] Family = ["name", "inclusion", "exit", "safeguards", "rungs", "playbook"];
}
