using Guanlian.Browser.Hosting;
using Guanlian.Cooperation.People;
using Guanlian.Cooperation.Sessions;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Browser.Cooperation;

public sealed class EnterInBooks(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Enter_never_does_the_opposite_of_what_was_being_typed()
    {
        var world = await CreateAsync(fixture.Host);
        var books = new PeopleBooks(world);
        var id = await world.RunningAsync("training-course");
        var (lead, school) = ((await world.RecordAsync(id)).LeadPartyId, (await world.ParticipantsAsync(id)).First(p => p.Role == "school").PartyId);
        Held(await books.AddAsync(id, school, school, "示例甲"));
        Held(await books.AddAsync(id, lead, school, "示例乙"));
        var session = await books.SessionAsync(id, lead, world.Today);
        var page = await fixture.NewVisitorAsync(scripts: false);
        await page.SignInAsync(await fixture.Host.PersonAsAsync("director", lead));

        // A reason for declining: Enter begins a line; the button declines.
        await page.GotoAsync($"cooperations/{id}/people");
        await page.GetByLabel("示例甲").CheckAsync();
        await page.GetByText("未录取、退出").ClickAsync();
        await page.Locator("section:has(#s-people) textarea[name=Reason]").FillAsync("示例：专业不符");
        await page.Locator("section:has(#s-people) textarea[name=Reason]").PressAsync("Enter");
        await page.LookAsync("book-enter-reason");
        await page.GetByRole(AriaRole.Button, new() { Name = "不录取" }).ClickAsync();
        await Assertions.Expect(page.Locator("tr", new() { HasText = "示例甲" })).ToContainTextAsync("未录取");

        // A skill: Enter notes the skill and settles nobody's place.
        await page.GetByLabel("示例乙").CheckAsync();
        await page.Locator("input[name=Skill]").FillAsync("示例讲解");
        await page.Locator("input[name=Skill]").PressAsync("Enter");
        await Assertions.Expect(page.Locator("tr", new() { HasText = "示例乙" })).ToContainTextAsync("示例讲解");
        Assert.Equal(PersonState.Declined, (await books.PeopleAsync(id)).First(p => p.Name == "示例甲").State);
        Assert.True(await world.DbAsync(db => db.Set<SkillCheck>().AnyAsync(c => c.Skill == "示例讲解" && c.Passed)));

        // A reason for striking out: nobody is noted as present by it.
        await page.GotoAsync($"cooperations/sessions/{session.Id}");
        await page.GetByLabel("示例乙").CheckAsync();
        await page.GetByText("划去签到").First.ClickAsync();
        await page.Locator("form:has(input[name=People]) textarea[name=Why]").PressAsync("Enter");
        Assert.False(await world.DbAsync(db => db.Set<AttendanceRow>().AnyAsync(a => a.SessionId == session.Id)));

        // A reason for refusing hours: they are not confirmed by it, but refused by the button.
        var team = await world.RunningAsync("volunteer-team");
        var (teamLead, post) = ((await world.RecordAsync(team)).LeadPartyId, (await world.ParticipantsAsync(team)).First(p => p.Role == "post").PartyId);
        Held(await books.AddAsync(team, teamLead, teamLead, "示例丙"));
        Held(await books.NoteAsync((await books.PeopleAsync(team))[0].Code, post, world.Today, "3"));
        var place = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts: false);
        await place.SignInAsync(await fixture.Host.PersonAsAsync("director", post));
        await place.GotoAsync($"cooperations/{team}/hours");
        await place.GetByLabel("示例丙").CheckAsync();
        await place.Locator("summary", new() { HasText = "不予确认" }).ClickAsync();
        await place.Locator("textarea[name=Why]").FillAsync("示例：那天没有来");
        await place.Locator("textarea[name=Why]").PressAsync("Enter");
        await place.FitsTheWidthAsync();
        await place.LookAsync("book-enter-hours");
        await place.GetByRole(AriaRole.Button, new() { Name = "不予确认" }).ClickAsync();
        await Assertions.Expect(place.Locator("tbody tr").First).ToContainTextAsync("示例：那天没有来");
        Assert.Null((await books.HoursAsync(team))[0].ConfirmedAt);
    }
}
