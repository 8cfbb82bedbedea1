using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Guanlian.Hosting.Resources;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Paper;
using Guanlian.Resources.Bookings;
using Guanlian.Resources.Handovers;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Resources;

public sealed class TouringExhibition(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private const int DaysOfAStop = 60;

    [Fact]
    [Trait("Requirement", "E02")]
    public async Task One_package_is_booked_by_three_venues_and_handed_on_from_stop_to_stop()
    {
        var world = await HandoverWorld.CreateAsync(host);
        var alliance = world.Alliance;
        var tour = await alliance.RunningAsync("touring-exhibition", most: 3);
        var (owner, venues) = (Party((await alliance.InRoleAsync(tour, "owner"))[0]), (await alliance.InRoleAsync(tour, "venue")).ConvertAll(Party));
        Assert.Equal(3, venues.Count);
        await alliance.DoAsync(tour, "make-pack");
        await alliance.DoAsync(tour, "facility-reports");
        var bookings = await BookAsync(world, tour, owner, venues);
        await alliance.DoAsync(tour, "set-dates");
        Assert.StartsWith("× 3 · ", await EvidenceAsync(alliance, tour, "set-dates", null), StringComparison.Ordinal);
        await alliance.DoAsync(tour, "sign");

        // The first stop from its booking: what is said there is not asked again.
        var begun = Held(await alliance.AsAsync(alliance.For(owner.Id), (BeginHandover.Handler h) => h.HandleAsync(bookings[0], null, default)));
        Assert.Equal((owner.Name, venues[0].Name, "tour-stop", tour), (begun.Form.From, begun.Form.To, begun.Form.Kind, begun.Form.CooperationId));
        begun.Form.Items = "| 展品（复制件） | 60\n| 展板 | 30\n| 展柜 | 8";
        var stops = new List<Guid> { Held(await world.PlanAsync(begun.Form, owner, bookings[0])) };
        Held(await world.WriteAsync(stops[0], Stage.Out));
        Held(await world.MoveAsync(stops[0], HandoverMove.Send, owner));
        foreach (var (venue, n) in venues.Select((v, n) => (v, n)))
        {
            await ArriveAsync(world, tour, stops[n], venue, n == 1 ? venues[0] : null);
            await AtAsync(alliance, tour, "install", venue);
            await AtAsync(alliance, tour, "show", venue);
            host.Clock.Now = host.Clock.Now.AddDays(DaysOfAStop);
            stops.Add(Held(await world.GoOnAsync(stops[n], venue, n < 2 ? venues[n + 1] : null, DaysOfAStop)));
            Held(await world.WriteAsync(stops[n + 1], Stage.Out));
            Held(await world.MoveAsync(stops[n + 1], HandoverMove.Send, venue));
            await AtAsync(alliance, tour, "take-down", venue);
        }

        // Home: what did not arrive at a stop is not on the lists after it.
        Held(await world.WriteAsync(stops[3], Stage.In));
        Assert.Equal([60, 28, 8], (await world.ItemsAsync(stops[3])).Select(i => i.InCount!.Value));
        Assert.Equal((HandoverKind.Return, owner.Id), ((await world.RecordAsync(stops[3])).Kind, (await world.RecordAsync(stops[3])).ToPartyId));
        await ShownAsync(world, tour, owner, stops);

        Party Party(Guid id) => alliance.Parties.Single(p => p.Id == id);
    }

    private static async Task<List<Guid>> BookAsync(HandoverWorld world, Guid tour, Party owner, List<Party> venues)
    {
        var rooms = new ResourceWorld(world.Host, world.Alliance);
        Assert.Equal(rooms.Owner.Id, owner.Id);
        var set = await rooms.OpenAsync(f => f.GapDays = 5);
        var made = new List<Guid>();
        foreach (var (venue, n) in venues.Select((v, n) => (v, n)))
        {
            var first = 10 + (n * (DaysOfAStop + 10));
            made.Add(Held(await rooms.AskAsync(set, venue, rooms.Days(first, first + DaysOfAStop), cooperation: tour)));
            Held(await rooms.MoveAsync(made[n], owner, BookingMove.Confirm));
        }

        // There is one package: nobody else has it in those days.
        Assert.NotNull((await rooms.AskAsync(set, venues[1], rooms.Days(20, 40), cooperation: tour)).Refusal);
        return made;
    }

    // The stop's task is taken from the list that both sides are done with, and from nothing less.
    private static async Task ArriveAsync(HandoverWorld world, Guid tour, Guid stop, Party venue, Party? differs)
    {
        if (differs is null)
        {
            Held(await world.WriteAsync(stop, Stage.In));
        }
        else
        {
            Held(await world.WriteAsync(stop, Stage.In, (f, all) => (f[$"Count-{all[1].Id}"], f[$"Note-{all[1].Id}"]) = ("28", "示例：两块受潮，留在前站")));
            var task = (await world.Alliance.TasksAsync(tour)).Single(t => t.Code == "handover-in" && t.SitePartyId == venue.Id);
            Assert.Equal("cooperation.book.handover-open", (await world.Alliance.HandInAsync(task.Id)).Refusal?.Code);
            Held(await world.MoveAsync(stop, HandoverMove.Accept, differs));
        }

        await AtAsync(world.Alliance, tour, "handover-in", venue);
        var (number, code) = (HandoverNumbers.Of((await world.RecordAsync(stop)).Number), PaperCode.Of((await world.SeeAsync(stop, venue)).Sheet(Stage.In)!.Hash));
        Assert.StartsWith($"× 1 · {number} {code} ", await EvidenceAsync(world.Alliance, tour, "handover-in", venue), StringComparison.Ordinal);
    }

    private static async Task AtAsync(CooperationWorld alliance, Guid tour, string code, Party venue)
    {
        var task = (await alliance.TasksAsync(tour)).Single(t => t.Code == code && t.SitePartyId == venue.Id);
        Held(await alliance.HandInAsync(task.Id));
        Held(await alliance.ReviewAsync(task.Id));
        if (await alliance.TaskAsync(task.Id) is { ConfirmsPartyId: not null, ConfirmedAt: null })
        {
            Held(await alliance.ConfirmAsync(task.Id));
        }
    }

    private static async Task<string?> EvidenceAsync(CooperationWorld alliance, Guid tour, string code, Party? venue)
    {
        var task = (await alliance.TasksAsync(tour)).Single(t => t.Code == code && (venue is null || t.SitePartyId == venue.Id));
        return await alliance.DbAsync(db => db.Evidence.AsNoTracking()
            .Where(e => e.TakenBackAt == null && db.Deliverables.Any(d => d.Id == e.DeliverableId && d.TaskId == task.Id) && e.Text!.StartsWith("× ")).Select(e => e.Text).SingleAsync());
    }

    private async Task ShownAsync(HandoverWorld world, Guid tour, Party owner, List<Guid> stops)
    {
        var seen = await world.SeeAsync(stops[1], owner);
        Assert.Equal(stops, seen.Chain.Select(l => l.Record.Id));
        Assert.Equal([0, 1, 0, 0], seen.Chain.Select(l => l.Differing.Count));
        var listed = await world.Alliance.AsAsync(world.Alliance.For(owner.Id), (FindHandovers.Handler h) => h.HandleAsync(new(null, null, null, null, tour, 1, 25), default));
        Assert.Equal(stops, listed.Items.Select(i => i.Record.Id));
        using var client = host.ClientFor(await host.PersonAsAsync(Roles.Director, owner.Id));
        var page = await client.GetStringAsync(new Uri($"cooperations/{tour}", UriKind.Relative));
        Assert.All(stops, id => Assert.Contains($"handovers/{id}", page, StringComparison.Ordinal));
        Assert.Contains("展板：数量少", page, StringComparison.Ordinal);
        Assert.Contains("tour-stop", await client.GetStringAsync(new Uri($"handovers/new?cooperation={tour}", UriKind.Relative)), StringComparison.Ordinal);
    }
}
