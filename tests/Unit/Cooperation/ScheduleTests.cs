using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Guanlian.Cooperation.Scheduling;

namespace Guanlian.Unit.Cooperation;

public sealed class ScheduleTests
{
    private static readonly DateOnly Friday = new(2026, 11, 20);

    [Fact]
    public void A_task_begins_on_the_working_day_after_the_last_it_waits_for()
    {
        var laid = Lay([Step(1, 3), Step(2, 1), Step(3, 5, [1, 2])]);
        Assert.Equal((new DateOnly(2026, 11, 20), new DateOnly(2026, 11, 24)), (laid[1].Start, laid[1].End));
        Assert.Equal(new DateOnly(2026, 11, 25), laid[3].Start);
    }

    [Fact]
    public void Public_holidays_are_left_out_and_worked_weekends_counted()
    {
        // 2026: Spring Festival 15–23 February, Saturdays 14 and 28 worked.
        var laid = Lay([Step(1, 3)], start: new(2026, 2, 13));
        Assert.Equal(new DateOnly(2026, 2, 24), laid[1].End);
        Assert.True(ShippedHolidays.Calendar.Works(new(2026, 2, 28)));
        Assert.False(ShippedHolidays.Calendar.Works(new(2026, 10, 7)));
    }

    [Fact]
    public void The_days_of_lunar_festivals_agree_with_the_calendar_of_the_framework()
    {
        var lunar = new ChineseLunisolarCalendar();
        foreach (var (name, month, day) in new[] { ("春节", 1, 1), ("端午节", 5, 5), ("中秋节", 8, 15) })
        {
            foreach (var year in new[] { 2025, 2026, 2027 })
            {
                var leap = lunar.GetLeapMonth(year);
                var on = DateOnly.FromDateTime(lunar.ToDateTime(year, leap > 0 && month >= leap ? month + 1 : month, day, 0, 0, 0, 0));
                Assert.Contains(ShippedHolidays.Off, o => o.Day == on && o.Name.Zh.Contains(name, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Real_dates_come_before_planned_ones_and_followers_move_with_the_reason()
    {
        Step<int>[] plan = [Step(1, 2), Step(2, 3, [1]), Step(3, 1, [2]), Step(4, 1)];
        var before = Lay(plan);
        plan[0] = plan[0] with { Began = new(2026, 11, 23), Ended = new(2026, 11, 30) };
        var after = Lay(plan);
        Assert.Equal(new DateOnly(2026, 12, 1), after[2].Start);
        var moved = Schedule.Compare(plan, before, after);
        Assert.Equal([1, 2, 3], moved.Select(m => m.Key));
        Assert.Equal([0, 1, 2], moved.Select(m => m.Because));
    }

    [Fact]
    public void Tasks_that_count_back_from_the_opening_end_in_time_and_say_how_late_they_are()
    {
        var opening = new DateOnly(2026, 12, 31);
        var laid = Lay([Step(1, 5) with { Before = 3 }], anchor: opening);
        Assert.Equal(new DateOnly(2026, 12, 28), laid[1].End);
        var late = Lay([Step(0, 40), Step(1, 5, [0]) with { Before = 3 }], anchor: opening)[1];
        Assert.True(late.Late > 0 && late.End == new DateOnly(2026, 12, 28).AddDays(late.Late));
    }

    [Fact]
    public void A_pause_holds_everything_back_that_was_not_done()
    {
        Step<int>[] plan = [Step(1, 2) with { Ended = new(2026, 11, 23) }, Step(2, 3, [1])];
        var paused = Schedule.Lay(plan, new(Friday, null, new(ShippedHolidays.Calendar, [new(new(2026, 11, 24), new(2026, 12, 8))])));
        Assert.Equal(new DateOnly(2026, 11, 23), paused[1].End);
        Assert.Equal(new DateOnly(2026, 12, 8), paused[2].Start);
    }

    [Fact]
    public void What_was_not_called_for_holds_nobody_up_but_what_it_waits_for_does()
    {
        var laid = Lay([Step(1, 5), Step(2, 100, [1]) with { Aside = true }, Step(3, 1, [2])]);
        Assert.False(laid.ContainsKey(2));
        Assert.True(laid[3].Start > laid[1].End);
    }

    [Fact]
    public void A_ring_is_refused()
    {
        Step<int>[] ring = [Step(1, 1, [3]), Step(2, 1, [1]), Step(3, 1, [2])];
        Assert.True(Schedule.Ring(ring));
        Assert.Throws<InvalidOperationException>(() => Lay(ring));
    }

    [Fact]
    public void A_date_moves_through_a_chain_of_500_tasks()
    {
        var chain = Enumerable.Range(0, 500).Select(n => Step(n, 3, n == 0 ? [] : [n - 1])).ToList();
        var before = Lay(chain);
        chain[0] = chain[0] with { Ended = new(2026, 12, 24) };
        Assert.Equal(500, Schedule.Compare(chain, before, Lay(chain)).Count);
    }

    [Fact]
    public void Whatever_the_plan_nobody_begins_before_those_he_waits_for_have_ended_and_days_without_work_are_left_out()
    {
        Prop.ForAll(Plans.ToArbitrary(), plan =>
        {
            var laid = Lay(plan, anchor: new(2027, 3, 1));
            return plan.Where(s => !s.Aside).All(s =>
                laid[s.Key].Start <= laid[s.Key].End
                && ShippedHolidays.Calendar.Works(laid[s.Key].Start)
                && (s.Days == 0 || ShippedHolidays.Calendar.Works(laid[s.Key].End))
                && s.After.Where(laid.ContainsKey).All(a => laid[a].End < laid[s.Key].Start));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void A_task_that_ends_later_never_makes_another_earlier()
    {
        Prop.ForAll(Plans.ToArbitrary(), plan =>
        {
            var before = Lay(plan);
            var late = plan.Select(s => s.Key == plan[0].Key && !s.Aside ? s with { Ended = before[s.Key].End.AddDays(9) } : s).ToList();
            var after = Lay(late);
            return after.All(a => a.Key == plan[0].Key || a.Value.Start >= before[a.Key].Start);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    private static Gen<List<Step<int>>> Plans { get; } =
        from count in Gen.Choose(1, 30)
        from seed in ArbMap.Default.GeneratorFor<int>()
        select PlanOf(new System.Random(seed), count);

    private static List<Step<int>> PlanOf(System.Random random, int count) => [.. Enumerable.Range(0, count).Select(n =>
        Step(n, random.Next(0, 12), [.. Enumerable.Range(0, n).Where(_ => random.Next(6) == 0)]) with
        {
            Start = random.Next(4) == 0 ? random.Next(30) : 0,
            Wait = random.Next(5) == 0 ? random.Next(20) : 0,
            Before = random.Next(8) == 0 ? random.Next(30) : null,
            Aside = random.Next(10) == 0,
        })];

    private static Step<int> Step(int key, int days, int[]? after = null) => new(key, after ?? []) { Days = days };

    private static IReadOnlyDictionary<int, Span> Lay(IReadOnlyCollection<Step<int>> steps, DateOnly? start = null, DateOnly? anchor = null) =>
        Schedule.Lay(steps, new(start ?? Friday, anchor, new(ShippedHolidays.Calendar, [])));
}
