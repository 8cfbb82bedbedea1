using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Guanlian.Resources.Data;
using Microsoft.Playwright;

namespace Guanlian.Browser.Resources;

public sealed class BookingJourney(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task A_leader_opens_its_laboratory_and_a_county_books_it_on_a_phone_without_scripts()
    {
        var world = await CooperationWorld.CreateAsync(fixture.Host);
        var desk = await fixture.OpenForAsync(await fixture.Host.PersonAsAsync("director", world.Museum(0).Id));
        await desk.GotoAsync("resources");
        await Assertions.Expect(desk.GetByText("没有符合条件的资源")).ToBeVisibleAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "登记资源" }).ClickAsync();
        await desk.Locator("input[name=Name]").FillAsync("示例修复工位");
        await desk.Locator("select[name=Kind]").SelectOptionAsync(nameof(ResourceKind.Laboratory));
        await desk.Locator("input[name=Capacity]").FillAsync("０");
        await desk.AxeFindsNothingAsync();
        await desk.LookAsync("resource-form");
        await desk.GetByRole(AriaRole.Button, new() { Name = "保存并开放预约" }).ClickAsync();

        // What is wrong is told where it stands, and nothing typed is lost.
        await Assertions.Expect(desk.Locator("[role=alert]").First).ToContainTextAsync("大于0");
        await Assertions.Expect(desk.Locator("input[name=Name]")).ToHaveValueAsync("示例修复工位");
        await desk.Locator("input[name=Capacity]").FillAsync("2");
        await desk.GetByRole(AriaRole.Button, new() { Name = "保存并开放预约" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".kicker")).ToContainTextAsync("开放预约");

        var phone = await fixture.OpenForAsync(await fixture.Host.PersonAsAsync("staff", world.Museum(1).Id), BrowserFixture.Phone, scripts: false);
        await phone.GotoAsync("en/resources");
        await phone.FitsTheWidthAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "示例修复工位" }).ClickAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "Book", Exact = true }).First.ClickAsync();
        var day = world.Today.AddDays(3).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await phone.Locator("input[name=First]").FillAsync(day);
        await phone.Locator("input[name=Last]").FillAsync(day);
        await phone.Locator("textarea[name=Purpose]").FillAsync("示例：清理绢本");
        await phone.FitsTheWidthAsync();
        await phone.LookAsync("booking-form");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Send the request" }).ClickAsync();
        await Assertions.Expect(phone.Locator(".kicker")).ToContainTextAsync("Requested");
        await phone.FitsTheWidthAsync();

        // It waits under Today, and shows in the month once it is confirmed.
        await desk.GotoAsync("");
        await desk.GetByRole(AriaRole.Link, new() { Name = "答复预约申请：示例修复工位" }).ClickAsync();
        await desk.Locator("summary", new() { HasText = "确认" }).ClickAsync();
        await desk.LookAsync("booking-owner");
        await desk.AxeFindsNothingAsync();
        await desk.Locator("form").Filter(new() { HasText = "确认后使用单位" }).GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(desk.Locator(".kicker")).ToContainTextAsync("已确认");
        await desk.GetByRole(AriaRole.Link, new() { Name = "示例修复工位" }).First.ClickAsync();
        await Assertions.Expect(desk.Locator(".occupancy .partly")).ToHaveCountAsync(1);
        await desk.AxeFindsNothingAsync();
        await desk.LookAsync("resource-month");
        await phone.GotoAsync("en/bookings");
        await Assertions.Expect(phone.Locator("tbody").GetByText("Confirmed")).ToBeVisibleAsync();
        await phone.FitsTheWidthAsync();
    }
}
