using System.Net;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Meetings;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

/// <summary>A meeting day: slots opened, asked for by either side, agreed by the other, noted and counted.</summary>
public sealed class MeetingDayTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "W14")]
    public async Task Museums_and_vendors_book_slots_with_each_other_meet_and_say_what_came_of_it()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("technology-fair");
        var (lead, museums, vendors) = ((await world.RecordAsync(id)).LeadPartyId, await world.InRoleAsync(id, "museum"), await world.InRoleAsync(id, "vendor"));
        await world.DoAsync(id, "needs");
        await world.DoAsync(id, "verify");
        var day = world.Today.AddDays(30);
        using var organiser = await host.SignInAsAsync("director", lead);
        using var museum = await host.SignInAsAsync("director", museums[0]);
        using var vendor = await host.SignInAsAsync("director", vendors[0]);

        // The organiser lays out three slots at two tables; doing it again opens nothing twice.
        foreach (var _ in new[] { 1, 2 })
        {
            using var opened = await (await FormOnPage.OpenAsync(organiser, $"cooperations/{id}/meetings", "open")).SendAsync(organiser, new()
            {
                ["OnDay"] = $"{day:yyyy-MM-dd}",
                ["FromTime"] = "09:00",
                ["UntilTime"] = "10:10",
                ["Minutes"] = "20",
                ["Tables"] = "2",
                ["Act"] = "open",
            });
            Assert.Equal(HttpStatusCode.Redirect, opened.StatusCode);
        }

        var slots = await SlotsAsync(world, id);
        Assert.Equal(
            [(9, 0, 1), (9, 0, 2), (9, 20, 1), (9, 20, 2), (9, 40, 1), (9, 40, 2)],
            slots.Select(s => (s.FromTime.Hour, s.FromTime.Minute, s.Place)));

        // A museum asks a vendor on the page; the vendor finds it among what is due, and agrees.
        using var asked = await (await FormOnPage.OpenAsync(museum, $"cooperations/{id}/meetings", "ask")).SendAsync(museum, new()
        {
            ["OtherId"] = $"{vendors[0]}",
            ["SlotId"] = $"{slots[0].Id}",
            ["Topic"] = "示例：展厅多媒体维护",
        });
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        Assert.Contains("答复对接时段", await vendor.GetStringAsync(new Uri("", UriKind.Relative)), StringComparison.Ordinal);
        using var agreed = await (await FormOnPage.OpenAsync(vendor, $"cooperations/{id}/meetings", "slot-")).SendAsync(vendor, new() { ["Act"] = "agree" });
        Assert.Equal(HttpStatusCode.Redirect, agreed.StatusCode);
        Assert.Equal(MeetingState.Agreed, (await SlotAsync(world, slots[0].Id)).State);

        // The other way round: a vendor asks, the museum has no time then and says so, and the slot is free for somebody else.
        Held(await AskAsync(world, id, vendors[1], museums[0], slots[2].Id));
        Assert.Equal("cooperation.reason-in-words", (await AnswerAsync(world, slots[2].Id, museums[0], MeetingAct.LetGo, "　")).Refusal!.Code);
        Held(await AnswerAsync(world, slots[2].Id, museums[0], MeetingAct.LetGo, "示例：布展，改到下午"));
        Assert.True((await SlotAsync(world, slots[2].Id)).Free);
        Held(await AskAsync(world, id, museums[1], vendors[1], slots[2].Id));
        Held(await AnswerAsync(world, slots[2].Id, vendors[1], MeetingAct.Agree));

        using var book = await museum.GetAsync(new Uri($"cooperations/{id}/meetings.xlsx?state=agreed&party={museums[0]}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, book.StatusCode);
        using var stranger = await host.SignInAsAsync("director", world.Parties.First(p => (!museums.Contains(p.Id) && !vendors.Contains(p.Id)) && p.Id != lead).Id);
        using var unseen = await stranger.GetAsync(new Uri($"cooperations/{id}/meetings", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, unseen.StatusCode);

        // The timetable is the evidence; what counts the meetings waits until each is noted.
        Held(await world.HandInAsync((await TaskAsync(world, id, "book")).Id));
        Held(await world.ReviewAsync((await TaskAsync(world, id, "book")).Id));
        Assert.Equal("cooperation.meeting.early", (await AnswerAsync(world, slots[0].Id, museums[0], MeetingAct.Note, "", MeetingOutcome.Agreed)).Refusal!.Code);
        host.Clock.Now = new DateTimeOffset(day.ToDateTime(new(18, 0)), TimeSpan.FromHours(8)).ToUniversalTime();
        var meet = await TaskAsync(world, id, "meet");
        Assert.Equal("cooperation.book.meetings-open", (await world.HandInAsync(meet.Id)).Refusal!.Code);
        using var back = await host.SignInAsAsync("director", museums[0]);
        using var noted = await (await FormOnPage.OpenAsync(back, $"cooperations/{id}/meetings", "slot-")).SendAsync(back, new()
        {
            ["Act"] = "note",
            ["Outcome"] = "following",
            ["Words"] = "示例：两周内报方案",
        });
        Assert.Equal(HttpStatusCode.Redirect, noted.StatusCode);
        Assert.Equal("cooperation.meeting.not-yours-to-note", (await AnswerAsync(world, slots[2].Id, vendors[1], MeetingAct.Note, "", MeetingOutcome.Agreed)).Refusal!.Code);
        Held(await AnswerAsync(world, slots[2].Id, museums[1], MeetingAct.Note, "", MeetingOutcome.Missed));
        Held(await world.HandInAsync(meet.Id, number: 99));
        Held(await world.ReviewAsync(meet.Id));
        var report = await world.AsAsync(world.For(lead), (SeeCooperation.Handler h) => h.HandleAsync(id, default));
        Assert.Equal(1m, report.Value.Measures.Single(m => m.Indicator.Code == "meetings").Claimed);
        await world.DoAsync(id, "follow");
        await new CaseBooks(world).CloseAsync(id);

        // What happened is told in words, to whom it concerns.
        var history = WebUtility.HtmlDecode(await back.GetStringAsync(new Uri($"cooperations/{id}/history", UriKind.Relative)));
        Assert.All(["开放对接时段", "约时段", "约定时段", "退掉时段", "示例：布展，改到下午", "记录对接结果", "没有见面"], part => Assert.Contains(part, history, StringComparison.Ordinal));
        Assert.DoesNotContain("cooperation.cooperation.field", history, StringComparison.Ordinal);
        Assert.DoesNotContain("cooperation.meeting.", history, StringComparison.Ordinal);
        host.Clock.Now = new(2026, 11, 19, 16, 0, 0, TimeSpan.Zero);
    }

    [Fact]
    public async Task Nobody_sits_at_two_tables_takes_what_is_taken_or_meets_one_other_all_day()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("technology-fair");
        var (lead, museums, vendors) = ((await world.RecordAsync(id)).LeadPartyId, await world.InRoleAsync(id, "museum"), await world.InRoleAsync(id, "vendor"));
        var day = world.Today.AddDays(5);
        Assert.IsType<Refusal.Denied>((await OpenAsync(world, id, museums[0], day)).Refusal);
        foreach (var (minutes, tables, from, until, code) in new[]
        {
            (0, 2, 9, 10, "cooperation.meeting.minutes-wrong"), (20, 0, 9, 10, "cooperation.meeting.tables-wrong"), (20, 41, 9, 10, "cooperation.meeting.tables-wrong"),
            (20, 2, 10, 9, "cooperation.session.times-wrong"), (120, 2, 9, 10, "cooperation.meeting.too-short"), (5, 40, 0, 23, "cooperation.meeting.too-many"),
        })
        {
            Assert.Equal(code, (await OpenAsync(world, id, lead, day, minutes, tables, from, until)).Refusal!.Code);
        }

        Assert.Equal("cooperation.meeting.day-wrong", (await OpenAsync(world, id, lead, world.Today.AddDays(-1))).Refusal!.Code);
        Assert.Equal(6, Held(await OpenAsync(world, id, lead, day)));
        Assert.Equal("cooperation.meeting.grid-crosses", (await OpenAsync(world, id, lead, day, minutes: 30)).Refusal!.Code);
        Assert.Equal(3, Held(await OpenAsync(world, id, lead, day, tables: 3)));
        var slots = await SlotsAsync(world, id);

        Assert.Equal("cooperation.meeting.whom", (await AskAsync(world, id, museums[0], museums[1], slots[0].Id)).Refusal!.Code);
        Assert.Equal("cooperation.meeting.whom", (await AskAsync(world, id, lead, vendors[0], slots[0].Id)).Refusal!.Code);
        Assert.Equal("cooperation.meeting.topic-missing", (await AskAsync(world, id, museums[0], vendors[0], slots[0].Id, " \r\n ")).Refusal!.Code);
        Assert.Equal("cooperation.meeting.slot-missing", (await AskAsync(world, id, museums[0], vendors[0], Guid.CreateVersion7())).Refusal!.Code);
        Held(await AskAsync(world, id, museums[0], vendors[0], slots[0].Id));
        Assert.Equal("cooperation.meeting.taken", (await AskAsync(world, id, museums[1], vendors[1], slots[0].Id)).Refusal!.Code);
        Assert.Equal("cooperation.meeting.busy", (await AskAsync(world, id, museums[0], vendors[1], slots[1].Id)).Refusal!.Code);
        Assert.Equal("cooperation.meeting.pair-meets", (await AskAsync(world, id, vendors[0], museums[0], slots[4].Id)).Refusal!.Code);
        Assert.Equal("cooperation.meeting.not-yours-to-answer", (await AnswerAsync(world, slots[0].Id, museums[0], MeetingAct.Agree)).Refusal!.Code);
        Assert.IsType<Refusal.Denied>((await AnswerAsync(world, slots[0].Id, vendors[1], MeetingAct.Agree)).Refusal);
        Assert.Equal("cooperation.meeting.is-free", (await AnswerAsync(world, slots[1].Id, museums[0], MeetingAct.LetGo, "示例")).Refusal!.Code);
        Held(await AnswerAsync(world, slots[0].Id, vendors[0], MeetingAct.Agree));

        // Two ask for the last place of a vendor at one time: one gets it.
        var both = await Task.WhenAll(AskAsync(world, id, museums[0], vendors[1], slots[3].Id), AskAsync(world, id, museums[1], vendors[1], slots[4].Id));
        Assert.Equal("cooperation.meeting.busy", Assert.Single(both, o => o.Refused).Refusal!.Code);
        var twice = await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync(
            $"update cooperation.meeting_slot set need_party_id = '{museums[0]}', offer_party_id = '{lead}', asked_by_id = '{museums[0]}' where id = '{slots[1].Id}'"));
        Assert.Equal("meeting_slot_need_once", twice.ConstraintName);

        // What nobody asked for is taken back; what is booked stays.
        Assert.Equal(7, Held(await world.AsAsync(world.For(lead), (OpenSlots.Handler h) => h.HandleAsync(new OpenSlots.Close(id, day), default))));
        Assert.Equal(2, (await SlotsAsync(world, id)).Count);
    }

    private static Task<List<MeetingSlot>> SlotsAsync(CooperationWorld world, Guid id) =>
        world.DbAsync(db => db.Set<MeetingSlot>().AsNoTracking().Where(s => s.CooperationId == id).OrderBy(s => s.FromTime).ThenBy(s => s.Place).ToListAsync());

    private static Task<MeetingSlot> SlotAsync(CooperationWorld world, Guid slot) => world.DbAsync(db => db.Set<MeetingSlot>().AsNoTracking().SingleAsync(s => s.Id == slot));

    private static async Task<CooperationTask> TaskAsync(CooperationWorld world, Guid id, string code) => (await world.TasksAsync(id)).Single(t => t.Code == code);

    private static Task<Outcome<int>> OpenAsync(CooperationWorld world, Guid id, Guid by, DateOnly day, int minutes = 20, int tables = 2, int from = 9, int until = 10) =>
        world.AsAsync(world.For(by), (OpenSlots.Handler h) => h.HandleAsync(new OpenSlots.Command(id, day, new(from, 0), new(until, 0), minutes, tables), default));

    private static Task<Outcome<Done>> AskAsync(CooperationWorld world, Guid id, Guid by, Guid other, Guid slot, string topic = "示例：数字展厅") =>
        world.AsAsync(world.For(by), (BookSlot.Handler h) => h.HandleAsync(new(id, slot, by, other, topic), default));

    private static async Task<Outcome<Done>> AnswerAsync(CooperationWorld world, Guid slot, Guid by, MeetingAct act, string words = "", MeetingOutcome? outcome = null)
    {
        var version = (await SlotAsync(world, slot)).Version;
        return await world.AsAsync(world.For(by), (AnswerSlot.Handler h) => h.HandleAsync(new(slot, act, words, outcome, version), default));
    }
}
