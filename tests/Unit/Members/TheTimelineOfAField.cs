using FsCheck;
using FsCheck.Fluent;
using Guanlian.Members.Institutions;

namespace Guanlian.Unit.Members;

public sealed class TheTimelineOfAField
{
    private static readonly DateOnly Start = new(2020, 1, 1);

    private static readonly Arbitrary<(int Day, string Value)[]> Writings = Gen.Choose(0, 40)
        .SelectMany(day => Gen.Elements("甲", "乙", "丙").Select(value => (day, value))).ArrayOf().ToArbitrary();

    [Fact]
    public void A_value_holds_from_its_day_on_and_every_earlier_day_keeps_its_own() =>
        Prop.ForAll(Writings, Writings, (before, after) =>
        {
            var line = Written(before);
            foreach (var (day, value) in after)
            {
                var (at, old) = (Start.AddDays(day), Days(line));
                line.Set(at, value, "test");
                Assert.Equal(value, line.On(at));
                Assert.Equal(old[..day], Days(line)[..day]);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Spans_never_overlap_and_no_neighbours_say_the_same() =>
        Prop.ForAll(Writings, writings =>
        {
            var spans = Written(writings).Spans;
            Assert.All(spans.Zip(spans.Skip(1)), pair =>
            {
                Assert.True(pair.First.To <= pair.Second.From);
                Assert.False(pair.First.To == pair.Second.From && pair.First.Value == pair.Second.Value);
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_old_register_brought_in_late_does_not_undo_a_newer_one()
    {
        var line = new Timeline([]);
        line.Set(new(2024, 1, 1), "新名", "register:2024");
        line.Set(new(2022, 1, 1), "旧名", "register:2022");
        Assert.Equal("新名", line.On(new(2026, 11, 20)));
        Assert.Equal("旧名", line.On(new(2023, 12, 31)));
        Assert.Null(line.On(new(2021, 12, 31)));
    }

    [Fact]
    public void A_person_replaces_the_present_value_but_not_what_is_known_to_have_been_before_it()
    {
        var line = new Timeline([]);
        line.Set(new(2026, 11, 20), "旧名", "registration");
        Assert.True(line.Change(new(2025, 3, 1), "新名", "edit"));
        Assert.Equal(("旧名", "新名"), (line.On(new(2024, 1, 1)), line.On(new(2026, 11, 20))));
        Assert.False(line.MayChange(new(2025, 2, 28)));
        Assert.True(line.MayChange(new(2025, 3, 1)));
    }

    private static Timeline Written((int Day, string Value)[] writings)
    {
        var line = new Timeline([]);
        foreach (var (day, value) in writings)
        {
            line.Set(Start.AddDays(day), value, "test");
        }

        return line;
    }

    private static string?[] Days(Timeline line) => [.. Enumerable.Range(0, 60).Select(d => line.On(Start.AddDays(d)))];
}
