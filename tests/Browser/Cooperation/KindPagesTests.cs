using Guanlian.Browser.Hosting;
using Guanlian.Cooperation.Courses;
using Guanlian.Cooperation.Meetings;
using Guanlian.Cooperation.Sheets;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Browser.Cooperation;

/// <summary>Meeting days, credits, licences, the catalogue of courses: used without scripts on a phone, clean in both languages.</summary>
public sealed class KindPagesTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task A_county_asks_a_vendor_for_a_slot_on_a_phone_without_scripts()
    {
        var world = await CreateAsync(fixture.Host);
        var id = await world.RunningAsync("technology-fair");
        var (lead, museums, vendors) = ((await world.RecordAsync(id)).LeadPartyId, await world.InRoleAsync(id, "museum"), await world.InRoleAsync(id, "vendor"));
        var desk = await fixture.NewVisitorAsync(scripts: false);
        await desk.SignInAsync(await fixture.Host.PersonAsAsync("director", lead));
        await desk.GotoAsync($"cooperations/{id}/meetings");
        await desk.LookAsync("kind-meetings-empty");
        await desk.Locator("input[name=FromTime]").FillAsync("09:00");
        await desk.Locator("input[name=UntilTime]").FillAsync("10:00");
        await desk.GetByRole(AriaRole.Button, new() { Name = "开放时段" }).ClickAsync();
        var phone = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts: false);
        await phone.SignInAsync(await fixture.Host.PersonAsAsync("director", museums[0]));
        await phone.GotoAsync($"cooperations/{id}");
        await phone.GetByRole(AriaRole.Link, new() { Name = "对接时段", Exact = true }).ClickAsync();
        await phone.Locator("select[name=OtherId]").SelectOptionAsync($"{vendors[0]}");
        await phone.Locator("select[name=SlotId]").SelectOptionAsync(new SelectOptionValue { Index = 2 });
        await phone.Locator("input[name=Topic]").FillAsync("示例：展厅多媒体维护");
        await phone.GetByRole(AriaRole.Button, new() { Name = "约时段" }).ClickAsync();
        await Assertions.Expect(phone.Locator("main")).ToContainTextAsync("等对方答复");
        await phone.FitsTheWidthAsync();
        await phone.LookAsync("kind-meetings-phone");
        var slot = await world.DbAsync(db => db.Set<MeetingSlot>().AsNoTracking().SingleAsync(s => s.CooperationId == id && s.AskedById != null));
        Held(await world.AsAsync(world.For(vendors[0]), (AnswerSlot.Handler h) => h.HandleAsync(new(slot.Id, MeetingAct.Agree, "", null, slot.Version), default)));
        await LookAsync(museums[0], $"cooperations/{id}/meetings", "kind-meetings");
    }

    [Fact]
    public async Task Credits_and_licences_are_read_and_agreed_to_without_scripts()
    {
        var world = await CreateAsync(fixture.Host);
        var id = await world.RunningAsync("joint-exhibition");
        var (lead, hosts) = ((await world.RecordAsync(id)).LeadPartyId, await world.InRoleAsync(id, "host"));
        await world.DoAsync(id, "propose-topics");
        await world.DoAsync(id, "settle-topic");
        var desk = await fixture.NewVisitorAsync(scripts: false);
        await desk.SignInAsync(await fixture.Host.PersonAsAsync("director", lead));
        await desk.GotoAsync($"cooperations/{id}/credits");
        await desk.LookAsync("kind-credits-empty");
        await desk.GetByRole(AriaRole.Button, new() { Name = "保存署名表" }).ClickAsync();
        await Assertions.Expect(desk.Locator("main")).ToContainTextAsync("待各方同意");
        var phone = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts: false);
        await phone.SignInAsync(await fixture.Host.PersonAsAsync("director", hosts[0]));
        await phone.GotoAsync($"cooperations/{id}/credits");
        await phone.FitsTheWidthAsync();
        await phone.LookAsync("kind-credits-phone");
        await phone.GetByRole(AriaRole.Button, new() { Name = "同意这一稿" }).ClickAsync();
        foreach (var member in await world.InRoleAsync(id, "member"))
        {
            Held(await world.AsAsync(world.For(member), (AgreeToSheet.Handler h) => h.HandleAsync(new(id, SheetRecord.Credits, member, 1), default)));
        }

        await LookAsync(lead, $"cooperations/{id}/credits", "kind-credits");
        var code = await world.DbAsync(db => db.Set<SheetRecord>().Where(s => s.CooperationId == id).Select(s => s.CheckCode).SingleAsync());
        await LookAsync(lead, $"credits/{code}", "kind-credit-public");

        var licence = await world.RunningAsync("brand-licence");
        await world.DoAsync(licence, "ask");
        var licensor = (await world.RecordAsync(licence)).LeadPartyId;
        await LookAsync(licensor, $"cooperations/{licence}/licence", "kind-licence-empty");
        Held(await world.AsAsync(world.For(licensor), (WriteLicence.Handler h) => h.HandleAsync(
            new(licence, "示例：青铜器纹样三幅", "示例：丝巾、书签", "本省及线上店", true, world.Today, world.Today.AddYears(1), LicenceFee.Share, "20000", "8.5", "示例：包装注明出处", 0), default)));
        await LookAsync((await world.InRoleAsync(licence, "licensee"))[0], $"cooperations/{licence}/licence", "kind-licence");
    }

    [Fact]
    public async Task The_catalogue_and_the_timetable_of_a_tour_are_read_on_a_phone()
    {
        var world = await CreateAsync(fixture.Host);
        var museum = world.Museum(0);
        foreach (var subject in Enum.GetValues<CourseSubject>().Skip(1))
        {
            Held(await world.AsAsync(world.For(museum.Id), (WriteCourse.Handler h) => h.HandleAsync(
                new(null, $"示例：{subject}", subject, "示例：入库、登记、库房巡检", "16", 40, CourseForm.Both, "示例教员 研究馆员", subject == CourseSubject.Safety, true, 0), default)));
        }

        await LookAsync(museum.Id, "courses", "kind-courses");
        var course = await world.DbAsync(db => db.Set<CourseRecord>().Where(c => c.PartyId == museum.Id).Select(c => c.Id).FirstAsync());
        await LookAsync(world.Museum(1).Id, $"courses/{course}", "kind-course");
        var id = await world.RunningAsync("remote-desk");
        var lead = (await world.RecordAsync(id)).LeadPartyId;
        Held(await world.AsAsync(world.For(lead), (Guanlian.Cooperation.Sessions.WriteSession.Handler h) => h.HandleAsync(new Guanlian.Cooperation.Sessions.WriteSession.Command(
            id, "示例：线上咨询", world.Today, new(14, 0), new(16, 0), "", "示例教员", "2", true, true, "https://meeting.example.org/room/1"), default)));
        await LookAsync(lead, $"cooperations/{id}/sessions", "kind-sessions");
        await LookAsync(lead, $"cooperations/{id}/parties", "kind-liaison");
    }

    // As a picture in both languages, wide and narrow; fits and is clean.
    private async Task LookAsync(Guid party, string address, string name)
    {
        var person = await fixture.Host.PersonAsAsync("director", party);
        var page = await fixture.NewVisitorAsync();
        await page.SignInAsync(person);
        foreach (var language in new[] { "", "en/" })
        {
            await page.GotoAsync(language + address);
            await page.FitsTheWidthAsync();
            await page.AxeFindsNothingAsync();
            await page.LookAsync(name + (language.Length > 0 ? "-en" : ""));
        }

        await page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });
        await page.LookAsync(name + "-print");
    }
}
