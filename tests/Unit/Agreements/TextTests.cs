using Guanlian.Agreements.Templates;
using Guanlian.Agreements.Texts;
using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;

namespace Guanlian.Unit.Agreements;

public sealed class TextTests
{
    private static readonly PartyCard Leader = Card("A1", "示例省馆");
    private static readonly PartyCard County = Card("B1", "示例县馆");
    private static readonly PartyCard Third = Card("C1", "示例学校");
    private static readonly DateOnly Day = new(2026, 11, 20);

    public static TheoryData<string> Templates => [.. AgreementTemplates.Shipped.Keys];

    [Theory]
    [MemberData(nameof(Templates))]
    public void Every_shipped_template_makes_a_draft_that_lacks_at_most_contributions_and_names_kinds_that_exist(string code)
    {
        foreach (var language in new[] { Wording.Chinese, Wording.English })
        {
            var template = AgreementTemplates.Shipped[code];
            var text = BeginText.Of(template, template.Roles.Count > 2 ? [Leader, County, Third] : [Leader, County], "示例", Day, language);
            var lacks = TextChecks.Lacks(text);
            Assert.True(lacks is null, $"{code}: {lacks?.Code} {string.Join(' ', lacks?.Also.Select(a => a.Code) ?? [])}");
            Assert.All(text.Work.Where(w => w.Kind is not null), w => Assert.Contains(w.Kind!, TemplateBook.Shipped.Keys));
            Assert.Equal(text, CanonicalJson.Read<AgreementText>(CanonicalJson.Write(text)), (a, b) => CanonicalJson.Write(a!) == CanonicalJson.Write(b!));
        }
    }

    [Fact]
    public void Safeguards_are_the_seven_that_cooperations_answer_and_units_are_theirs_too()
    {
        Assert.Equal(CodeWords.Of<Safeguard>().Order(StringComparer.Ordinal), TextCodes.Safeguards.Order(StringComparer.Ordinal));
        Assert.Subset(CodeWords.Of<Guanlian.Cooperation.Templates.Unit>().ToHashSet(), TextCodes.Units.ToHashSet());
    }

    [Theory]
    [InlineData("""{ "code": "x" }""", "x.json(1)")]
    [InlineData("{\n \"code\": \"x\",\n \"colour\": 1 }", "x.json(3)")]
    [InlineData("nothing", "x.json(1)")]
    public void A_broken_template_is_refused_with_file_and_line(string json, string begins) =>
        Assert.StartsWith(begins, Assert.Throws<InvalidDataException>(() => AgreementTemplates.Parse("x.json", json)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_difference_of_two_texts_names_the_work_that_changes_before_the_words()
    {
        var text = BeginText.Of(AgreementTemplates.Shipped["pairing"], [Leader, County], "示例", Day, Wording.Chinese);
        Assert.Empty(TextDifference.Between(text, text));
        var changed = text with
        {
            Exit = "示例：另行约定",
            Work = [.. text.Work.Skip(1).Select((w, n) => n == 0 ? w with { Due = w.Due!.Value.AddDays(9), Does = County.Id } : w), new("w9", "共读", Leader.Id, County.Id, Day, Day.AddDays(3), null)],
            Gives = [.. text.Gives.Select((g, n) => n == 0 ? g with { Amount = "12" } : g)],
        };
        var difference = TextDifference.Between(text, changed);
        Assert.Equal(
            [("work", "does"), ("work", "due"), ("work", null), ("work", null), ("give", "amount"), ("exit", null)],
            difference.Select(d => (d.Part, d.Field)).ToArray());
        Assert.Equal([(null, "共读"), ("到馆摸底，形成问题单", null)], difference.Where(d => d is { Part: "work", Field: null }).Select(d => (d.Before, d.After)).ToArray());
        Assert.False(difference[^1].IsWork);

        // Backwards it says the same the other way round.
        Assert.Equal(difference.Count, TextDifference.Between(changed, text).Count);
    }

    [Fact]
    public void A_form_that_repeats_or_forges_a_lines_code_never_makes_two_lines_one()
    {
        var text = BeginText.Of(AgreementTemplates.Shipped["pairing"], [Leader, County], "示例", Day, Wording.Chinese);
        var fields = new Dictionary<string, string>
        {
            ["Goal-0-Here"] = "1",
            ["Goal-0-Code"] = "g1",
            ["Goal-0-Words"] = "甲",
            ["Goal-1-Here"] = "1",
            ["Goal-1-Code"] = "g1",
            ["Goal-1-Words"] = "乙",
            ["Goal-2-Here"] = "1",
            ["Goal-2-Code"] = "../g",
            ["Goal-2-Words"] = "丙\u0000\u0007丁",
            ["Goal-3-Here"] = "1",
            ["Goal-3-Code"] = "g2",
            ["Goal-3-Words"] = " ",
        };
        var (read, refusal) = new ReadText(fields.GetValueOrDefault, [Third]).Read(text);
        Assert.Null(refusal);
        Assert.Equal(3, read.Goals.Select(g => g.Code).Distinct().Count());
        Assert.Equal(["甲", "乙", "丙丁"], read.Goals.Select(g => g.Words));
        Assert.Equal("g1", read.Goals[0].Code);
    }

    [Fact]
    public void The_code_on_the_paper_is_read_however_it_is_typed()
    {
        var hash = CanonicalJson.Hash("示例");
        Assert.Equal(PaperCode.Plain(PaperCode.Of(hash)), PaperCode.Plain($" {hash[..4].ToUpperInvariant()}－{hash[4..8]} "));
        Assert.NotEqual(PaperCode.Plain(PaperCode.Of(hash)), PaperCode.Plain(CanonicalJson.Hash("事例")[..8]));
    }

    private static PartyCard Card(string code, string name) =>
        new(Guid.CreateVersion7(), code, PartyKind.Museum, name, null, PartyLevel.County, Grade.None, Ownership.Unknown, null, "", null, null, null);
}
