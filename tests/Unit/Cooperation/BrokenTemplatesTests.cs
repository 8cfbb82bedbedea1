using FsCheck;
using FsCheck.Fluent;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Words;

namespace Guanlian.Unit.Cooperation;

public sealed class BrokenTemplatesTests
{
    private static readonly string Whole = TemplateBook.TextOf("joint-exhibition.yaml");

    /// <summary>What is broken, by what it is replaced, what is said, and on which line.</summary>
    public static TheoryData<string, string, string, int> Breaks { get; } = new()
    {
        { "summary:", "sumary:", "unknown-key", 6 },
        { "    checks: host", "    chekcs: host", "unknown-key", 63 },
        { "name: { zh: 原创联展, en: Joint original exhibition }", "name: { zh: 原创联展 }", "language-missing", 5 },
        { "name: { zh: 原创联展, en: Joint original exhibition }", "name: 原创联展", "not-in-two-languages", 5 },
        { "after: [propose-topics]", "after: [propose-topic]", "refers-to-nothing", 60 },
        { "after: [propose-topics]", "after: [approve-content]", "cycle", 71 },
        { "does: host\n        helps: lead\n        mode: teach\n        days: 10", "does: hots\n        helps: lead\n        mode: teach\n        days: 10", "refers-to-nothing", 52 },
        { "days: 20\n        after: [settle-topic]", "days: 20\n        start: -3\n        after: [settle-topic]", "before-start", 77 },
        { "evidence: [document, note]", "evidence: [document, notes]", "unknown-word", 59 },
        { "family: exhibitions", "family: exhibition", "unknown-word", 3 },
        { "- code: outline\n", "- code: install\n", "code-twice", 136 },
        { "    leads: true\n", "", "one-leads", 20 },
        { "    receives: true\n", "", "nobody-receives", 20 },
        { "        mode: teach\n", "", "help-without-mode", 52 },
        { "anchor: { zh: 开幕日, en: Opening day }\n", "", "before-what", 135 },
        { "measures: visitors", "measures: visitor", "refers-to-nothing", 155 },
        { "evidence: [number], measures: visitors", "evidence: [photo], measures: visitors", "measure-without-number", 155 },
        { "covers: [E01, E04, E06, E08, P03]", "covers: [E1]", "not-a-requirement", 12 },
        { "depth: { from: 2, to: 4 }", "depth: { from: 4, to: 2 }", "depth-backwards", 17 },
        { "version: 4", "version: 0", "number-range", 2 },
        { "days: 10", "days: ten", "not-a-number", 57 },
        { "    leads: true", "    leads: yes", "not-yes-or-no", 24 },
        { "code: joint-exhibition", "code: Joint Exhibition", "not-a-code", 1 },
        { "family: exhibitions", "family: exhibitions\nfamily: products", "not-yaml", 4 },
        { "mode: project-team", "mode: &a project-team", "anchor", 4 },
        { "mode: project-team", "mode: project-team\n  bad: indent", "not-yaml", 5 },
    };

    [Theory, MemberData(nameof(Breaks))]
    public void A_broken_template_is_refused_with_line_and_reason(string whole, string broken, string code, int line)
    {
        var at = Whole.IndexOf(whole, StringComparison.Ordinal);
        Assert.True(at >= 0, whole);
        var problems = ProblemsOf(Whole[..at] + broken + Whole[(at + whole.Length)..]);
        var found = problems.Where(p => p.Code == code).ToList();
        Assert.True(found.Count > 0, $"{code} expected: {string.Join("; ", problems.Select(Say))}");
        Assert.True(found.Exists(p => p.Line == line), $"line {line} expected: {string.Join("; ", found.Select(Say))}");
    }

    [Fact]
    public void A_missing_safeguard_is_named_where_no_family_gives_it()
    {
        var text = TemplateBook.TextOf("Shared.families.yaml");
        var at = text.IndexOf("    money:", StringComparison.Ordinal);
        var problems = new Problems("Shared/families.yaml");
        FamilyBook.Read(text.Remove(at, text.IndexOf('\n', at) - at + 1), problems);
        Assert.Equal("safeguard-missing", Assert.Single(problems.All).Code);
    }

