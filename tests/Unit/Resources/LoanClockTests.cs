using Guanlian.Contracts.Catalogue;
using Guanlian.Platform.Words;
using Guanlian.Resources.Handovers;
using Guanlian.Resources.Loans;

namespace Guanlian.Unit.Resources;

public sealed class LoanClockTests
{
    private static readonly DateOnly Day = new(2024, 1, 1);
    private static readonly Guid Owner = Guid.Parse("00000000-0000-7000-8000-00000000000a");
    private static readonly Guid[] Others = [.. Enumerable.Range(1, 3).Select(n => Guid.Parse($"00000000-0000-7000-8000-{n:000000000000}"))];

    /// <summary>Goes through the days one by one and asks at the end of each where the object is.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(20261121)]
    public void The_clock_agrees_with_somebody_who_looks_every_evening(int seed)
    {
        var chance = new Random(seed);
        for (var world = 0; world < 300; world++)
        {
            var (passages, today) = Life(chance);
            DateOnly? since = chance.Next(3) == 0 ? today.AddDays(-chance.Next(0, 200)) : null;
            Assert.Equal(Evenings(passages, today, since), LoanClock.Days(LoanClock.Absences(Owner, passages), today, since));
        }
    }

    [Fact]
    public void Lending_on_from_one_to_the_next_does_not_begin_anew()
    {
        Passage[] chain =
        [
            new(Owner, Others[0], true, Day, Day.AddDays(1), true),
            new(Others[0], Others[1], true, Day.AddDays(400), Day.AddDays(401), true),
            new(Others[1], Others[2], true, Day.AddDays(800), Day.AddDays(801), true),
        ];
        var absences = LoanClock.Absences(Owner, chain);
        Assert.Equal([new Absence(Day, null)], absences);
        Assert.Equal(1000, LoanClock.Days(absences, Day.AddDays(1000)));
        Assert.Equal(1100, LoanClock.DaysBy(absences, Day.AddDays(1050), Day.AddDays(1100)));
    }

    [Fact]
    public void Home_again_it_counts_on_where_it_stopped_and_what_came_home_in_part_is_still_out()
    {
        Passage[] twice =
        [
            new(Owner, Others[0], true, Day, Day, true), new(Others[0], Owner, false, Day.AddDays(10), Day.AddDays(11), true),
            new(Owner, Others[1], true, Day.AddDays(50), Day.AddDays(50), true),
        ];
        var absences = LoanClock.Absences(Owner, twice);
        Assert.Equal(11 + 20, LoanClock.Days(absences, Day.AddDays(70)));
        Assert.Equal(11, LoanClock.Days(LoanClock.Absences(Owner, twice[..2]), Day.AddDays(500)));
        Assert.Equal(11 + 30, LoanClock.DaysBy(LoanClock.Absences(Owner, twice[..2]), Day.AddDays(60), Day.AddDays(90)));
        Assert.Equal(500, LoanClock.Days(LoanClock.Absences(Owner, [twice[0], twice[1] with { Whole = false }]), Day.AddDays(500)));
        Assert.Empty(LoanClock.Absences(Owner, [twice[0] with { Lends = false }]));
    }

    [Fact]
    public void A_window_forgets_what_lies_before_it()
    {
        var absences = LoanClock.Absences(Owner, [new(Owner, Others[0], true, Day, Day, true), new(Others[0], Owner, false, Day.AddDays(10), Day.AddDays(10), true)]);
        Assert.Equal(4, LoanClock.Days(absences, Day.AddDays(100), Day.AddDays(6)));
        Assert.Equal(0, LoanClock.Days(absences, Day.AddDays(100), Day.AddDays(10)));
    }

    [Theory]
    [InlineData("first", ObjectPreservation.Stable, null, 0, "filing-needed!")]
    [InlineData("first", ObjectPreservation.Urgent, "文", 0, "poor!")]
    [InlineData("first", ObjectPreservation.NeedsTreatment, "文", 0, "doubtful")]
    [InlineData("second", ObjectPreservation.Urgent, null, 0, "filing-asked doubtful")]
    [InlineData("ordinary", null, null, 0, "")]
    [InlineData(null, null, null, 0, "grade-needed!")]
    [InlineData("ordinary", null, null, 1005, "")]
    [InlineData("ordinary", null, null, 1006, "near-limit")]
    [InlineData("ordinary", null, null, 1095, "near-limit")]
    [InlineData("ordinary", null, null, 1096, "over-limit!")]
    [InlineData("none", null, null, 5000, "")]
    public void The_rules_of_lending_say_what_is_written_in_them(string? grade, ObjectPreservation? preservation, string? filing, int days, string expected)
    {
        var item = new HandoverItem { Name = "示例", NumberKey = "1", Grade = CodeWords.Read<ItemGrade>(grade ?? ""), Preservation = preservation };
        Assert.Equal(expected, Said(HandoverKind.Loan, item, filing, days));
        Assert.Equal("", Said(HandoverKind.Return, item, filing, days));
    }

    [Fact]
    public void An_exemption_has_to_fit_the_grade_and_what_is_ruined_does_not_travel_as_first_grade()
    {
        var item = new HandoverItem { Name = "示例", NumberKey = "1", Grade = ItemGrade.First, ExemptCode = "not-bound", ExemptDocument = "示例文号" };
        Assert.Equal("over-limit!", Said(HandoverKind.Loan, item, "文", 2000));
        item.ExemptCode = "authority-consent";
        Assert.Equal("exempted", Said(HandoverKind.TourStop, item, "文", 2000));
        item.OutCondition = ItemCondition.Ruined;
        Assert.Equal("poor! exempted", Said(HandoverKind.Loan, item, "文", 2000));
        Assert.Equal("number-needed!", Said(HandoverKind.Loan, new() { Name = "示例", Grade = ItemGrade.Third }, "文", 0));
    }

    private static string Said(HandoverKind kind, HandoverItem item, string? filing, int days) => string.Join(' ', LoanChecks.Of(
            LoanRules.Shipped, new() { Kind = kind, FilingNumber = filing, PlannedBy = "示例" }, [item], _ => new(days, days))
        .Select(f => f.Code["resources.loan.".Length..] + (f.Refuses ? "!" : "")));

    // A life in which each step begins where the last one ended; the last may be under way.
    private static (List<Passage> Passages, DateOnly Today) Life(Random chance)
    {
        var (passages, holder, day) = (new List<Passage>(), Owner, Day);
        for (var steps = chance.Next(0, 8); steps > 0; steps--)
        {
            Guid[] places = [Owner, .. Others];
            var to = places.Where(p => p != holder).ElementAt(chance.Next(3));
            var sent = day.AddDays(chance.Next(0, 40));
            var underWay = steps == 1 && chance.Next(3) == 0;
            var arrived = sent.AddDays(chance.Next(0, 5));
            passages.Add(new(holder, to, to != Owner && chance.Next(4) > 0, sent, underWay ? null : arrived, true));
            (holder, day) = (to, arrived);
        }

        return (passages, day.AddDays(chance.Next(0, 60)));
    }

    private static int Evenings(List<Passage> passages, DateOnly today, DateOnly? since)
    {
        var days = 0;
        for (var evening = Day; evening < today; evening = evening.AddDays(1))
        {
            var home = passages.FindLastIndex(p => p.To == Owner && p.ReceivedOn <= evening);
            var lent = passages.FindIndex(home + 1, p => p.To != Owner && p.Lends && p.SentOn <= evening);
            days += lent >= 0 && (since is null || evening >= since) ? 1 : 0;
        }

        return days;
    }
}
