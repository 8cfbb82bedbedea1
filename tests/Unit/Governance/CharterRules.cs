using FsCheck;
using FsCheck.Fluent;
using Guanlian.Contracts.Governance;
using Guanlian.Contracts.Members;
using Guanlian.Governance.Charters;
using Guanlian.Governance.Presets;
using Guanlian.Governance.Rules;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Unit.Governance;

public sealed class CharterRules
{
    private static readonly PairingRules Good = CharterPresets.For("Regional").Rules;

    public static TheoryData<string> Kinds => ["Regional", "Project", "HeadBranch", "Virtual"];

    [Theory, MemberData(nameof(Kinds))]
    [Trait("Requirement", "G03")]
    public void Every_kind_of_cluster_begins_with_a_charter_that_could_be_put_in_force(string kind)
    {
        var preset = CharterPresets.For(kind);
        Assert.Empty(RulesCheck.Problems(preset.Rules));
        Assert.All(new[] { preset.Goals, preset.Organisation, preset.MemberRoles, preset.Vision }, text => Assert.False(text.Zh.Length == 0 || text.En.Length == 0));
        Assert.All(preset.Duties, duty => Assert.Contains(duty.Role, CharterFields.Roles));
        Assert.Equal(kind != "Regional", preset != CharterPresets.For("Regional"));
    }

    [Fact]
    public void Rules_written_and_read_back_are_the_same_text()
    {
        var text = RulesText.Write(Good);
        Assert.True(RulesText.TryRead(text, out var back));
        Assert.Equal(text, RulesText.Write(back));
    }

    [Fact]
    public void Order_and_repeats_of_a_set_do_not_change_the_hash_but_any_number_does()
    {
        var (a, b) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        PairingRules With(params Guid[] listed) => Good with { Leaders = Good.Leaders with { Listed = listed, Grades = [Grade.Second, Grade.First] } };
        Assert.Equal(RulesText.Write(With(a, b)), RulesText.Write(With(b, a, b)));
        Assert.NotEqual(RulesText.Write(Good), RulesText.Write(Good with { TermYears = Good.TermYears + 1 }));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1,2")]
    [InlineData("")]
    public void What_is_not_rules_is_not_read(string json) => Assert.False(RulesText.TryRead(json, out _));

    [Fact]
    public void An_unknown_a_doubled_and_a_missing_key_are_refused()
    {
        var text = RulesText.Write(Good);
        Assert.False(RulesText.TryRead(text.Replace("\"termYears\"", "\"termYear\"", StringComparison.Ordinal), out _));
        Assert.False(RulesText.TryRead("{\"leastFit\":3," + text[1..], out _));
        Assert.False(RulesText.TryRead("{\"more\":3," + text[1..], out _));
        Assert.False(RulesText.TryRead(text.Replace("\"first\"", "\"fifth\"", StringComparison.Ordinal), out _));
    }

    public static TheoryData<string, string> Broken => new()
    {
        { RuleFields.CapacityMost, "4" }, { RuleFields.CapacityMost, "0" }, { RuleFields.CapacityLeast, "3,5" }, { RuleFields.CapacityLeast, "" },
        { RuleFields.SecondmentLeast, "2" }, { RuleFields.SecondmentMost, "7" }, { RuleFields.DistanceMost, "-1" }, { RuleFields.DistanceUnit, "Li" },
        { RuleFields.LeastFit, "1001" }, { RuleFields.WeightFit, "0" }, { RuleFields.WeightNear, "99999999999" }, { RuleFields.Objective, "UrgentPaired" },
        { RuleFields.Objective, "UrgentPaired,UrgentPaired" }, { RuleFields.WorkloadBonus, "1,2,3" }, { RuleFields.WorkloadBonus, "1" },
        { RuleFields.LeaderLevels, "Unknown" }, { RuleFields.LeaderGrades, "None" }, { RuleFields.ReceiverLevels, "" }, { RuleFields.LeadersListed, "没有这家" },
        { RuleFields.ConfirmationDays, "一百" }, { RuleFields.UrgentFrom, "6" }, { RuleFields.TermYears, "0" }, { RuleFields.ObjectionDays, "0" },
    };

    [Theory, MemberData(nameof(Broken))]
    [Trait("Requirement", "N08")]
    public void A_rule_out_of_bounds_is_refused_at_its_own_field(string field, string value)
    {
        var fields = CharterFields.Of(CharterPresets.For("Regional"), new Dictionary<Guid, string>());
        fields[field] = value;
        var refused = Assert.IsType<Refusal.Invalid>(ReadFields.Read(fields, new Dictionary<string, Guid>()).Refusal);
        Assert.Contains(refused.Also.Prepend(refused), problem => problem.Field == field);
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var fields = CharterFields.Of(CharterPresets.For("Regional"), new Dictionary<Guid, string>());
        fields[RuleFields.CapacityMost] = "9";
        fields[RuleFields.TermYears] = "many";
        fields[RuleFields.LeastFit] = "-1";
        var refused = Assert.IsType<Refusal.Invalid>(ReadFields.Read(fields, new Dictionary<string, Guid>()).Refusal);
        Assert.Equal(
            new[] { RuleFields.CapacityMost, RuleFields.LeastFit, RuleFields.TermYears, RuleFields.WorkloadBonus }.Order(),
            refused.Also.Prepend(refused).Select(p => p.Field).Distinct().Order());
    }

    [Fact]
    public void Whatever_a_stranger_types_is_answered_and_never_thrown() =>
        Prop.ForAll(Gen.Zip(Gen.Elements(CharterFields.All.ToArray()), ArbMap.Default.GeneratorFor<string>()).ToArbitrary(), typed =>
        {
            var fields = CharterFields.Of(CharterPresets.For("Project"), new Dictionary<Guid, string>());
            fields[typed.Item1] = typed.Item2 ?? "";
            var read = ReadFields.Read(fields, new Dictionary<string, Guid>());
            return read.Refused || RulesCheck.Problems(read.Value.Rules).Count == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_charter_taken_apart_into_fields_and_read_again_is_the_same()
    {
        foreach (var kind in new[] { "Regional", "Project", "HeadBranch", "Virtual" })
        {
            var fields = CharterFields.Of(CharterPresets.For(kind), new Dictionary<Guid, string>());
            var again = CharterFields.Of(ReadFields.Read(fields, new Dictionary<string, Guid>()).Value, new Dictionary<Guid, string>());
            Assert.Equal(fields, again);
        }
    }

    [Fact]
    public void The_hash_is_that_of_the_canonical_text()
    {
        var version = new CharterVersion { Rules = "", RulesHash = "", EditedBy = "" };
        version.WriteRules(Good);
        Assert.Equal(CanonicalJson.Hash(version.Rules), version.RulesHash);
        Assert.Equal(version.Rules, CanonicalJson.Write(System.Text.Json.JsonDocument.Parse(version.Rules).RootElement));
    }
}
