using System.Net;
using Guanlian.Hosting;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Talk;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

public sealed class TalkTests : IAsyncLifetime
{
    private readonly Letters letters = new();
    private readonly GuanlianHost host;

    public TalkTests() => host = new() { Extra = services => services.Replace(ServiceDescriptor.Singleton<ISendMail>(letters)) };

    public Task InitializeAsync() => host.InitializeAsync();

    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    [Trait("Requirement", "G23")]
    public async Task A_word_on_a_task_reaches_the_other_sides_inbox_and_being_named_is_something_due()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("short-guidance");
        var task = (await world.TasksAsync(id))[0];
        var other = (await world.ParticipantsAsync(id)).Select(p => p.PartyId).First(p => p != task.DoesPartyId);
        var otherName = world.Parties.First(p => p.Id == other).Name;
        using var writes = await host.SignInAsAsync("staff", task.DoesPartyId);
        var reader = await host.PersonAsAsync("director", other);
        using var reads = host.ClientFor(reader);
        foreach (var (address, text) in new[] { ($"cooperations/tasks/{task.Id}", $"@{otherName} 示例：请补照片"), ($"cooperations/{id}", "示例：大家好") })
        {
            var form = await FormOnPage.OpenAsync(writes, address, "talk");
            using var sent = await form.SendAsync(writes, new() { ["Talk"] = text });
            Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
            Assert.Contains(text, await reads.GetStringAsync(new Uri(address, UriKind.Relative)), StringComparison.Ordinal);
        }

        var inbox = await reads.GetStringAsync(new Uri("inbox", UriKind.Relative));
        Assert.Contains("示例：请补照片", inbox, StringComparison.Ordinal);
        Assert.Contains("示例：大家好", inbox, StringComparison.Ordinal);
        Assert.DoesNotContain("示例：大家好", await reads.GetStringAsync(new Uri("inbox?named=true", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("的留言", await reads.GetStringAsync(new Uri("", UriKind.Relative)), StringComparison.Ordinal);
        var mark = await FormOnPage.OpenAsync(reads, "inbox", "read");
        using var marked = await mark.SendAsync(reads);
        Assert.DoesNotContain("的留言：", await reads.GetStringAsync(new Uri("", UriKind.Relative)), StringComparison.Ordinal);

        // A stranger sees neither the task nor the words, and his own inbox is empty.
        using var stranger = await host.SignInAsAsync("director", world.Museum(2).Id);
        Assert.DoesNotContain("示例：请补照片", await stranger.GetStringAsync(new Uri("inbox", UriKind.Relative)), StringComparison.Ordinal);
        using var sheet = await reads.GetAsync(new Uri("inbox.xlsx", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, sheet.StatusCode);
    }

    [Fact]
    public async Task One_letter_a_day_goes_to_whoever_asked_and_its_foot_stops_it()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("short-guidance");
        var task = (await world.TasksAsync(id))[0];
        var who = await host.PersonAsAsync("staff", task.DoesPartyId);
        using var client = host.ClientFor(who);
        await SendAsync();
        Assert.Empty(letters.Sent);
        var form = await FormOnPage.OpenAsync(client, "inbox", "digest");
        using var wrong = await form.SendAsync(client, new() { ["Address"] = "nobody", ["Daily"] = "true" });
        Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        using var asked = await form.SendAsync(client, new() { ["Address"] = "registrar@example.org", ["Daily"] = "true" });
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        await SendAsync();
        var letter = Assert.Single(letters.Sent);
        Assert.Equal("registrar@example.org", letter.To);
        Assert.Contains($"https://museums.example.org/cooperations/tasks/{task.Id}", letter.Text, StringComparison.Ordinal);
        Assert.Contains(letter.Stop.ToString(), letter.Text, StringComparison.Ordinal);

        using var stranger = host.NewClient();
        var stop = await FormOnPage.OpenAsync(stranger, letter.Stop.PathAndQuery[1..], "stop");
        using var stopped = await stop.SendAsync(stranger);
        Assert.Equal(HttpStatusCode.OK, stopped.StatusCode);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await SendAsync();
        Assert.Single(letters.Sent);
    }

    private async Task SendAsync()
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Microsoft.Extensions.Configuration.IConfiguration>()["PublicAddress"] = "https://museums.example.org/";
        await scope.ServiceProvider.GetServices<IRegularWork>().Single(w => w.Name == "platform.send-digests").RunAsync(default);
    }

    /// <summary>A post box: what would have been handed to the mail server.</summary>
    private sealed class Letters : ISendMail
    {
        public List<(string To, string Subject, string Text, Uri Stop)> Sent { get; } = [];

        public bool Possible => true;

        public Task SendAsync(string to, string subject, string text, Uri stop, CancellationToken ct)
        {
            Sent.Add((to, subject, text, stop));
            return Task.CompletedTask;
        }
    }
}
