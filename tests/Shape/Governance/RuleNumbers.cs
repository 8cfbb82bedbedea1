using System.Text.RegularExpressions;

namespace Guanlian.Shape.Governance;

/// <summary>
/// A rule constant stands in charters only (issue 2, part 4). What can be found by looking: default or fixed values for members of
/// PairingRules, anywhere but in the presets, the bounds and the sample.
/// </summary>
public sealed partial class RuleNumbers
{
    private static readonly string[] Allowed = ["/Presets/", "/Rules/RuleBounds.cs", "/Sample/", "/Contracts/"];

    [Fact]
    public void No_rule_of_pairing_has_a_number_outside_a_charter()
    {
        var source = Path.Combine(Sources.Root, "src");
        var files = Directory.GetFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !Allowed.Any(a => f.Contains(a, StringComparison.Ordinal))).ToList();
        Assert.True(files.Count > 100, "the search found too few files to mean anything");
        Assert.Empty(files.SelectMany(file => File.ReadLines(file).Where(line => Fixed().IsMatch(line)).Select(line => $"{file[source.Length..]}: {line.Trim()}")));
    }

    [Theory]
    [InlineData("ConfirmationDays = 90,", true)]
    [InlineData("Capacity = new(1, 3),", true)]
    [InlineData("const int ObjectionDays = 15;", true)]
    [InlineData("var last = day.AddDays(charter.Rules.ConfirmationDays);", false)]
    [InlineData("TermYears = Number(RuleFields.TermYears),", false)]
    public void The_search_sees_a_fixed_number_and_lets_a_read_one_pass(string line, bool found) => Assert.Equal(found, Fixed().IsMatch(line));

    [GeneratedRegex(@"\b(ConfirmationDays|ObjectionDays|TermYears|LeastFit|RoundsWithoutHelp|UrgentFrom)\s*=\s*-?\d|\b(SecondmentMonths|Capacity|Weights)\s*=\s*new(\s+\w+)?\(\s*-?\d")]
    private static partial Regex Fixed();
}
