using System.Net;
using Guanlian.Cooperation.Data;
using Guanlian.Hosting;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

public sealed class CalendarFeedTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task An_institutions_due_days_are_a_feed_that_ends_with_the_mandate()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("short-guidance");
        var task = (await world.TasksAsync(id))[0];
        var person = await host.PersonAsAsync("staff", task.DoesPartyId);
        using var client = host.ClientFor(person);
        var page = await client.GetStringAsync(new Uri("cooperations", UriKind.Relative));
        var at = page.IndexOf("cooperations/feeds/", StringComparison.Ordinal);
        var address = new Uri(page[at..page.IndexOf('"', at)], UriKind.Relative);

        // An office calendar has no cookie.
        using var calendar = host.NewClient();
        using var answer = await calendar.GetAsync(address);
        Assert.Equal("text/calendar", answer.Content.Headers.ContentType!.MediaType);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains($"UID:{task.Id}@guanlian", text, StringComparison.Ordinal);
        Assert.Contains($"DTSTART;VALUE=DATE:{task.DueOn:yyyyMMdd}", text, StringComparison.Ordinal);

        await host.ExecuteAsync($"update members.mandate set to_on = from_on - 1, from_on = from_on - 2 where id = '{person.MandateId}'");
        using var ended = await calendar.GetAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, ended.StatusCode);
        using var forged = await calendar.GetAsync(new Uri("cooperations/feeds/forged.ics", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, forged.StatusCode);
    }

    [Fact]
    public async Task An_address_made_anew_stops_the_old_one_and_a_persons_own_feed_holds_all_institutions()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("short-guidance");
        var task = (await world.TasksAsync(id))[0];
        var person = await host.PersonAsAsync("staff", world.Museum(2).Id);
        await host.NewMandateAsync(person.PersonId, task.DoesPartyId, "staff");
        using var client = host.ClientFor(person);
        var page = await client.GetStringAsync(new Uri("cooperations", UriKind.Relative));
        var addresses = System.Text.RegularExpressions.Regex.Matches(page, "cooperations/feeds/[^\"]+").Select(m => new Uri(m.Value, UriKind.Relative)).ToList();
        Assert.Equal(2, addresses.Count);
        using var calendar = host.NewClient();
        Assert.DoesNotContain($"UID:{task.Id}", await calendar.GetStringAsync(addresses[0]), StringComparison.Ordinal);
        Assert.Contains($"UID:{task.Id}", await calendar.GetStringAsync(addresses[1]), StringComparison.Ordinal);

        var form = await FormOnPage.OpenAsync(client, "cooperations", "renew-person");
        using var renewed = await form.SendAsync(client);
        Assert.Equal(HttpStatusCode.Redirect, renewed.StatusCode);
        using var old = await calendar.GetAsync(addresses[1]);
        Assert.Equal(HttpStatusCode.NotFound, old.StatusCode);
        using var other = await calendar.GetAsync(addresses[0]);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        page = await client.GetStringAsync(new Uri("cooperations", UriKind.Relative));
        var anew = System.Text.RegularExpressions.Regex.Matches(page, "cooperations/feeds/[^\"]+")[1].Value;
        Assert.Contains($"UID:{task.Id}", await calendar.GetStringAsync(new Uri(anew, UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_board_moves_a_task_by_its_button_and_only_for_whose_turn_it_is()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("short-guidance");
        var task = (await world.TasksAsync(id))[0];
        using var does = await host.SignInAsAsync("staff", task.DoesPartyId);
        using var checks = await host.SignInAsAsync("staff", task.ChecksPartyId);
        var form = await FormOnPage.OpenAsync(does, $"cooperations/{id}/board", $"begin-{task.Id}");
        using var begun = await form.SendAsync(does);
        Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
        Assert.Equal(TaskState.Doing, (await world.TaskAsync(task.Id)).State);
        Assert.DoesNotContain($"accept-{task.Id}", await checks.GetStringAsync(new Uri($"cooperations/{id}/board", UriKind.Relative)), StringComparison.Ordinal);
        Held(await world.HandInAsync(task.Id));
        Assert.DoesNotContain($"accept-{task.Id}", await does.GetStringAsync(new Uri($"cooperations/{id}/board", UriKind.Relative)), StringComparison.Ordinal);
        form = await FormOnPage.OpenAsync(checks, $"cooperations/{id}/board", $"accept-{task.Id}");
        using var accepted = await form.SendAsync(checks);
        Assert.Equal(TaskState.Accepted, (await world.TaskAsync(task.Id)).State);
        var next = (await world.TasksAsync(id)).First(t => t.State == TaskState.Open && t.Called);
        using var due = await host.SignInAsAsync("staff", next.DoesPartyId);
        Assert.Contains($"cooperations/tasks/{next.Id}", await due.GetStringAsync(new Uri($"cooperations/month?month={next.DueOn:yyyy-MM}", UriKind.Relative)), StringComparison.Ordinal);
        Assert.DoesNotContain($"cooperations/tasks/{next.Id}", await due.GetStringAsync(new Uri("cooperations/month?month=2031-01", UriKind.Relative)), StringComparison.Ordinal);
        using var stranger = await host.SignInAsAsync("staff", world.Museum(2).Id);
        Assert.DoesNotContain($"cooperations/tasks/{next.Id}", await stranger.GetStringAsync(new Uri($"cooperations/month?month={next.DueOn:yyyy-MM}", UriKind.Relative)), StringComparison.Ordinal);
        using var sheet = await does.GetAsync(new Uri($"cooperations/{id}/tasks.xlsx", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, sheet.StatusCode);
    }
}
