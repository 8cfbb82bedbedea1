using Guanlian.Hosting;
using Guanlian.Hosting.Resources;
using Guanlian.Platform.Events;
using Guanlian.Resources.Handovers;
using Guanlian.Resources.Loans;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Resources;

public sealed class LawOfLending(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "E05")]
    public async Task What_may_not_be_lent_does_not_leave()
    {
        var world = await HandoverWorld.CreateAsync(host);
        await world.ObjectAsync("示例0201", "示例残破帛画", grade: "1", preservation: "3");
        await world.ObjectAsync("示例0202", "示例铜鼎", grade: "1", preservation: "1");

        // First grade in poor condition: with whatever paper.
        var poor = await world.PlannedAsync("示例0201");
        Assert.Contains("resources.loan.poor", (await world.SeeAsync(poor, world.Borrower)).Findings.Where(f => f.Refuses).Select(f => f.Code));
        Assert.Equal("resources.loan.poor", (await world.WriteAsync(poor, Stage.Out, filing: "示例文物博函〔2026〕9号")).Refusal?.Code);
        Assert.Equal(HandoverState.Planned, (await world.RecordAsync(poor)).State);
        Assert.Equal(ItemCondition.Good, Assert.Single(await world.ItemsAsync(poor)).OutCondition);

        // First grade without a filing number; with one it goes.
        var bronze = await world.PlannedAsync("示例0202");
        Assert.Equal("resources.loan.filing-needed", (await world.WriteAsync(bronze, Stage.Out)).Refusal?.Code);
        Held(await world.WriteAsync(bronze, Stage.Out, filing: "示例文物博函〔2026〕9号"));

        // What is not in the catalogue is graded by hand, and a graded thing has a number.
        var typed = await world.PlannedAsync("| 示例无号玉璧");
        Assert.Equal("resources.loan.grade-needed", (await world.WriteAsync(typed, Stage.Out, (f, all) => f[$"Grade-{all[0].Id}"] = null)).Refusal?.Code);
        Assert.Equal("resources.loan.number-needed", (await world.WriteAsync(typed, Stage.Out, (f, all) => f[$"Grade-{all[0].Id}"] = "second")).Refusal?.Code);

        // A loan has an end.
        var form = world.Form("示例0202");
        form.DueBackOn = null;
        Assert.Equal("resources.handover.due-needed", (await world.PlanAsync(form, world.Lender)).Refusal?.Code);
    }

    [Fact]
    [Trait("Requirement", "E05")]
    public async Task Three_years_count_over_all_borrowers_and_past_them_only_a_recorded_exemption_helps()
    {
        var world = await HandoverWorld.CreateAsync(host);
        await world.ObjectAsync("示例0301", "示例石雕", grade: "2");
        var first = await world.PlannedAsync("示例0301", days: 400);
        await world.PassAsync(first);
        host.Clock.Now = host.Clock.Now.AddDays(390);

        // Lent on: the count goes on, and the owner sees it though it is no side.
        var second = Held(await world.GoOnAsync(first, world.Borrower, world.Third, days: 650));
        Assert.Contains("resources.loan.near-limit", (await world.SeeAsync(second, world.Lender)).Findings.Select(f => f.Code));
        await world.PassAsync(second);
        host.Clock.Now = host.Clock.Now.AddDays(640);
        var third = Held(await world.GoOnAsync(second, world.Third, world.Borrower, days: 100));
        Assert.Equal("resources.loan.over-limit", (await world.WriteAsync(third, Stage.Out)).Refusal?.Code);
        Assert.Equal("resources.loan.exempt-needs", (await world.WriteAsync(third, Stage.Out, (f, all) => f[$"Exempt-{all[0].Id}"] = "authority-consent")).Refusal?.Code);
        Assert.Equal("resources.loan.exempt-needs", (await world.WriteAsync(third, Stage.Out, (f, all) => (f[$"Exempt-{all[0].Id}"], f[$"Document-{all[0].Id}"]) = ("because", "示例文号"))).Refusal?.Code);
        Held(await world.WriteAsync(third, Stage.Out, (f, all) => (f[$"Exempt-{all[0].Id}"], f[$"Document-{all[0].Id}"]) = ("authority-consent", "示例文物函〔2029〕3号")));
        var noted = await world.DbAsync(db => db.Set<HistoryEvent>().AsNoTracking().SingleAsync(e => e.SubjectId == third && e.Action == "resources.handover.exempted"));
        Assert.Equal(("resources.loan.exempt.authority-consent", "示例文物函〔2029〕3号", world.Lender.Id), (noted.ReasonCode, noted.Reason, noted.OwnerId));

        var row = Assert.Single(await ClockAsync(world, world.Lender.Id));
        Assert.Equal((1030, 65, true, world.Third.Id), (row.Days, row.Left, row.Near, row.Holder!.Id));

        // Whoever has it now sees the clock; who had it once does not.
        Assert.Single(await ClockAsync(world, world.Third.Id));
        Assert.Empty(await ClockAsync(world, world.Borrower.Id));
    }

    [Fact]
    public async Task A_number_typed_by_hand_is_the_same_object_on_the_clock_and_cannot_be_handed_over_by_who_does_not_hold_it()
    {
        var world = await HandoverWorld.CreateAsync(host);
        await world.ObjectAsync("示例0401", "示例铜镜", grade: "4");

        // The borrower writes the list: it is not told what stands in the lender's catalogue; the lender's signature links it.
        var form = world.Form("示例0401 | 铜镜");
        var id = Held(await world.PlanAsync(form, world.Borrower));
        Assert.Null(Assert.Single(await world.ItemsAsync(id)).ObjectId);
        await world.SendAsync(id);
        Assert.NotNull(Assert.Single(await world.ItemsAsync(id)).ObjectId);

        var again = await world.PlannedAsync("示例0401 | 铜镜", to: world.Third);
        Assert.Equal("resources.handover.not-held", (await world.WriteAsync(again, Stage.Out)).Refusal?.Code);
        Held(await world.WriteAsync(id, Stage.In));
        var onward = world.Form("示例 0401 | 铜镜", from: world.Borrower, to: world.Third);
        onward.Owner = world.Lender.Code;
        var lentOn = Held(await world.PlanAsync(onward, world.Borrower));
        Held(await world.WriteAsync(lentOn, Stage.Out, (f, all) => f[$"Grade-{all[0].Id}"] = "ordinary"));
        Held(await world.MoveAsync(lentOn, HandoverMove.Send, world.Borrower));
        Assert.Equal(1, Assert.Single(await ClockAsync(world, world.Lender.Id)).Times);
    }

    [Fact]
    public async Task Of_two_lists_with_the_same_object_one_is_sent()
    {
        var world = await HandoverWorld.CreateAsync(host);
        await world.ObjectAsync("示例0501", "示例漆盒", grade: "4");
        var (one, two) = (await world.PlannedAsync("示例0501"), await world.PlannedAsync("示例0501", to: world.Third));
        Held(await world.WriteAsync(one, Stage.Out));
        Held(await world.WriteAsync(two, Stage.Out));
        var sent = await Task.WhenAll(world.MoveAsync(one, HandoverMove.Send, world.Lender), world.MoveAsync(two, HandoverMove.Send, world.Lender));
        Assert.Equal(["resources.handover.not-held", null], sent.Select(s => s.Refusal?.Code).OrderByDescending(c => c));
    }

    [Fact]
    public async Task What_came_home_does_not_go_on_and_who_holds_a_thing_is_not_told_to_whoever_types_its_number()
    {
        var world = await HandoverWorld.CreateAsync(host);
        await world.ObjectAsync("示例0601", "示例铜钟", grade: "1", preservation: "1");
        var id = await world.PlannedAsync("示例0601");
        await world.PassAsync(id, "示例文物博函〔2026〕6号");

        // A paper is for one place.
        var next = Held(await world.GoOnAsync(id, world.Borrower, world.Third));
        Assert.Null((await world.RecordAsync(next)).FilingNumber);
        Held(await world.MoveAsync(next, HandoverMove.Cancel, world.Borrower, "mistake"));

        var form = world.Form("示例0601 | 铜钟", from: world.Third, to: world.Borrower);
        form.Owner = world.Lender.Code;
        var claimed = Held(await world.PlanAsync(form, world.Third));
        var refused = (await world.WriteAsync(claimed, Stage.Out)).Refusal;
        Assert.Equal("resources.handover.not-his", refused?.Code);
        Assert.Equal("resources.handover.not-his", (await world.SeeAsync(claimed, world.Third)).Elsewhere?.Code);

        // Nor does anybody take what no handover brought to him.
        await world.ObjectAsync("示例0602", "示例铜铃", grade: "4");
        form.Items = "示例0602 | 铜铃";
        Assert.Equal("resources.handover.not-his", (await world.WriteAsync(Held(await world.PlanAsync(form, world.Third)), Stage.Out)).Refusal?.Code);

        var back = Held(await world.GoOnAsync(id, world.Borrower));
        await world.PassAsync(back);
        Assert.Equal("resources.handover.at-home", (await world.GoOnAsync(back, world.Lender, world.Third)).Refusal?.Code);
        Assert.Equal("resources.handover.at-home", (await world.GoOnAsync(back, world.Lender)).Refusal?.Code);
        var own = world.Form("示例0601", HandoverKind.Return);
        own.Owner = world.Lender.Code;
        Assert.Equal("resources.handover.return-of-own", (await world.PlanAsync(own, world.Lender)).Refusal?.Code);
    }

    [Fact]
    public async Task A_grade_once_signed_is_not_lowered_on_the_way_and_other_owners_things_are_other_lines()
    {
        var world = await HandoverWorld.CreateAsync(host);
        await world.ObjectAsync("示例0701", "示例陶罐", grade: "2");
        await world.ObjectAsync("示例0702", "示例陶盆", grade: "3");

        // A list of bare numbers by the borrower is linked when the owner signs.
        var id = Held(await world.PlanAsync(world.Form("示例0701"), world.Borrower));
        await world.PassAsync(id);
        Assert.NotNull(Assert.Single(await world.ItemsAsync(id)).ObjectId);
        var onward = world.Form("示例0701 | 陶罐", from: world.Borrower, to: world.Third);
        onward.Owner = world.Lender.Code;
        var lentOn = Held(await world.PlanAsync(onward, world.Borrower));
        Held(await world.WriteAsync(lentOn, Stage.Out, (f, all) => f[$"Grade-{all[0].Id}"] = "none"));
        Assert.Equal(ItemGrade.Second, Assert.Single(await world.ItemsAsync(lentOn)).Grade);
        Held(await world.MoveAsync(lentOn, HandoverMove.Send, world.Borrower));
        Assert.Single(await ClockAsync(world, world.Lender.Id));

        var turned = await world.PlannedAsync("示例0702 | 示例陶盆");
        Assert.NotNull(Assert.Single(await world.ItemsAsync(turned)).ObjectId);
        Held(await world.EditAsync(turned, world.Form("示例0702 | 示例陶盆", from: world.Third, to: world.Lender), world.Lender));
        var line = Assert.Single(await world.ItemsAsync(turned));
        Assert.Equal((world.Third.Id, null), (line.OwnerId, line.ObjectId));
    }

    [Fact]
    public async Task What_is_in_question_waits_what_never_arrived_stays_and_days_follow_one_another()
    {
        var world = await HandoverWorld.CreateAsync(host);
        await world.ObjectAsync("示例0801", "示例木俑");
        await world.ObjectAsync("示例0802", "示例竹简", grade: "4");
        var id = await world.PlannedAsync("示例0801\n示例0802", days: 900);

        // In the catalogue, but without a grade there.
        Assert.Equal("resources.loan.grade-needed", (await world.WriteAsync(id, Stage.Out)).Refusal?.Code);
        Held(await world.WriteAsync(id, Stage.Out, (f, all) => f[$"Grade-{all[0].Id}"] = "third"));
        Held(await world.MoveAsync(id, HandoverMove.Send, world.Lender));
        Held(await world.WriteAsync(id, Stage.In, (f, all) => (f[$"Count-{all[1].Id}"], f[$"Note-{all[1].Id}"]) = ("0", "示例：未装箱")));
        var form = world.Form("示例0801 | 木俑", from: world.Borrower, to: world.Third);
        form.Owner = world.Lender.Code;
        var onward = Held(await world.PlanAsync(form, world.Borrower));
        Assert.Equal("resources.handover.in-question", (await world.WriteAsync(onward, Stage.Out)).Refusal?.Code);
        Held(await world.MoveAsync(id, HandoverMove.Accept, world.Lender));

        // What both say never arrived is still at its owner's.
        Held(await world.WriteAsync(await world.PlannedAsync("示例0802", to: world.Third), Stage.Out));
        var (version, before) = ((await world.RecordAsync(onward)).Version, world.Today.AddDays(-3));
        Assert.Equal("resources.handover.before-arrival", (await world.Alliance.AsAsync(world.Alliance.For(world.Borrower.Id), (WriteCondition.Handler h) =>
            h.HandleAsync(new(onward, Stage.Out, _ => null, [], true, null, true, "示例经手人", before, version), default))).Refusal?.Code);
        Held(await world.WriteAsync(onward, Stage.Out));

        // Signed in time, but not sent in time.
        host.Clock.Now = host.Clock.Now.AddDays(1100);
        Assert.Equal("resources.loan.over-limit", (await world.MoveAsync(onward, HandoverMove.Send, world.Borrower)).Refusal?.Code);
    }

    private static Task<IReadOnlyList<ReadClock.Row>> ClockAsync(HandoverWorld world, Guid party) =>
        world.Alliance.AsAsync(world.Alliance.For(party), (ReadClock.Handler h) => h.HandleAsync(new(null, null), default));
}
