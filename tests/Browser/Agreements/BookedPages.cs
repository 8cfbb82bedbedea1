using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Guanlian.Hosting.Agreements;
using Guanlian.Hosting.Cooperation;
using Guanlian.Resources.Bookings;
using Microsoft.Playwright;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Browser.Agreements;

/// <summary>A resource promised in an agreement and booked for a cooperation: written without scripts, seen on a phone, clean in both languages.</summary>
public sealed class BookedPages(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task A_party_chooses_what_it_sets_aside_and_the_page_leads_to_the_booking()
    {
        var world = await AgreementWorld.CreateAsync(fixture.Host);
        var booked = new BookedWorld(fixture.Host, world.Alliance);
        var (leader, county) = (world.Alliance.Museum(0), world.Alliance.Museum(1));
        var id = await world.BegunAsync("pairing", leader, county);
        await world.CompleteAsync(id, [leader, county]);
        var phone = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts: false);
        await phone.SignInAsync(await fixture.Host.PersonAsAsync("director", leader.Id));
        await phone.GotoAsync($"agreements/{id}/draft");
        await Assertions.Expect(phone.Locator("section[aria-labelledby=s-gives]")).ToContainTextAsync("还没有开放预约的资源");

        await booked.OpenedAsync(leader.Id, "示例扫描电镜");
        await booked.OpenedAsync(county.Id, "示例临时展厅");
        await phone.ReloadAsync();
        var last = await phone.Locator("select[name$='-Resource']").CountAsync() - 1;
        await phone.Locator("details:has(select[name$='-Resource']) summary").Last.ClickAsync();
        await phone.Locator($"select[name='Give-{last}-Resource']").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await phone.Locator($"select[name='Give-{last}-For']").SelectOptionAsync($"{county.Id}");
        await phone.Locator($"input[name='Give-{last}-From']").FillAsync($"{world.Today.AddDays(14):yyyy-MM-dd}");
        await phone.Locator($"input[name='Give-{last}-Until']").FillAsync($"{world.Today.AddDays(18):yyyy-MM-dd}");
        await phone.Locator($"input[name='Give-{last}-Amount']").FillAsync("3");
        await phone.GetByRole(AriaRole.Button, new() { Name = "保存草稿" }).ClickAsync();
        await Assertions.Expect(phone.Locator("[role=alert]").First).ToContainTextAsync("超过“示例扫描电镜”的总量 1");
        await phone.LookAsync("booked-refused");
        await phone.Locator($"input[name='Give-{last}-Amount']").FillAsync("1");
        await phone.GetByRole(AriaRole.Button, new() { Name = "保存草稿" }).ClickAsync();
        await Assertions.Expect(phone.Locator($"input[name='Give-{last - 1}-What']")).ToHaveValueAsync("示例扫描电镜");
        await phone.FitsTheWidthAsync();
        await phone.LookAsync("booked-draft");
        Held(await world.SendAsync(id, leader));
        Held(await world.SealAsync(id, leader));
        Held(await world.SealAsync(id, county));
        await fixture.Host.UntilAsync($"select count(*)::int from agreements.booking_taken where agreement_id = '{id}' and booking_id is not null");

        foreach (var language in new[] { "", "en/" })
        {
            var page = await fixture.NewVisitorAsync(BrowserFixture.Phone);
            await page.SignInAsync(await fixture.Host.PersonAsAsync("director", county.Id));
            await page.GotoAsync($"{language}agreements/{id}");
            await page.AxeFindsNothingAsync();
            await page.FitsTheWidthAsync();
            await page.LookAsync($"booked-agreement{language.TrimEnd('/')}");
            await page.Locator("section[aria-labelledby=s-gives] a").First.ClickAsync();
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("示例扫描电镜");
        }

        // What an amendment does to it is seen before it is sealed.
        Held(await world.AmendAsync(id, county));
        Held(await world.EditAsync(id, county, f =>
        {
            var n = f.Single(p => p.Key.EndsWith("-Resource", StringComparison.Ordinal) && !string.IsNullOrEmpty(p.Value)).Key.Split('-')[1];
            f[$"Give-{n}-Until"] = $"{world.Today.AddDays(25):yyyy-MM-dd}";
        }));
        foreach (var language in new[] { "", "en/" })
        {
            var page = await fixture.NewVisitorAsync();
            await page.SignInAsync(await fixture.Host.PersonAsAsync("director", county.Id));
            await page.GotoAsync($"{language}agreements/{id}/texts");
            await page.AxeFindsNothingAsync();
            await page.LookAsync($"booked-texts{language.TrimEnd('/')}");
            await page.GotoAsync($"{language}agreements/{id}/draft");
            await page.AxeFindsNothingAsync();
            await page.LookAsync($"booked-draft-amended{language.TrimEnd('/')}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("en/")]
    public async Task The_bookings_of_a_cooperation_are_clean_and_fit_a_phone(string language)
    {
        var world = await CreateAsync(fixture.Host);
        var booked = new BookedWorld(fixture.Host, world);
        var id = await world.RunningAsync("open-laboratory");
        var parties = await world.ParticipantsAsync(id);
        var (laboratory, museum) = (parties.First(p => p.Role == "laboratory").PartyId, parties.First(p => p.Role == "museum").PartyId);
        var page = await fixture.NewVisitorAsync(BrowserFixture.Phone);
        await page.SignInAsync(await fixture.Host.PersonAsAsync("director", museum));
        await page.GotoAsync($"{language}cooperations/{id}/bookings");
        await page.AxeFindsNothingAsync();
        await page.FitsTheWidthAsync();
        await page.LookAsync($"booked-cooperation-empty{language.TrimEnd('/')}");
        var microscope = await booked.OpenedAsync(laboratory, "示例扫描电镜");
        var asked = Held(await booked.AskAsync(microscope, museum, world.Today.AddDays(3), world.Today.AddDays(3), id));
        Held(await booked.MoveAsync(asked, laboratory, BookingMove.Confirm));
        Held(await booked.AskAsync(microscope, museum, world.Today.AddDays(5), world.Today.AddDays(7), id));
        await page.ReloadAsync();
        await page.AxeFindsNothingAsync();
        await page.FitsTheWidthAsync();
        await page.LookAsync($"booked-cooperation{language.TrimEnd('/')}");
        await page.Locator("main a.button").Last.ClickAsync();
        await page.WaitForURLAsync($"**/resources?cooperation={id}");

        // The task's form leads to the bookings, and what is handed in names them.
        await world.DoAsync(id, "ask");
        var confirm = (await world.TasksAsync(id)).Single(t => t.Code == "confirm-slot");
        var desk = await fixture.NewVisitorAsync();
        await desk.SignInAsync(await fixture.Host.PersonAsAsync("director", laboratory));
        await desk.GotoAsync($"{language}cooperations/tasks/{confirm.Id}");
        await desk.Locator($"a[href$='cooperations/{id}/bookings']").First.WaitForAsync();
        await desk.LookAsync($"booked-task{language.TrimEnd('/')}");
        await desk.Locator("section[aria-labelledby=s-hand-in] form button").Last.ClickAsync();
        await Assertions.Expect(desk.Locator("main")).ToContainTextAsync("× 1 · YY-");
        await desk.LookAsync($"booked-task-done{language.TrimEnd('/')}");
    }
}
