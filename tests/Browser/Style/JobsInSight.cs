using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Microsoft.Playwright;

namespace Guanlian.Browser.Style;

public sealed class JobsInSight(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task Progress_moves_on_by_itself_and_ends_with_a_counted_result(bool scripts)
    {
        var (who, job) = await NewJobAsync("Running");
        var page = await SignedInAsync(who, scripts);
        await page.GotoAsync($"jobs/{job}");
        await Assertions.Expect(page.GetByRole(AriaRole.Progressbar)).ToHaveAttributeAsync("value", "40");

        await fixture.Host.ExecuteAsync($"update platform.job set done = 80 where id = '{job}'");
        await Assertions.Expect(page.GetByRole(AriaRole.Progressbar)).ToHaveAttributeAsync("value", "80");

        await fixture.Host.ExecuteAsync($$"""
            update platform.job set state = 'Done', ended_at = created_at, result = '{"count": 12, "href": "style"}' where id = '{{job}}'
            """);
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "查看结果" })).ToHaveAttributeAsync("href", "style");
        if (scripts)
        {
            await page.AxeFindsNothingAsync();
        }
    }

    [Fact]
    public async Task Only_who_asked_and_who_runs_the_installation_see_it()
    {
        var (who, job) = await NewJobAsync("Done");
        using var owner = fixture.Host.ClientFor(who);
        using var stranger = await fixture.Host.SignInAsAsync("director");
        using var operators = await fixture.Host.SignInAsAsync("administrator");
        Assert.Equal(200, (int)(await owner.GetAsync(new Uri($"jobs/{job}", UriKind.Relative))).StatusCode);
        Assert.Equal(404, (int)(await stranger.GetAsync(new Uri($"jobs/{job}", UriKind.Relative))).StatusCode);
        Assert.Equal(200, (int)(await operators.GetAsync(new Uri($"jobs/{job}", UriKind.Relative))).StatusCode);
        Assert.DoesNotContain(job.ToString(), await stranger.GetStringAsync(new Uri("jobs", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains(job.ToString(), await operators.GetStringAsync(new Uri("jobs", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_one_can_be_asked_to_stop_without_scripts()
    {
        var (who, job) = await NewJobAsync("Running");
        var page = await SignedInAsync(who, scripts: false);
        await page.GotoAsync($"jobs/{job}");
        await page.Locator("summary", new() { HasText = "停止" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "确定停止" }).ClickAsync();
        await Assertions.Expect(page.GetByText("正在停止")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_was_not_delivered_is_due_for_the_administrator_and_can_be_sent_again()
    {
        var (fact, now) = (Guid.CreateVersion7(), fixture.Host.Clock.GetUtcNow());
        await fixture.Host.ExecuteAsync($$"""
            insert into platform.announcement (id, name, at, payload) values ('{{fact}}', 'web.style.v1', '{{now:O}}', '{}');
            insert into platform.delivery (announcement_id, subscriber, state, attempts, next_at, error) values ('{{fact}}', 'nobody', 'Failed', 9, '{{now.AddDays(1):O}}', '示例')
            """);
        var page = await SignedInAsync(await fixture.Host.PersonAsAsync("administrator"), scripts: false);
        await page.GotoAsync("");
        await page.GetByRole(AriaRole.Link, new() { Name = "重新发送 1 条未送达的通知" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "全部重新发送" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("已重新发送 1 条通知");
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByText("已重新发送")).ToHaveCountAsync(0);
    }

    private async Task<(SignedIn Who, Guid Job)> NewJobAsync(string state)
    {
        var (who, id, now) = (await fixture.Host.PersonAsAsync("secretariat"), Guid.CreateVersion7(), fixture.Host.Clock.GetUtcNow());
        await fixture.Host.ExecuteAsync($$"""
            insert into platform.job (id, kind, payload, person_id, mandate_id, created_at, run_after, state, done, total, attempts, lease_until)
            values ('{{id}}', 'web.style', '{}', '{{who.PersonId}}', '{{who.MandateId}}', '{{now:O}}', '{{now:O}}', '{{state}}', 40, 100, 1, '{{now.AddDays(1):O}}')
            """);
        return (who, id);
    }

    private async Task<IPage> SignedInAsync(SignedIn who, bool scripts)
    {
        var page = await fixture.NewVisitorAsync(scripts: scripts);
        await page.Context.AddCookiesAsync([new() { Name = who.CookieName, Value = who.CookieValue, Url = fixture.Host.Address.AbsoluteUri }]);
        return page;
    }
}
