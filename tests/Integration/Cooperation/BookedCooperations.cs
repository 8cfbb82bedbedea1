using System.Net;
using Guanlian.Contracts.Cooperation;
using Guanlian.Cooperation.Bookings;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Steps;
using Guanlian.Cooperation.Templates;
using Guanlian.Hosting;
using Guanlian.Hosting.Agreements;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Resources.Bookings;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

/// <summary>What is set aside for a cooperation: its evidence, its page, its place in calendars, and who else may hang things on it.</summary>
public sealed class BookedCooperations(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "C01")]
    public async Task A_slot_in_the_laboratory_is_confirmed_by_the_booking_of_its_instrument_and_by_nothing_less()
    {
        var (world, booked, id) = await LaboratoryAsync();
        var (laboratory, museum) = ((await world.InRoleAsync(id, "laboratory"))[0], (await world.InRoleAsync(id, "museum"))[0]);
        var microscope = await booked.OpenedAsync(laboratory, "示例扫描电镜");
        await world.DoAsync(id, "ask");
        var confirm = (await world.TasksAsync(id)).Single(t => t.Code == "confirm-slot");

        // A county asks for three days within its cooperation; one is confirmed, one declined, one still waits.
        var day = world.Today.AddDays(3);
        var asked = new List<Guid>();
        for (var n = 0; n < 3; n++)
        {
            asked.Add(Held(await booked.AskAsync(microscope, museum, day.AddDays(n), day.AddDays(n), id)));
        }

        Assert.Equal("cooperation.evidence.missing", (await HandInNothingAsync(world, confirm)).Refusal?.Code);
        Held(await booked.MoveAsync(asked[0], laboratory, BookingMove.Confirm));
        Held(await booked.MoveAsync(asked[1], laboratory, BookingMove.Decline, "in-use"));

        // Where somebody else had that instrument that day, two cannot.
        Assert.Equal("resources.booking.no-room", (await booked.AskAsync(microscope, world.Museum(2).Id, day, day)).Refusal?.Code.Replace("-until", "", StringComparison.Ordinal));
        Held(await HandInNothingAsync(world, confirm));
        var card = (await booked.OfCooperationAsync(id)).Single(b => b.Id == asked[0]);
        var evidence = await world.DbAsync(db => db.Evidence.AsNoTracking().Where(e => db.Deliverables.Any(d => d.Id == e.DeliverableId && d.TaskId == confirm.Id)).SingleAsync());
        Assert.Equal($"× 1 · {card.Number} 示例扫描电镜 {day:yyyy-MM-dd}", evidence.Text);

        // Handed in anew after the third was confirmed too, both stand.
        Held(await world.ReviewAsync(confirm.Id, accept: false));
        Held(await booked.MoveAsync(asked[2], laboratory, BookingMove.Confirm));
        Held(await HandInNothingAsync(world, confirm));
        Held(await world.ReviewAsync(confirm.Id));
        var both = await world.DbAsync(db => db.Evidence.AsNoTracking().Where(e => e.TakenBackAt == null && db.Deliverables.Any(d => d.Id == e.DeliverableId && d.TaskId == confirm.Id)).Select(e => e.Text).ToListAsync());
        Assert.Contains(both, t => t!.StartsWith("× 2 · ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nothing_is_booked_a_day_on_paper_is_enough_as_before()
    {
        var (world, _, id) = await LaboratoryAsync();
        await world.DoAsync(id, "ask");
        await world.DoAsync(id, "confirm-slot");
        Assert.Equal(TaskState.Accepted, (await world.TasksAsync(id)).Single(t => t.Code == "confirm-slot").State);
    }

    [Fact]
    public async Task A_cooperation_shows_what_is_booked_for_it_and_leads_its_own_people_to_book()
    {
        var (world, booked, id) = await LaboratoryAsync();
        var (laboratory, museum) = ((await world.InRoleAsync(id, "laboratory"))[0], (await world.InRoleAsync(id, "museum"))[0]);
        using var staff = await host.SignInAsAsync("staff", museum);
        var page = new Uri($"cooperations/{id}/bookings", UriKind.Relative);
        var empty = await staff.GetStringAsync(page);
        Assert.Contains("还没有预约", empty, StringComparison.Ordinal);
        Assert.Contains($"resources?cooperation={id}", empty, StringComparison.Ordinal);

        var bench = await booked.OpenedAsync(laboratory, "示例工位", selfService: true);
        var booking = Held(await booked.AskAsync(bench, museum, world.Today.AddDays(2), world.Today.AddDays(3), id));
        var shown = await staff.GetStringAsync(page);
        Assert.Contains($"bookings/{booking}", shown, StringComparison.Ordinal);
        Assert.Contains("示例工位", shown, StringComparison.Ordinal);
        Assert.Contains("没有这种状态的预约", await staff.GetStringAsync(new Uri($"{page}?standing=declined", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains(booking.ToString(), await staff.GetStringAsync(new Uri($"{page}?standing=nonsense", UriKind.Relative)), StringComparison.Ordinal);
        using var sheet = await staff.GetAsync(new Uri($"cooperations/{id}/bookings.xlsx?standing=confirmed", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, sheet.StatusCode);

        // The secretariat reads and does not book; to a stranger the cooperation is missing.
        var seen = Held(await world.AsAsync(world.Secretariat(), (SeeBookings.Handler h) => h.HandleAsync(id, default)));
        Assert.Single(seen.Bookings);
        Assert.Empty(seen.Cooperation.Own(world.Secretariat()));
        Assert.Equal("cooperation.missing", (await world.AsAsync(world.For(world.Museum(2).Id), (SeeBookings.Handler h) => h.HandleAsync(id, default))).Refusal?.Code);
    }

    [Fact]
    public async Task A_kind_without_bookings_has_the_page_once_something_is_booked_for_it()
    {
        var world = await CreateAsync(host);
        var booked = new BookedWorld(host, world);
        var id = await world.RunningAsync("short-guidance");
        Assert.DoesNotContain(Capability.Booking, TemplateBook.Shipped["short-guidance"].Uses);
        var (lead, other) = ((await world.RecordAsync(id)).LeadPartyId, (await world.ParticipantsAsync(id)).Select(p => p.PartyId).First(p => p != world.Museum(0).Id));
        Assert.Equal("cooperation.missing", (await world.AsAsync(world.For(lead), (SeeBookings.Handler h) => h.HandleAsync(id, default))).Refusal?.Code);
        var room = await booked.OpenedAsync(lead, "示例会议室", ResourceKind.Room, selfService: true);
        Held(await booked.AskAsync(room, other == lead ? world.Museum(0).Id : other, world.Today.AddDays(2), world.Today.AddDays(2), id));
        Assert.Single(Held(await world.AsAsync(world.For(lead), (SeeBookings.Handler h) => h.HandleAsync(id, default))).Bookings);
    }

    [Fact]
    public async Task Other_modules_see_only_the_cooperations_that_the_present_actor_sees()
    {
        var (world, _, id) = await LaboratoryAsync();
        var (laboratory, museum) = ((await world.InRoleAsync(id, "laboratory"))[0], (await world.InRoleAsync(id, "museum"))[0]);
        var stranger = world.Parties.Select(p => p.Id).First(p => p != laboratory && p != museum);
        var card = (await FindAsync(world.For(museum)))!;
        Assert.Equal((id, "open-laboratory", true, $"cooperations/{id}"), (card.Id, card.Kind, card.Running, card.Href));
        Assert.Equal([laboratory, museum], card.Parties);
        Assert.Equal(id, (await FindAsync(world.Secretariat()))?.Id);
        Assert.Null(await FindAsync(world.For(stranger)));
        Assert.Null(await FindAsync(Actor.Visitor));

        // Asked for another party, one sees those that one shares with it, and not its others.
        Assert.Contains(await OfAsync(world.For(laboratory), museum), c => c.Id == id);
        Assert.Empty(await OfAsync(world.For(stranger), museum));
        Assert.Empty(await OfAsync(world.For(museum), stranger));
        Held(await world.MoveAsync(id, Move.Cancel, "other", "示例：不再需要"));
        Assert.Empty(await OfAsync(world.For(laboratory), museum));
        Assert.Equal((id, false), (await FindAsync(world.For(museum)) is { } over ? (over.Id, over.Running) : default));

        Task<CooperationCard?> FindAsync(Actor actor) => world.AsAsync(actor, (ICooperationDesk desk) => desk.FindAsync(id, default));

        Task<IReadOnlyList<CooperationCard>> OfAsync(Actor actor, Guid party) => world.AsAsync(actor, (ICooperationDesk desk) => desk.OfAsync(party, default));
    }

    [Fact]
    public async Task The_calendar_that_an_office_subscribes_to_has_bookings_beside_tasks_by_day()
    {
        var (world, booked, id) = await LaboratoryAsync();
        var (laboratory, museum) = ((await world.InRoleAsync(id, "laboratory"))[0], (await world.InRoleAsync(id, "museum"))[0]);
        var bench = await booked.OpenedAsync(laboratory, "示例工位", selfService: true);
        var booking = Held(await booked.AskAsync(bench, museum, world.Today.AddDays(1), world.Today.AddDays(1), id));
        var task = (await world.TasksAsync(id)).First(t => t.DoesPartyId == museum && t.DueOn is not null);
        using var client = await host.SignInAsAsync("staff", museum);
        var page = await client.GetStringAsync(new Uri("cooperations", UriKind.Relative));
        var at = page.IndexOf("cooperations/feeds/", StringComparison.Ordinal);
        using var calendar = host.NewClient();
        var text = await calendar.GetStringAsync(new Uri(page[at..page.IndexOf('"', at)], UriKind.Relative));
        Assert.Contains($"UID:{task.Id}@guanlian", text, StringComparison.Ordinal);
        Assert.Contains($"UID:{booking}@guanlian", text, StringComparison.Ordinal);
        Assert.Contains($"/bookings/{booking}", text.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var days = text.Split("\r\n").Where(l => l.StartsWith("DTSTART", StringComparison.Ordinal)).ToList();
        Assert.Equal(days.Order(StringComparer.Ordinal), days);
    }

    private async Task<(CooperationWorld World, BookedWorld Booked, Guid Id)> LaboratoryAsync()
    {
        var world = await CreateAsync(host);
        return (world, new BookedWorld(host, world), await world.RunningAsync("open-laboratory"));
    }

    private static Task<Outcome<Done>> HandInNothingAsync(CooperationWorld world, CooperationTask task) =>
        world.AsAsync(world.For(task.DoesPartyId), async (HandInTask.Handler h) => await h.HandleAsync(new(task.Id, DoneBy.Leader, [], (await world.TaskAsync(task.Id)).Version), default));
}
