using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Scheduling;
using Guanlian.Cooperation.Templates;

namespace Guanlian.Unit.Cooperation;

/// <summary>What the appeal asks of single kinds of cooperation, held against the plan that its template makes; that each runs to its end is shown elsewhere.</summary>
public sealed class WhatTemplatesShow
{
    [Fact]
    [Trait("Requirement", "E04")]
    public void A_joint_exhibition_is_guided_through_four_stages_and_experts_sign_off_each()
    {
        var plan = Plan("joint-exhibition");
        Follow(plan, "settle-topic", "approve-content", "design-draft", "build-room", "install");
        Assert.Equal(["topic", "content", "design", "build"], plan.Template.Stages.Take(4).Select(s => s.Code));
        Assert.All(plan.Template.Stages.Take(4), stage =>
        {
            Assert.Contains(stage.Tasks, t => t.Deliverables.Any(d => d.Book == KeptBook.Opinion));
            Assert.Contains(stage.Tasks, t => t.Helps is not null && t.Mode is not null);
        });
    }

    [Fact]
    [Trait("Requirement", "E03")]
    public void At_every_stop_of_a_tour_the_owner_helps_to_install_and_to_guide_one_stop_after_the_other()
    {
        var plan = Plan("touring-exhibition", most: 4);
        var stops = plan.Cast.Of("venue");
        Assert.Equal(4, stops.Count);
        foreach (var stop in stops)
        {
            var (install, show) = (plan.At("install", stop), plan.At("show", stop));
            Assert.Equal((stop, HelpMode.Lead, HelpMode.Teach), (install.Does, install.Plan.Mode, show.Plan.Mode));
            Assert.Equal(plan.Cast.Of("owner")[0], install.Helps);
            Assert.True(plan.Dates[install.Key].End < plan.Dates[show.Key].Start);
        }

        Assert.All(stops.Zip(stops.Skip(1)), pair => Assert.True(plan.Dates[plan.At("take-down", pair.First).Key].End < plan.Dates[plan.At("handover-in", pair.Second).Key].Start));
    }

    [Fact]
    [Trait("Requirement", "M07")]
    public void A_joint_product_goes_from_the_market_over_design_and_quality_to_the_shelf()
    {
        var plan = Plan("joint-product");
        Follow(plan, "compare", "draw", "make-sample", "first-batch", "put-up", "sell", "statement");

        // Quality is not checked by who makes it.
        Assert.All(new[] { "make-sample", "first-batch" }, code => Assert.NotEqual(plan.One(code).Does, plan.One(code).Checks));
    }

    [Fact]
    [Trait("Requirement", "D01")]
    public void A_course_is_simplified_with_its_source_named_rehearsed_and_only_then_taught()
    {
        var plan = Plan("course-adoption");
        Follow(plan, "choose", "adapt", "rehearse", "teach", "collect");
        Assert.Equal((plan.Cast.Of("adopter")[0], plan.Cast.Of("author")[0]), (plan.One("adapt").Does, plan.One("adapt").Checks));
    }

    [Fact]
    [Trait("Requirement", "D03")]
    public void An_activity_begins_from_the_local_calendar_and_is_ready_before_the_day_of_the_festival()
    {
        var plan = Plan("festival-activity");
        Follow(plan, "theme", "credits", "publicity", "hold", "summary");
        Assert.NotNull(plan.Template.Anchor);
        Assert.Equal(plan.Anchor, plan.Dates[plan.One("hold").Key].End);
        Assert.True(plan.Dates[plan.One("permits").Key].End <= plan.Anchor.AddDays(-15));
    }

    [Fact]
    [Trait("Requirement", "T01")]
    public void A_joint_application_settles_roles_first_and_is_written_a_week_before_the_closing_day()
    {
        var plan = Plan("joint-research");
        Follow(plan, "propose", "divide", "write");
        Assert.True(plan.Dates[plan.One("write").Key].End <= plan.Anchor.AddDays(-7));
        Assert.NotEqual(plan.One("propose").Does, plan.One("divide").Does);
    }

    [Fact]
    [Trait("Requirement", "T05")]
    public void A_guidance_visit_has_a_plan_findings_and_a_second_look()
    {
        var plan = Plan("short-guidance");
        Follow(plan, "plan", "visit", "findings", "solve", "again");
        Assert.True(plan.Dates[plan.One("again").Key].Start.DayNumber - plan.Dates[plan.One("solve").Key].End.DayNumber >= 30);
    }

    [Fact]
    [Trait("Requirement", "C06")]
    public void Preventive_conservation_measures_closes_the_gaps_and_measures_again()
    {
        var plan = Plan("preventive-conservation");
        Follow(plan, "place-loggers", "read-month", "list-gaps", "improve", "measure-again");
        Assert.Equal((HelpMode.Lead, HelpMode.Help, HelpMode.Teach), (plan.One("place-loggers").Plan.Mode, plan.One("improve").Plan.Mode, plan.One("measure-again").Plan.Mode));
    }

    private static void Follow(Planned plan, params string[] codes) => Assert.All(codes.Zip(codes.Skip(1)), pair =>
        Assert.True(plan.Dates[plan.One(pair.First).Key].End < plan.Dates[plan.One(pair.Second).Key].Start, $"{pair.First} {pair.Second}"));

    private static Planned Plan(string code, int most = 1)
    {
        var template = TemplateBook.Shipped[code];
        var cast = new Cast(template.Roles.ToDictionary(r => r.Code, r => (IReadOnlyList<Guid>)[.. Enumerable.Range(0, Math.Min(most, r.Most)).Select(_ => Guid.CreateVersion7())]));
        var tasks = TaskPlans.Of(template, cast);
        var start = new DateOnly(2026, 3, 2);
        var anchor = start.AddDays(252);
        return new(template, cast, tasks, Schedule.Lay(TaskPlans.Steps(tasks), new Frame(start, template.Anchor is null ? null : anchor, new(ShippedHolidays.Calendar, []))), anchor);
    }

    private sealed record Planned(Template Template, Cast Cast, IReadOnlyList<PlannedTask> Tasks, IReadOnlyDictionary<TaskKey, Span> Dates, DateOnly Anchor)
    {
        public PlannedTask One(string code) => Tasks.First(t => t.Key.Code == code);

        public PlannedTask At(string code, Guid site) => Tasks.Single(t => t.Key.Code == code && t.Key.Site == site);
    }
}
