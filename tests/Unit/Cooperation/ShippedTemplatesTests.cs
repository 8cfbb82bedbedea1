using System.Text.Json;
using System.Text.RegularExpressions;
using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Words;

namespace Guanlian.Unit.Cooperation;

public sealed partial class ShippedTemplatesTests
{
    private static readonly string Folder = Path.Combine(Root(), "src", "Modules", "Cooperation", "Templates");

    public static TheoryData<string> Codes { get; } = [.. TemplateBook.Shipped.Keys];

    [Fact]
    public void Every_file_of_the_folder_ships_and_can_be_read()
    {
        var onDisk = Directory.GetFiles(Folder, "*.yaml").Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(onDisk, TemplateBook.Files);
        Assert.True(TemplateBook.Shipped.Count >= 34);
    }

    [Fact]
    public void Kinds_whose_result_is_a_booked_time_take_it_from_what_is_booked()
    {
        var booked = TemplateBook.Shipped.Values.Where(t => KeptBooks.In(t).Contains(KeptBook.Bookings)).ToList();
        Assert.Equal(["imaging-programme", "mobile-service", "open-laboratory", "touring-exhibition"], booked.Select(t => t.Code).Order(StringComparer.Ordinal));
        Assert.All(booked, t => Assert.Contains(Capability.Booking, t.Uses));
        Assert.Contains("confirm-slot", KeptBooks.TasksOf(TemplateBook.Shipped["open-laboratory"], KeptBook.Bookings));
    }

    [Fact]
    [Trait("Requirement", "L01")]
    public void Each_of_the_cross_sector_examples_is_covered_by_a_named_template_or_combination()
    {
        var covered = TemplateBook.Shipped.Values.SelectMany(t => t.Covers).ToHashSet();
        Assert.Empty(Enumerable.Range(1, 35).Select(n => $"L{n:00}").Except(covered));
        Assert.Empty(Enum.GetValues<PartnerClass>().Except(TemplateBook.Shipped.Values.SelectMany(t => t.Partners)));
    }

    [Fact]
    public void The_table_in_the_readme_names_for_each_requirement_exactly_the_templates_that_cover_it()
    {
        var table = Row().Matches(File.ReadAllText(Path.Combine(Folder, "README.md")))
            .ToDictionary(m => m.Groups["id"].Value, m => Code().Matches(m.Groups["templates"].Value).Select(c => c.Groups[1].Value).Order(StringComparer.Ordinal).ToList());
        var covers = TemplateBook.Shipped.Values.SelectMany(t => t.Covers.Select(id => (id, t.Code)))
            .GroupBy(c => c.id, c => c.Code).ToDictionary(g => g.Key, g => g.Order(StringComparer.Ordinal).ToList());
        Assert.Equal(covers.Keys.Order(StringComparer.Ordinal), table.Keys.Order(StringComparer.Ordinal));
        Assert.All(covers, c => Assert.Equal(c.Value, table[c.Key]));
    }

    [Theory, MemberData(nameof(Codes))]
    [Trait("Requirement", "G29")]
    [Trait("Requirement", "G28")]
    [Trait("Requirement", "G31")]
    [Trait("Requirement", "L34")]
    public void Every_template_states_what_a_cooperation_must_settle_beforehand(string code)
    {
        var t = TemplateBook.Shipped[code];
        Assert.Equal(Enum.GetValues<Safeguard>(), t.Safeguards.Select(s => s.Kind));
        Assert.All([t.Name, t.Summary, t.PublicBenefit, t.Inclusion, t.Exit, .. t.Roles.Select(r => r.Gains)], b => Assert.True(b.Zh.Length > 1 && b.En.Length > 1));
        Assert.Equal(4, t.Ladder.Rungs.Count);
        Assert.NotEmpty(t.Indicators);
        Assert.All(t.Roles, r => Assert.NotEmpty(r.Gives));
        Assert.All(t.Tasks, task => Assert.NotEmpty(task.Deliverables));

        // Every kind of partner that a role names finds a word for itself.
        Assert.Empty(t.Roles.Where(r => !r.Leads).SelectMany(r => r.Kinds).Except([PartyKind.Cluster]).Except(t.Playbook.Select(p => p.Kind)).Distinct());
    }

    [Theory, MemberData(nameof(Codes))]
    public void Chinese_is_written_with_Chinese_marks_and_English_with_letters(string code)
    {
        var text = TemplateBook.TextOf(code + ".yaml");
        Assert.Empty(HalfWidth().Matches(text).Select(m => m.Value));
        Assert.Empty(HanInEnglish().Matches(text).Select(m => m.Value));
    }

    [Theory, MemberData(nameof(Codes))]
    public void Every_indicator_is_counted_from_something_that_is_handed_in(string code)
    {
        var t = TemplateBook.Shipped[code];
        Assert.Empty(t.Indicators.Select(i => i.Code).Except(t.Tasks.SelectMany(x => x.Deliverables).Select(d => d.Measures!)));
    }

    [Fact]
    public void The_schema_for_editors_knows_the_same_keys_as_the_program()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "cooperation-template.schema.json")));
        var parts = schema.RootElement.GetProperty("$defs");
        Same(TemplateKeys.Template, schema.RootElement);
        Same(TemplateKeys.Role, parts.GetProperty("role"));
        Same(TemplateKeys.Stage, parts.GetProperty("stage"));
        Same(TemplateKeys.Task, parts.GetProperty("task"));
        Same(TemplateKeys.Deliverable, parts.GetProperty("deliverable"));
        foreach (var (name, words) in new[]
        {
            ("family", CodeWords.Of<Family>()), ("evidence", CodeWords.Of<EvidenceKind>()), ("unit", CodeWords.Of<Guanlian.Cooperation.Templates.Unit>()), ("safeguard", CodeWords.Of<Safeguard>()),
            ("capability", CodeWords.Of<Capability>()), ("partyKind", CodeWords.Of<PartyKind>()), ("rung", CodeWords.Of<DoneBy>()),
        })
        {
            Assert.Equal(words.Order(StringComparer.Ordinal), parts.GetProperty(name).GetProperty("enum").EnumerateArray().Select(e => e.GetString()!).Order(StringComparer.Ordinal));
        }
    }

    private static void Same(IEnumerable<string> keys, JsonElement part) =>
        Assert.Equal(keys.Order(StringComparer.Ordinal), part.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Guanlian.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^\| (?<id>[A-Z]\d\d) \| (?<templates>[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([a-z-]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"[\u4e00-\u9fff](?:,(?! en:)|[;:?!()])|[,;:?!(][\u4e00-\u9fff]")]
    private static partial Regex HalfWidth();

    [GeneratedRegex(@"\ben: [^{}\n]*[\u4e00-\u9fff][^\n]*")]
    private static partial Regex HanInEnglish();
}
