using Guanlian.Agreements.Finding;
using Guanlian.Agreements.Running;
using Guanlian.Agreements.Texts;
using Guanlian.Contracts.Resources;
using Guanlian.Hosting;
using Guanlian.Hosting.Agreements;
using Guanlian.Hosting.Resources;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Resources.Bookings;
using static Guanlian.Hosting.Cooperation.CooperationWorld;
using Loading = Guanlian.Agreements.Data.Loading;

namespace Guanlian.Integration.Agreements;

/// <summary>What an agreement promises to set aside becomes bookings.</summary>
public sealed class BookedAgreements(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task A_sealed_promise_is_a_confirmed_booking_that_an_amendment_moves_and_an_early_end_gives_back()
    {
        var (world, booked, leader, county) = await WorldAsync();
        var microscope = await booked.OpenedAsync(leader.Id, "示例扫描电镜");
        var hall = await booked.OpenedAsync(county.Id, "示例展厅");
        var id = await world.BegunAsync("pairing", leader, county);
        await world.CompleteAsync(id, [leader, county]);
        var first = world.Today.AddDays(14);
        var n = 0;
        Held(await world.EditAsync(id, leader, f =>
        {
            n = Next(f);
            Promise(f, n, microscope, county.Id, first, first.AddDays(4));
            Promise(f, n + 1, hall, leader.Id, first, first.AddDays(20));
        }));
        Held(await world.SendAsync(id, leader));
        Held(await world.SealAsync(id, leader));

        // Nothing is set aside before the last seal.
        Assert.Empty(await booked.OfAgreementAsync(id));
        Held(await world.SealAsync(id, county));
        await host.UntilAsync($"select (count(*) = 2)::int from agreements.booking_taken where agreement_id = '{id}' and booking_id is not null and why is null");
        var bookings = await booked.OfAgreementAsync(id);
        Assert.All(bookings, b => Assert.Equal(BookingStanding.Confirmed, b.State));
        var mine = bookings.Single(b => b.ResourceId == microscope);
        Assert.Equal((county.Id, 1m, first, first.AddDays(4)), (mine.ForPartyId, mine.Amount, mine.FirstDay, mine.LastDay));

        // The page leads from the line to its booking; the list of texts does not.
        using var reader = await host.SignInAsAsync("staff", county.Id);
        Assert.Contains($"bookings/{mine.Id}", await reader.GetStringAsync(new Uri($"agreements/{id}", UriKind.Relative)), StringComparison.Ordinal);
        Assert.DoesNotContain($"bookings/{mine.Id}", await reader.GetStringAsync(new Uri($"agreements/{id}/texts", UriKind.Relative)), StringComparison.Ordinal);

        // An amendment moves the one and takes the other out: it shows before sealing, and is so afterwards.
        Held(await world.AmendAsync(id, county));
        Held(await world.EditAsync(id, county, f =>
        {
            (f[$"Give-{n}-From"], f[$"Give-{n}-Until"]) = ($"{first.AddDays(7):yyyy-MM-dd}", $"{first.AddDays(11):yyyy-MM-dd}");
            f[$"Give-{n + 1}-What"] = "";
        }));
        Held(await world.SendAsync(id, county));
        var page = Held(await world.Alliance.AsAsync(world.Alliance.For(leader.Id), (SeeAgreement.Handler h) => h.HandleAsync(id, default)));
        Assert.Equal(
            [("give", "from"), ("give", "until"), ("give", null)],
            TextDifference.Between(Loading.Read(page.Sealed!), Loading.Read(page.Open!)).Select(d => (d.Part, d.Field)));
        Held(await world.SealAsync(id, leader));
        Held(await world.SealAsync(id, county));
        await host.UntilAsync($"select count(*)::int from resources.agreed_text where agreement_id = '{id}' and text = 2");
        var moved = await booked.BookingAsync(mine.Id);
        Assert.Equal((BookingStanding.Confirmed, first.AddDays(7), first.AddDays(11)), (moved.State, moved.FirstDay, moved.LastDay));
        var gone = (await booked.OfAgreementAsync(id)).Single(b => b.ResourceId == hall);
        Assert.Equal((BookingStanding.Cancelled, "agreement-amended"), (gone.State, gone.ReasonCode));

        Held(await world.EndAsync(id, leader, EndAgreement.Way.Early, "not-kept", "示例：对方未履行"));
        await host.UntilAsync($"select count(*)::int from resources.booking where id = '{mine.Id}' and state = 'Cancelled' and reason_code = 'agreement-ended'");
    }

    [Fact]
    public async Task Where_there_is_no_room_the_agreement_is_in_force_and_its_page_says_what_the_booking_waits_for()
    {
        var (world, booked, leader, county) = await WorldAsync();
        var microscope = await booked.OpenedAsync(leader.Id, "示例满额电镜", selfService: true);
        var first = world.Today.AddDays(30);
        var id = await world.BegunAsync("pairing", leader, county);
        await world.CompleteAsync(id, [leader, county]);
        Held(await world.EditAsync(id, leader, f => Promise(f, Next(f), microscope, county.Id, first, first.AddDays(2))));
        Held(await world.SendAsync(id, leader));
        var strangers = Held(await booked.AskAsync(microscope, world.Alliance.Museum(2).Id, first.AddDays(1), first.AddDays(1)));
        Held(await world.SealAsync(id, leader));
        Held(await world.SealAsync(id, county));
        await host.UntilAsync($"select count(*)::int from agreements.booking_taken where agreement_id = '{id}' and why = 'no-room'");
        using var reader = await host.SignInAsAsync("staff", county.Id);
        Assert.Contains("没有空档", await reader.GetStringAsync(new Uri($"agreements/{id}", UriKind.Relative)), StringComparison.Ordinal);

        // Once there is room it is confirmed without a further yes, and the page no longer says otherwise.
        Held(await booked.MoveAsync(strangers, world.Alliance.Museum(2).Id, BookingMove.Cancel, "not-needed"));
        var own = Assert.Single(await booked.OfAgreementAsync(id));
        Assert.Equal((BookingStanding.Confirmed, false), (own.State, own.WaitingSince is not null));
        await host.UntilAsync($"select count(*)::int from agreements.booking_taken where agreement_id = '{id}' and why is null");
    }

    [Fact]
    public async Task An_amendment_of_something_else_leaves_what_the_two_sides_moved_and_what_is_in_use()
    {
        var (world, booked, leader, county) = await WorldAsync();
        var (microscope, hall) = (await booked.OpenedAsync(leader.Id, "示例电镜乙"), await booked.OpenedAsync(leader.Id, "示例展厅乙"));
        var resources = new ResourceWorld(host, world.Alliance);
        var id = await world.BegunAsync("pairing", leader, county);
        await world.CompleteAsync(id, [leader, county]);
        var (first, n) = (world.Today.AddDays(20), 0);
        Held(await world.EditAsync(id, leader, f =>
        {
            n = Next(f);
            Promise(f, n, microscope, county.Id, first, first.AddDays(4));
            Promise(f, n + 1, hall, county.Id, world.Today, world.Today.AddDays(9));
        }));
        Held(await world.SendAsync(id, leader));
        Held(await world.SealAsync(id, leader));
        Held(await world.SealAsync(id, county));
        await host.UntilAsync($"select (count(*) = 2)::int from agreements.booking_taken where agreement_id = '{id}' and why is null");
        var (moved, used) = ((await booked.OfAgreementAsync(id)).Single(b => b.ResourceId == microscope), (await booked.OfAgreementAsync(id)).Single(b => b.ResourceId == hall));
        Held(await resources.ChangeAsync(moved.Id, leader, resources.Days(27, 30)));
        Held(await booked.MoveAsync(moved.Id, county.Id, BookingMove.Accept));
        Held(await booked.MoveAsync(used.Id, county.Id, BookingMove.Begin));

        // Another user for what is in use: the text may say so, the booking is ended by those who have it.
        Held(await world.AmendAsync(id, county));
        Held(await world.EditAsync(id, county, f => (f["Goal-0-Words"], f[$"Give-{n + 1}-Until"]) = ("示例：另一个目标", $"{world.Today.AddDays(12):yyyy-MM-dd}")));
        Held(await world.SendAsync(id, county));
        Held(await world.SealAsync(id, leader));
        Held(await world.SealAsync(id, county));
        await host.UntilAsync($"select count(*)::int from agreements.booking_taken where agreement_id = '{id}' and why = 'in-use'");
        Assert.Equal((BookingStanding.Confirmed, world.Today.AddDays(27)), await booked.BookingAsync(moved.Id) is var b ? (b.State, b.FirstDay) : default);
        Assert.Equal((BookingStanding.InUse, world.Today.AddDays(9)), await booked.BookingAsync(used.Id) is var u ? (u.State, u.LastDay) : default);
    }

    [Fact]
    public async Task Forged_and_unfitting_promises_are_refused_when_written_and_what_was_closed_since_when_it_goes_out()
    {
        var (world, booked, leader, county) = await WorldAsync();
        var (microscope, draft) = (await booked.OpenedAsync(leader.Id, "示例电镜甲"), await booked.OpenedAsync(leader.Id, "示例未开放", open: false));
        var strangers = await booked.OpenedAsync(world.Alliance.Museum(2).Id, "示例他馆电镜");
        var first = world.Today.AddDays(10);
        var id = await world.BegunAsync("pairing", leader, county);
        await world.CompleteAsync(id, [leader, county]);
        await IsAsync("agreements.booked.gone", "Resource", (f, n) => Promise(f, n, strangers, county.Id, first, first));
        await IsAsync("agreements.booked.gone", "Resource", (f, n) => Promise(f, n, draft, county.Id, first, first));
        await IsAsync("agreements.booked.gone", "Resource", (f, n) => Promise(f, n, Guid.CreateVersion7(), county.Id, first, first));
        await IsAsync("agreements.booked.owner", "Party", (f, n) =>
        {
            Promise(f, n, microscope, leader.Id, first, first);
            f[$"Give-{n}-Party"] = $"{county.Id}";
        });
        await IsAsync("agreements.text.not-a-party", "For", (f, n) => Promise(f, n, microscope, world.Alliance.Museum(2).Id, first, first));
        await IsAsync("agreements.booked.capacity", "Amount", (f, n) =>
        {
            Promise(f, n, microscope, county.Id, first, first);
            f[$"Give-{n}-Amount"] = "2";
        });

        // A draft may lack who uses it and turn its days; going out, each is named at its place.
        var at = 0;
        Held(await world.EditAsync(id, leader, f => Promise(f, at = Next(f), microscope, leader.Id, first.AddDays(3), first)));
        var lacks = Assert.IsType<Refusal.Invalid>((await world.SendAsync(id, leader)).Refusal);
        Assert.Equal(["agreements.lacks.booked-self", "agreements.lacks.booked-order"], lacks.Also.Prepend(lacks).Select(l => l.Code));
        Assert.Equal($"Give-{at}-For", lacks.Field);
        Held(await world.EditAsync(id, county, f => Promise(f, at, microscope, county.Id, first, first.AddDays(3))));
        await booked.CloseAsync(microscope, leader.Id);

        // The draft that names it can still be saved; it goes out once another is chosen.
        Held(await world.EditAsync(id, county, f => f["PublicBenefit"] = "示例：观众受益"));
        Assert.Equal("agreements.booked.gone", (await world.SendAsync(id, leader)).Refusal?.Code);
        var other = await booked.OpenedAsync(leader.Id, "示例电镜乙");
        Held(await world.EditAsync(id, county, f => f[$"Give-{at}-Resource"] = $"{other}"));
        Held(await world.SendAsync(id, leader));
        Assert.Equal("示例电镜乙", Loading.Read(await world.OpenAsync(id)).Gives[at].ResourceName);

        async Task IsAsync(string code, string field, Action<Dictionary<string, string?>, int> change)
        {
            var n = 0;
            var refusal = Assert.IsType<Refusal.Invalid>((await world.EditAsync(id, leader, f => change(f, n = Next(f)))).Refusal);
            Assert.Equal((code, $"Give-{n}-{field}"), (refusal.Code, refusal.Field));
        }
    }

    [Fact]
    public async Task A_line_sealed_before_its_resource_was_closed_does_not_hold_up_an_amendment_of_something_else()
    {
        var (world, booked, leader, county) = await WorldAsync();
        var microscope = await booked.OpenedAsync(leader.Id, "示例后停用电镜");
        var first = world.Today.AddDays(10);
        var id = await world.BegunAsync("pairing", leader, county);
        await world.CompleteAsync(id, [leader, county]);
        Held(await world.EditAsync(id, leader, f => Promise(f, Next(f), microscope, county.Id, first, first)));
        Held(await world.SendAsync(id, leader));
        Held(await world.SealAsync(id, leader));
        Held(await world.SealAsync(id, county));
        await booked.CloseAsync(microscope, leader.Id);
        Held(await world.AmendAsync(id, county));
        Held(await world.EditAsync(id, county, f => f["Exit"] = "示例：另行约定"));
        Held(await world.SendAsync(id, county));
    }

    [Fact]
    public async Task A_partner_is_offered_its_own_resources_and_keeps_what_the_museum_promised()
    {
        var (world, booked, leader, _) = await WorldAsync();
        var school = world.Alliance.Parties.First(p => p.Kind == Contracts.Members.PartyKind.School);
        var (hall, classroom) = (await booked.OpenedAsync(leader.Id, "示例报告厅"), await booked.OpenedAsync(school.Id, "示例教室"));
        var id = await world.BegunAsync("service-point", leader, school);
        Held(await world.EditAsync(id, leader, f => Promise(f, Next(f), hall, school.Id, world.Today.AddDays(9), world.Today.AddDays(9))));
        var other = await booked.OpenedAsync(leader.Id, "示例库房");
        var teacher = world.Alliance.As(Roles.Partner, school.Id);
        Held(await EditAsync((f, n) => Promise(f, n, classroom, leader.Id, world.Today.AddDays(9), world.Today.AddDays(9))));
        Assert.Equal("agreements.booked.gone", (await EditAsync((f, n) => Promise(f, n, other, school.Id, world.Today.AddDays(9), world.Today.AddDays(9)))).Refusal?.Code);
        Assert.Equal([hall, classroom], Loading.Read(await world.OpenAsync(id)).Gives.Select(g => g.Resource).OfType<Guid>());
        using var reader = await host.SignInAsAsync("partner", school.Id);
        var page = await reader.GetStringAsync(new Uri($"agreements/{id}/draft", UriKind.Relative));
        Assert.Contains("示例报告厅", page, StringComparison.Ordinal);
        Assert.DoesNotContain("示例库房", page, StringComparison.Ordinal);

        async Task<Outcome<Guanlian.Agreements.Drafting.EditText.Result>> EditAsync(Action<Dictionary<string, string?>, int> change)
        {
            var row = await world.OpenAsync(id);
            var fields = AgreementWorld.Fields(Loading.Read(row));
            change(fields, Next(fields));
            return await world.Alliance.AsAsync(teacher, (Guanlian.Agreements.Drafting.EditText.Handler h) => h.HandleAsync(new(id, fields.GetValueOrDefault, row.Version), default));
        }
    }

    private async Task<(AgreementWorld World, BookedWorld Booked, Party Leader, Party County)> WorldAsync()
    {
        var world = await AgreementWorld.CreateAsync(host);
        return (world, new BookedWorld(host, world.Alliance), world.Alliance.Museum(0), world.Alliance.Museum(1));
    }

    private static int Next(Dictionary<string, string?> fields) =>
        fields.Keys.Count(k => k.StartsWith("Give-", StringComparison.Ordinal) && k.EndsWith("-Here", StringComparison.Ordinal));

    private static void Promise(Dictionary<string, string?> fields, int n, Guid resource, Guid user, DateOnly from, DateOnly until)
    {
        (fields[$"Give-{n}-Here"], fields[$"Give-{n}-Resource"], fields[$"Give-{n}-For"], fields[$"Give-{n}-Amount"]) = ("1", $"{resource}", $"{user}", "1");
        (fields[$"Give-{n}-From"], fields[$"Give-{n}-Until"]) = ($"{from:yyyy-MM-dd}", $"{until:yyyy-MM-dd}");
    }
}