    [Fact]
    public void A_ring_of_any_length_is_found_and_a_long_chain_is_none()
    {
        var template = TemplateBook.Shipped["joint-exhibition"];
        foreach (var length in new[] { 2, 3, 40, 20_000 })
        {
            var chain = Enumerable.Range(0, length).Select(n => Task(n, n == 0 ? [] : [n - 1])).ToList();
            Assert.Empty(TemplateChecks.Cycle(With(template, chain)));
            chain[0] = Task(0, [length - 1]);
            Assert.Equal(length, TemplateChecks.Cycle(With(template, chain)).Count);
        }
    }

    [Fact]
    public void No_text_whatever_makes_the_reader_fail_otherwise_than_by_saying_what_is_wrong()
    {
        // Pieces of a real template, taken out, doubled, exchanged or cut anywhere.
        var lines = Whole.Split('\n');
        var spoilt = from seed in ArbMap.Default.GeneratorFor<int>()
                     from times in Gen.Choose(1, 6)
                     select Spoil(lines, new System.Random(seed), times);
        Prop.ForAll(spoilt.ToArbitrary(), text =>
        {
            var (template, problems) = TemplateReader.Read("spoilt.yaml", text, TemplateBook.Families);
            return ((template is null) == (problems.Count > 0) && problems.All(p => p.Line >= 1 && p.Line <= text.Split('\n').Length + 1))
                .Label(string.Join("; ", problems.Select(Say)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Theory]
    [InlineData("")]
    [InlineData("---\n---\n")]
    [InlineData("[]")]
    [InlineData("a: *b")]
    [InlineData("\0")]
    public void Nothing_and_nonsense_are_refused(string text) => Assert.NotEmpty(ProblemsOf(text));

    [Fact]
    public void Deep_nesting_and_long_text_are_turned_away_before_they_are_built()
    {
        Assert.Equal("nested-too-deep", ProblemsOf(new string('[', 100_000))[0].Code);
        Assert.Equal("file-too-long", ProblemsOf(new string('a', 300_000))[0].Code);
    }

    [Fact]
    public void What_is_wrong_is_said_in_both_languages_with_file_and_line()
    {
        var words = new Wording([typeof(TemplateBook).Assembly]);
        var problem = Assert.Single(ProblemsOf(Whole.Replace("summary:", "sumary:", StringComparison.Ordinal)), p => p.Code == "unknown-key");
        Assert.Equal("broken.yaml:6: There is no 'sumary'; nearest: 'summary'", problem.Say(words, Wording.English));
        Assert.Equal("broken.yaml:6: 没有“sumary”这一项，最接近的是“summary”", problem.Say(words, Wording.Chinese));
    }

    private static IReadOnlyList<TemplateProblem> ProblemsOf(string text) => TemplateReader.Read("broken.yaml", text, TemplateBook.Families).Problems;

    private static string Say(TemplateProblem p) => $"{p.Line} {p.Code} {string.Join(' ', p.Holes)}";

    private static TaskPlan Task(int n, int[] after) =>
        new() { Code = $"t{n}", Name = new("做", "Do"), Does = "lead", After = [.. after.Select(a => $"t{a}")] };

    private static Template With(Template template, IReadOnlyList<TaskPlan> tasks) =>
        template with { Stages = [template.Stages[0] with { Tasks = tasks }] };

    private static string Spoil(string[] lines, System.Random random, int times)
    {
        var text = lines.ToList();
        for (var n = 0; n < times; n++)
        {
            var at = random.Next(text.Count);
            switch (random.Next(4))
            {
                case 0: text.RemoveAt(at); break;
                case 1: text.Insert(random.Next(text.Count), text[at]); break;
                case 2: text[at] = text[at].Replace(": ", ":", StringComparison.Ordinal); break;
                default: text[at] = text[at][..random.Next(text[at].Length + 1)]; break;
            }
        }

        return string.Join('\n', text);
    }
}
