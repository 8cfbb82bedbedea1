using Guanlian.Contracts.Exchange;
using Guanlian.Contracts.Members;
using Guanlian.Exchange.Suggestions;

namespace Guanlian.Unit.Exchange;

[Trait("Requirement", "P01")]
public sealed class RegisterRulesTests
{
    private static readonly RegisterFigures Busy = new(true, 5000, 20, 12, 60, 30.5m);

    [Fact]
    public void A_museum_without_exhibitions_is_told_to_ask_for_exhibitions() =>
        Assert.Contains(RegisterRules.For(Grade.First, Busy with { Exhibitions = 0 }), s => s is { Rule: "no-exhibitions", Domain: Domain.Exhibition, Strength: 5 });

    [Fact]
    public void A_museum_without_activities_is_told_to_ask_for_education() =>
        Assert.Contains(RegisterRules.For(Grade.First, Busy with { Activities = 0 }), s => s is { Rule: "no-activities", Domain: Domain.Education });

    [Fact]
    public void Precious_objects_and_no_grade_point_to_conservation() =>
        Assert.Contains(RegisterRules.For(Grade.None, Busy), s => s is { Rule: "precious-and-no-grade", Domain: Domain.Conservation });

    [Fact]
    public void A_graded_museum_with_full_figures_gets_no_suggestion() => Assert.Empty(RegisterRules.For(Grade.First, Busy));

    [Fact]
    public void Unknown_figures_suggest_nothing() => Assert.Empty(RegisterRules.For(Grade.None, new(null, null, null, null, null, null)));

    [Fact]
    public void No_register_entry_suggests_nothing() => Assert.Empty(RegisterRules.For(Grade.None, null));

    [Fact]
    public void Every_rule_is_explained_in_the_document_for_readers()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Guanlian.slnx")))
        {
            folder = folder.Parent!;
        }

        var text = File.ReadAllText(Path.Combine(folder.FullName, "docs", "questions", "where-do-suggestions-come-from.md"));
        Assert.All(RegisterRules.Names, name => Assert.Contains($"| {name} |", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_the_figures_each_domain_is_suggested_at_most_once_by_a_named_rule_with_a_strength_in_range()
    {
        int?[] counts = [null, 0, 1, 2, 3, 9, 10, 99, 100, 200, 50_000];
        foreach (var grade in Enum.GetValues<Grade>())
        {
            foreach (var a in counts)
            {
                foreach (var b in counts)
                {
                    var suggested = RegisterRules.For(grade, new(true, a, b, b, a, b));
                    Assert.Equal(suggested.Count, suggested.Select(s => s.Domain).Distinct().Count());
                    Assert.All(suggested, s => Assert.InRange(s.Strength, 1, 5));
                    Assert.All(suggested, s => Assert.Contains(s.Rule, RegisterRules.Names));
                }
            }
        }
    }
}
