using System.Net;
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
}
