using Guanlian.Contracts.Members;

namespace Guanlian.Cooperation.Templates;

/// <summary>One template file becomes a template, or a list of everything that is wrong with it.</summary>
internal static class TemplateReader
{
    public static (Template? Template, IReadOnlyList<TemplateProblem> Problems) Read(
        string file, string text, IReadOnlyDictionary<Family, FamilyTexts> families)
    {
        var problems = new Problems(file);
        if (YamlDoor.Read(text, problems) is not { } root)
        {
            return (null, problems.All);
        }

        var map = new MapReader(root, problems, TemplateKeys.Template);
        var family = map.Word<Family>("family");
        var template = Of(map, family ?? Family.Exhibitions, families.GetValueOrDefault(family ?? Family.Exhibitions));
        TemplateChecks.Check(template, map, problems);
        return (problems.All.Count == 0 ? template : null, problems.All);
    }

    private static Template Of(MapReader map, Family family, FamilyTexts? shared)
    {
        var depth = map.Map("depth", TemplateKeys.Depth, needed: true);
        var lead = map.Map("lead", TemplateKeys.Lead, needed: true);
        return new()
        {
            Code = map.Code("code"),
            Version = map.Number("version", 1, 10_000, needed: true) ?? 1,
            Family = family,
            Mode = map.Word<CooperationMode>("mode") ?? CooperationMode.ProjectTeam,
            Name = map.Words("name"),
            Summary = map.Words("summary"),
            PublicBenefit = map.Words("public"),
            Inclusion = map.Words("inclusion", needed: shared is null) ?? shared?.Inclusion ?? new("", ""),
            Exit = map.Words("exit", needed: shared is null) ?? shared?.Exit ?? new("", ""),
            EarningCheck = map.Words("earning", needed: false),
            Covers = [.. map.Texts("covers").Select(t => t.Text)],
            Partners = map.List<PartnerClass>("partners"),
            Centres = map.List<Centre>("centres"),
            Uses = map.List<Capability>("uses"),
            Anchor = map.Words("anchor", needed: false),
            Depth = new(depth?.Number("from", 1, 5, needed: true) ?? 1, depth?.Number("to", 1, 5, needed: true) ?? 5),
            Recurs = map.Word<Recurrence>("recurs", needed: false),
            RatifyWithinDays = map.Number("emergency", 1, 90),
            Lead = new(lead?.List<PartyKind>("kinds") ?? [], lead?.List<PartyLevel>("levels") ?? [], lead?.List<Grade>("grades") ?? []),
            Roles = [.. map.Maps("roles", TemplateKeys.Role).Select(RoleOf)],
            Safeguards = FamilyBook.Merge(FamilyBook.SafeguardsOf(map), shared?.Safeguards ?? [], s => s.Kind),
            Playbook = FamilyBook.Merge(FamilyBook.PlaybookOf(map), shared?.Playbook ?? [], p => p.Kind),
            Ladder = LadderOf(map, shared),
            Indicators = [.. map.Maps("indicators", TemplateKeys.Indicator).Select(i =>
                new IndicatorPlan(i.Code("code"), i.Words("name"), i.Word<Unit>("unit") ?? Unit.Times) { Line = i.Line })],
            Endings = [.. map.Maps("endings", TemplateKeys.Ending).Select(e => new Ending(e.Code("code"), e.Words("name")) { Line = e.Line })],
            Stages = [.. map.Maps("stages", TemplateKeys.Stage).Select(StageOf)],
        };
    }

    private static PartyRole RoleOf(MapReader map) => new()
    {
        Code = map.Code("code"),
        Name = map.Words("name"),
        Kinds = map.List<PartyKind>("kinds"),
        Leads = map.Flag("leads"),
        Receives = map.Flag("receives"),
        Least = map.Number("least", 0, 500) ?? 1,
        Most = map.Number("most", 1, 500) ?? 1,
        Gains = map.Words("gains"),
        Gives = [.. map.Maps("gives", TemplateKeys.Given).Select(g => new GivenLine(g.Words("what"), g.Word<Unit>("unit") ?? Unit.Times))],
        Line = map.Line,
    };

    private static Ladder LadderOf(MapReader map, FamilyTexts? shared)
    {
        var ladder = map.Map("ladder", TemplateKeys.Ladder, needed: true);
        var own = ladder is null ? [] : FamilyBook.RungsOf(ladder);
        return new(ladder?.Word<DoneBy>("from") ?? DoneBy.Leader, ladder?.Word<DoneBy>("to") ?? DoneBy.Alone, own.Count > 0 ? own : shared?.Rungs ?? []);
    }

    private static Stage StageOf(MapReader map) => new()
    {
        Code = map.Code("code"),
        Name = map.Words("name"),
        Each = map.Text("each", needed: false),
        InTurn = map.Flag("turn"),
        Tasks = [.. map.Maps("tasks", TemplateKeys.Task).Select(TaskOf)],
        Line = map.Line,
    };

    private static TaskPlan TaskOf(MapReader map)
    {
        var repeats = map.Map("repeats", TemplateKeys.Repeats);
        return new()
        {
            Code = map.Code("code"),
            Name = map.Words("name"),
            Does = map.Text("does") ?? "",
            Helps = map.Text("helps", needed: false),
            Mode = map.Word<HelpMode>("mode", needed: false),
            Checks = map.Text("checks", needed: false),
            Confirms = map.Text("confirms", needed: false),
            Start = map.Number("start", 0, 2000) ?? 0,
            Days = map.Number("days", 0, 2000) ?? 5,
            After = [.. map.Texts("after").Select(t => t.Text)],
            Wait = map.Number("wait", 0, 2000) ?? 0,
            Before = map.Number("before", 0, 2000),
            Optional = map.Flag("optional"),
            Repeats = repeats is null ? null : new(repeats.Number("every", 1, 400, needed: true) ?? 1, repeats.Number("times", 2, 60, needed: true) ?? 2),
            Deliverables = [.. map.Maps("deliver", TemplateKeys.Deliverable).Select(d => new Deliverable
            {
                Code = d.Code("code"),
                Name = d.Words("name"),
                Evidence = d.List<EvidenceKind>("evidence"),
                Measures = d.Text("measures", needed: false),
                Book = d.Word<KeptBook>("book", needed: false),
                Attend = d.Number("attend", 0, 100),
                Line = d.Line,
            })],
            Line = map.Line,
        };
    }
}
