using Guanlian.Contracts.Resources;
using Guanlian.Hosting;
using Guanlian.Hosting.Resources;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Guanlian.Resources.Bookings;
using Guanlian.Resources.Data;
using Guanlian.Resources.Offering;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Resources;

public sealed class BookingTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task A_booking_goes_from_request_to_its_end_and_every_step_says_who_and_why()
    {
        var world = await ResourceWorld.CreateAsync(host);
        var resource = await world.OpenAsync();
        var id = await world.AskedAsync(resource, world.User, world.Days(0, 4));
        Assert.Equal((BookingStanding.Requested, false, Side.Owner), await world.StandingAsync(id));
        Assert.Equal("resources.booking.stale", (await world.MoveAsync(id, world.User, BookingMove.Confirm)).Refusal?.Code);
        Held(await world.MoveAsync(id, world.Owner, BookingMove.Pencil));
        Assert.Equal((BookingStanding.Pencilled, false, Side.Owner), await world.StandingAsync(id));
        Held(await world.MoveAsync(id, world.Owner, BookingMove.Confirm));
        Held(await world.MoveAsync(id, world.User, BookingMove.Begin));
        Assert.Equal("resources.booking.stale", (await world.MoveAsync(id, world.User, BookingMove.Cancel, "not-needed")).Refusal?.Code);
        Held(await world.MoveAsync(id, world.Owner, BookingMove.Close, text: "示例：展柜一处划痕"));
        var booking = await world.BookingAsync(id);
        Assert.Equal((BookingStanding.Closed, "示例：展柜一处划痕", world.Today), (booking.State, booking.CloseNote, booking.LastDay));
        var events = await world.DbAsync(db => db.Set<HistoryEvent>().AsNoTracking().Where(e => e.SubjectId == id).OrderBy(e => e.At).Select(e => new { e.Action, e.PersonId, e.MandateId }).ToListAsync());
        Assert.Equal(
            ["resources.booking.asked", "resources.booking.begin", "resources.booking.close", "resources.booking.confirm", "resources.booking.pencil"],
            events.Select(e => e.Action).Order(StringComparer.Ordinal));
        Assert.All(events, e => Assert.True(e.PersonId is not null && e.MandateId is not null));
    }

    [Fact]
    public async Task Without_room_one_is_told_when_there_is_or_waits_and_moves_up_when_somebody_lets_go()
    {
        var world = await ResourceWorld.CreateAsync(host);
        var resource = await world.OpenAsync(f => f.GapDays = 3);
        var first = await world.ConfirmedAsync(resource, world.User, world.Days(10, 19));

        // The gap belongs to the booking before it: day 22 is not free, day 23 is.
        Assert.Equal("resources.booking.no-room-until", (await world.AskAsync(resource, world.Other, world.Days(22, 25))).Refusal?.Code);
        Assert.Equal(Dates.Day(world.Today.AddDays(23)), (await world.AskAsync(resource, world.Other, world.Days(15, 18))).Refusal!.Holes.Single(h => h.Name == "day").Value);
        var second = await world.AskedAsync(resource, world.Other, world.Days(22, 25), wait: true);
        var third = await world.AskedAsync(resource, world.Other, world.Days(15, 18), wait: true);
        var later = await world.AskedAsync(resource, world.Other, world.Days(16, 17), wait: true);
        Assert.Equal((BookingStanding.Requested, true, Side.Owner), await world.StandingAsync(second));
        Assert.Equal("resources.booking.no-room", (await world.MoveAsync(second, world.Owner, BookingMove.Confirm)).Refusal?.Code);
        Held(await world.MoveAsync(first, world.User, BookingMove.Cancel, "postponed"));
        Assert.Equal((BookingStanding.Pencilled, false, Side.Owner), await world.StandingAsync(second));
        Assert.Equal((BookingStanding.Pencilled, false, Side.Owner), await world.StandingAsync(third));
        Assert.True((await world.StandingAsync(later)).OnList);
    }

    [Fact]
    public async Task Any_change_asks_for_the_other_sides_yes_again_and_keeps_its_place()
    {
        var world = await ResourceWorld.CreateAsync(host);
        var resource = await world.OpenAsync();
        var id = await world.ConfirmedAsync(resource, world.User, world.Days(10, 12));
        Assert.Equal("resources.booking.reason", (await world.ChangeAsync(id, world.User, world.Days(11, 13), reason: null)).Refusal?.Code);
        Assert.Equal("resources.booking.same", (await world.ChangeAsync(id, world.User, world.Days(10, 12))).Refusal?.Code);
        Held(await world.ChangeAsync(id, world.User, world.Days(11, 13)));
        Assert.Equal((BookingStanding.Pencilled, false, Side.Owner), await world.StandingAsync(id));
        Assert.NotNull((await world.AskAsync(resource, world.Other, world.Days(13, 14))).Refusal);
        Held(await world.MoveAsync(id, world.Owner, BookingMove.Confirm));

        // The owner offers another time; only the user's yes makes it sure.
        Held(await world.ChangeAsync(id, world.Owner, world.Days(20, 22), answerBy: world.Today.AddDays(3)));
        Assert.Equal((BookingStanding.Pencilled, false, Side.User), await world.StandingAsync(id));
        Assert.Equal("resources.booking.stale", (await world.MoveAsync(id, world.Owner, BookingMove.Confirm)).Refusal?.Code);
        Held(await world.MoveAsync(id, world.User, BookingMove.Accept));
        Assert.Equal((BookingStanding.Confirmed, false, null), await world.StandingAsync(id));

        // Nobody answers in time: the room is given back.
        Held(await world.ChangeAsync(id, world.Owner, world.Days(30, 31), answerBy: world.Today));
        var waiting = await world.AskedAsync(resource, world.Other, world.Days(31, 31), wait: true);
        await host.WithAsync<ResourcesDb, int>(db => db.Bookings.Where(b => b.Id == id).ExecuteUpdateAsync(s => s.SetProperty(b => b.AnswerBy, world.Today.AddDays(-1))));
        await LapseAsync();
        Assert.Equal((BookingStanding.Declined, "not-answered"), await world.BookingAsync(id) is var over ? (over.State, over.ReasonCode) : default);
        Assert.Equal((BookingStanding.Pencilled, false, Side.Owner), await world.StandingAsync(waiting));
    }

    [Fact]
    public async Task A_yes_says_what_it_costs_others_and_puts_them_on_the_list()
    {
        var world = await ResourceWorld.CreateAsync(host);
        var resource = await world.OpenAsync(f => f.Capacity = "3");
        var one = await world.AskedAsync(resource, world.User, world.Days(5, 6, "2"));
        var two = await world.AskedAsync(resource, world.Other, world.Days(6, 7, "2"));
        var small = await world.AskedAsync(resource, world.Other, world.Days(6, 6, "1"));
        var seen = await world.Alliance.AsAsync(world.Alliance.For(world.Owner.Id), (SeeBooking.Handler h) => h.HandleAsync(one, default));
        Assert.Equal([two], Held(seen).Others.Select(b => b.Id));
        Held(await world.MoveAsync(one, world.Owner, BookingMove.Confirm));
        Assert.True((await world.StandingAsync(two)).OnList);
        Assert.False((await world.StandingAsync(small)).OnList);
        var days = Held(await world.Alliance.AsAsync(world.Alliance.For(world.Owner.Id), (SeeResource.Handler h) => h.HandleAsync(resource, new(2026, 11, 1), default))).Days;
        Assert.Equal([0, 2, 2, 0], days.Where(d => d.Day >= world.Today.AddDays(4) && d.Day <= world.Today.AddDays(7)).Select(d => (int)d.Taken));
    }

    [Fact]
    public async Task Rules_of_a_resource_are_told_all_at_once()
    {
        var world = await ResourceWorld.CreateAsync(host);
        var lab = await world.OpenAsync(f =>
        {
            (f.Kind, f.ByHour, f.OpensAt, f.ClosesAt) = (ResourceKind.Instrument, true, new(9, 0), new(17, 0));
            (f.Weekdays, f.LeadDays) = ([0, 1, 2, 3, 4], 3);
        });
        var monday = world.Today.AddDays(10);
        Assert.Equal(DayOfWeek.Monday, monday.DayOfWeek);
        var wrong = (Refusal.Invalid)(await world.AskAsync(lab, world.User, new(world.Today.AddDays(1), null, new(8, 0), new(9, 30), "0"))).Refusal!;
        Assert.Equal(
            ["resources.booking.lead", "resources.booking.weekday", "resources.booking.amount", "resources.booking.outside-hours"],
            wrong.Also.Prepend(wrong).Select(w => w.Code));
        var morning = await world.AskedAsync(lab, world.User, new(monday, null, new(9, 0), new(12, 0), "1"));
        Held(await world.MoveAsync(morning, world.Owner, BookingMove.Confirm));
        await world.AskedAsync(lab, world.Other, new(monday, null, new(12, 0), new(13, 0), "1"));
        Assert.NotNull((await world.AskAsync(lab, world.Other, new(monday, null, new(11, 30), new(12, 30), "1"))).Refusal);

        // Closed days: what is booked has to go first.
        Assert.Equal("resources.closure.booked", (await CloseAsync(world, lab, monday, monday)).Refusal?.Code);
        Held(await CloseAsync(world, lab, monday.AddDays(1), monday.AddDays(2)));
        Assert.Equal("resources.booking.closed", (await world.AskAsync(lab, world.User, new(monday.AddDays(1), null, new(9, 0), new(10, 0), "1"))).Refusal?.Code);
    }

    [Fact]
    public async Task What_one_may_not_see_is_missing_and_forged_marks_ask_once()
    {
        var world = await ResourceWorld.CreateAsync(host);
        var resource = await world.OpenAsync();
        var id = await world.AskedAsync(resource, world.User, world.Days(1, 2));
        var partner = world.Alliance.As(Roles.Partner, world.Alliance.Parties.First(p => p.Kind == Contracts.Members.PartyKind.Company).Id);
        Assert.Equal("resources.booking.missing", (await world.MoveAsync(id, world.Other, BookingMove.Confirm)).Refusal?.Code);
        Assert.Equal("resources.booking.missing", (await world.MoveAsync(id, world.Other, BookingMove.Cancel, "not-needed", actor: partner)).Refusal?.Code);
        Assert.Equal("resources.booking.not-yours", (await world.MoveAsync(id, world.Owner, BookingMove.Confirm, actor: world.Alliance.Secretariat())).Refusal?.Code);
        Assert.Equal("resources.missing", (await world.AskAsync(resource, world.Other, world.Days(5, 6), actor: partner)).Refusal?.Code);
        Assert.Equal("resources.booking.not-yours", (await world.AskAsync(resource, world.User, world.Days(5, 6), actor: world.Alliance.For(world.Other.Id))).Refusal?.Code);
        Assert.Empty((await world.Alliance.AsAsync(partner, (FindResources.Handler h) => h.HandleAsync(FindResources.Query.Read(null, null, null, null, false, 1, 10), default))).Items);
        var draft = Held(await world.WriteAsync(world.Owner, null, ResourceWorld.Form()));
        Assert.Equal("resources.missing", (await world.WriteAsync(world.Other, draft, ResourceWorld.Form())).Refusal?.Code);

        // The same form sent twice asks once.
        var once = Guid.CreateVersion7();
        var first = Held(await world.AskAsync(resource, world.User, world.Days(8, 9), once: once));
        Assert.Equal(first, Held(await world.AskAsync(resource, world.User, world.Days(8, 9), once: once)));
        Assert.Equal("resources.booking.sent", (await world.AskAsync(resource, world.User, world.Days(9, 9), once: once)).Refusal?.Code);

        // A mark is a party's own: the same one of another party is another form, and never the id of anything.
        Assert.NotEqual(first, Held(await world.AskAsync(resource, world.Other, world.Days(20, 21), once: once)));
        Assert.NotEqual(once, first);
    }

    [Fact]
    public async Task Capacity_is_not_cut_below_what_is_promised_and_more_of_it_lets_in_who_waits()
    {
        var world = await ResourceWorld.CreateAsync(host);
        var resource = await world.OpenAsync(f => f.Capacity = "3");
        await world.ConfirmedAsync(resource, world.User, world.Days(5, 9, "3"));
        var waits = await world.AskedAsync(resource, world.Other, world.Days(6, 7, "1"), wait: true);
        var version = (await world.ResourceAsync(resource)).Version;
        Assert.Equal("resources.form.promised", (await world.WriteAsync(world.Owner, resource, ResourceWorld.Form(f => (f.Capacity, f.Version) = ("2", version)))).Refusal?.Code);
        Held(await world.WriteAsync(world.Owner, resource, ResourceWorld.Form(f => (f.Capacity, f.Version) = ("4", version))));
        Assert.Equal(BookingStanding.Pencilled, (await world.StandingAsync(waits)).State);
        Assert.Equal("resources.stale", (await world.WriteAsync(world.Owner, resource, ResourceWorld.Form(f => (f.Capacity, f.Version) = ("5", version)))).Refusal?.Code);
    }

    [Fact]
    public async Task What_was_used_keeps_its_gap_and_what_is_away_is_not_given_out_again()
    {
        var world = await ResourceWorld.CreateAsync(host);
        var resource = await world.OpenAsync(f => f.GapDays = 10);
        var id = await world.ConfirmedAsync(resource, world.User, world.Days(0, 4));
        Held(await world.MoveAsync(id, world.User, BookingMove.Begin));
        var waits = await world.AskedAsync(resource, world.Other, world.Days(5, 8), wait: true);
        var later = await world.AskedAsync(resource, world.Other, world.Days(11, 12), wait: true);

        // In use only its end moves: the owner extends it, the user ends it earlier.
        Assert.Equal("resources.booking.only-the-end", (await world.ChangeAsync(id, world.User, world.Days(1, 4))).Refusal?.Code);
        Assert.Equal("resources.booking.longer-by-owner", (await world.ChangeAsync(id, world.User, world.Days(0, 5))).Refusal?.Code);
        Assert.Equal(BookingStanding.InUse, Held(await world.ChangeAsync(id, world.Owner, world.Days(0, 5))));
        Held(await world.MoveAsync(id, world.User, BookingMove.Close));
        Assert.Equal((BookingStanding.Requested, true, Side.Owner), await world.StandingAsync(waits));
        Assert.Equal((BookingStanding.Pencilled, false, Side.Owner), await world.StandingAsync(later));

        var two = await world.OpenAsync(f => f.SelfService = true);
        var away = await world.AskedAsync(two, world.User, world.Days(0, 0));
        Held(await world.MoveAsync(away, world.User, BookingMove.Begin));
        await host.ExecuteAsync($"update resources.booking set from_at = from_at - interval '2 days', until_at = until_at - interval '1 day' where id = '{away}'");
        var next = await world.AskedAsync(two, world.Other, world.Days(0, 0));
        Assert.Equal("resources.booking.not-back-yet", (await world.MoveAsync(next, world.Other, BookingMove.Begin)).Refusal?.Code);
    }

    [Fact]
    public async Task Opening_again_lets_in_who_waits_and_days_that_no_calendar_has_are_refused()
    {
        var world = await ResourceWorld.CreateAsync(host);
        var resource = await world.OpenAsync();
        var first = await world.ConfirmedAsync(resource, world.User, world.Days(5, 6));
        var waits = await world.AskedAsync(resource, world.Other, world.Days(6, 7), wait: true);
        var version = (await world.ResourceAsync(resource)).Version;
        Held(await StateAsync(world, resource, open: false, version));
        Held(await world.MoveAsync(first, world.Owner, BookingMove.Cancel, "repair"));
        Assert.True((await world.StandingAsync(waits)).OnList);
        Held(await StateAsync(world, resource, open: true, version + 1));
        Assert.Equal((BookingStanding.Pencilled, false, Side.Owner), await world.StandingAsync(waits));
        foreach (var last in new[] { DateOnly.MaxValue, new DateOnly(2099, 1, 1), DateOnly.MinValue })
        {
            Assert.True((await world.AskAsync(resource, world.User, new(world.Today.AddDays(9), last, null, null, "1"))).Refused);
            Assert.True((await CloseAsync(world, resource, last, last)).Refused || last.Year == 2099);
        }

        var found = await world.Alliance.AsAsync(world.Alliance.For(world.User.Id), (FindResources.Handler h) => h.HandleAsync(
            FindResources.Query.Read(null, null, world.Today.AddDays(6), DateOnly.MaxValue, false, 1, 500), default));
        Assert.DoesNotContain(found.Items, i => i.Resource.Id == resource);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Many_at_once_never_take_more_than_there_is(int seed)
    {
        var world = await ResourceWorld.CreateAsync(host);
        var resource = await world.OpenAsync(f => (f.Capacity, f.SelfService, f.GapDays) = ("2", true, 1));
        var random = new Random(seed);
        var wishes = Enumerable.Range(0, 24).Select(_ => random.Next(1, 12) is var first ? world.Days(first, first + random.Next(0, 3), $"{random.Next(1, 3)}") : null!).ToList();
        var asked = await Task.WhenAll(wishes.Select((w, n) => world.AskAsync(resource, n % 2 == 0 ? world.User : world.Other, w, wait: n % 3 == 0)));
        Assert.Contains(asked, a => !a.Refused);
        await Task.WhenAll(asked.Where(a => !a.Refused).Take(6).Select(async a => await world.BookingAsync(a.Value) is { Over: false } b
            ? await world.MoveAsync(b.Id, b.ForPartyId == world.User.Id ? world.User : world.Other, BookingMove.Cancel, "not-needed") : default));
        await HoldsAsync(world, resource);
        await Assert.ThrowsAsync<PostgresException>(() => host.ScalarAsync<int>(
            $"update resources.booking set amount = 3 where resource_id = '{resource}' and state = 'Confirmed'"));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2026)]
    public async Task Only_listed_moves_happen_on_a_random_walk_and_there_is_always_room(int seed)
    {
        var world = await ResourceWorld.CreateAsync(host);
        var resource = await world.OpenAsync(f => (f.Capacity, f.GapDays) = ("2", 1));
        var random = new Random(seed);
        List<Guid> ids = [];
        for (var n = 0; n < 12; n++)
        {
            ids.Add(await world.AskedAsync(resource, n % 2 == 0 ? world.User : world.Other, Some(), wait: true));
        }

        var moves = Enum.GetValues<BookingMove>();
        for (var step = 0; step < 80; step++)
        {
            var (before, move) = (await world.BookingAsync(ids[random.Next(ids.Count)]), moves[random.Next(moves.Length)]);
            var side = random.Next(2) == 0 ? Side.Owner : Side.User;
            var by = side == Side.Owner ? world.Owner : before.ForPartyId == world.User.Id ? world.User : world.Other;
            var refused = (move == BookingMove.Change
                ? (await world.ChangeAsync(before.Id, by, Some())).Refusal
                : (await world.MoveAsync(before.Id, by, move, move == BookingMove.Decline ? "repair" : "not-needed")).Refusal);
            var after = await world.BookingAsync(before.Id);
            var listed = BookingMoves.All.Where(t => t.From == before.State && t.Move == move && t.By == side && (t.Waits is null || t.Waits == before.WaitsFor)).ToList();
            Assert.True(refused is not null || listed.Count == 1, $"{seed}/{step}: {before.State} {move} {side}");
            Assert.True(refused is null == after.Version > before.Version, $"{seed}/{step}: {before.State} {move} {side} {refused?.Code}");
            Assert.True(refused is not null || after.State == listed[0].To || (move == BookingMove.Change && after.State is BookingStanding.Pencilled), $"{seed}/{step}: {before.State} {move} {side} → {after.State}");
            await HoldsAsync(world, resource);
        }

        Wish Some() => random.Next(0, 12) is var first ? world.Days(first, first + random.Next(0, 3), $"{random.Next(1, 3)}") : null!;
    }

    // An oracle of its own: day by day, the gap counted in, no day has more than there is; who waits has no room, and who does not has.
    private static async Task HoldsAsync(ResourceWorld world, Guid resource)
    {
        var record = await world.ResourceAsync(resource);
        var bookings = await world.DbAsync(db => db.Bookings.AsNoTracking().Where(b => b.ResourceId == resource).ToListAsync());
        decimal On(DateOnly day) => bookings.Where(b => (b.Holds || b.State == BookingStanding.Closed) && b.FirstDay <= day && b.LastDay.AddDays(record.GapDays) >= day).Sum(b => b.Amount);
        Assert.All(Enumerable.Range(0, 30), n => Assert.True(On(world.Today.AddDays(n)) <= record.Capacity, $"day {n}: {On(world.Today.AddDays(n))}"));
        Assert.All(bookings.Where(b => b.State == BookingStanding.Requested), b => Assert.Equal(b.WaitingSince is not null,
            Enumerable.Range(0, b.LastDay.DayNumber + record.GapDays - b.FirstDay.DayNumber + 1).Any(n => On(b.FirstDay.AddDays(n)) + b.Amount > record.Capacity)));
    }

    private async Task LapseAsync() => await host.WithAsync(async (IEnumerable<IRegularWork> all) =>
    {
        await all.Single(w => w.Name == "resources.lapse").RunAsync(default);
        return 0;
    });

    private static Task<Outcome<Done>> StateAsync(ResourceWorld world, Guid resource, bool open, int version) => world.Alliance.AsAsync(
        world.Alliance.For(world.Owner.Id), (ChangeResourceState.Handler h) => h.HandleAsync(new(resource, open, version), default));

    private static Task<Outcome<Done>> CloseAsync(ResourceWorld world, Guid resource, DateOnly first, DateOnly last) => world.Alliance.AsAsync(
        world.Alliance.For(world.Owner.Id), (CloseTimes.Handler h) => h.HandleAsync(new CloseTimes.Command(resource, first, last, "示例：检修"), default));
}
