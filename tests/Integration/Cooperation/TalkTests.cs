using System.Net;
using System.Net.Mail;
using Guanlian.Hosting;
using Guanlian.Platform.Data;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Talk;
using Microsoft.EntityFrameworkCore;
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
    public async Task The_two_of_a_request_to_cooperate_talk_where_it_stands_and_nobody_else_reads_it()
    {
        var (asks, asked, third) = (await host.NewMuseumAsync("示例大馆"), await host.NewMuseumAsync("示例小馆"), await host.NewMuseumAsync("示例邻馆"));
        var (listing, request) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await host.ExecuteAsync($"""
            insert into exchange.listing (id, party_id, side, domain, resource, title, strength, state, visibility, created_at, confirmed_at)
            values ('{listing}', '{asked}', 'Need', 'Conservation', 'Technology', '示例：彩塑检测', 3, 'Published', 'Public', now(), now());
            insert into exchange.request (id, listing_id, from_party_id, to_party_id, created_at) values ('{request}', '{listing}', '{asks}', '{asked}', now())
            """);
        using var leader = await host.SignInAsAsync("staff", asks);
        using var county = await host.SignInAsAsync("director", asked);
        var form = await FormOnPage.OpenAsync(leader, $"exchange/requests/{request}", "talk");
        using var sent = await form.SendAsync(leader, new() { ["Talk"] = "@示例小馆 示例：能否先寄几张照片" });
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var inbox = await county.GetStringAsync(new Uri("inbox?named=true", UriKind.Relative));
        Assert.Contains("示例：能否先寄几张照片", inbox, StringComparison.Ordinal);
        Assert.Contains($"href=\"exchange/requests/{request}\"", inbox, StringComparison.Ordinal);
        Assert.Contains("示例：能否先寄几张照片", await county.GetStringAsync(new Uri($"exchange/requests/{request}", UriKind.Relative)), StringComparison.Ordinal);

        // What has ended is still talked about; strangers see neither page nor words, and cannot write by a borrowed form.
        await host.ExecuteAsync($"update exchange.request set state = 'Declined', reason_code = 'not-now', ended_at = now() where id = '{request}'");
        var answer = await FormOnPage.OpenAsync(county, $"exchange/requests/{request}", "talk");
        using var answered = await answer.SendAsync(county, new() { ["Talk"] = "示例：明年再约" });
        Assert.Equal(HttpStatusCode.Redirect, answered.StatusCode);
        using var neighbour = await host.SignInAsAsync("director", third);
        using var office = await host.SignInAsAsync("secretariat");
        foreach (var stranger in new[] { neighbour, office })
        {
            using var shut = await stranger.GetAsync(new Uri($"exchange/requests/{request}", UriKind.Relative));
            Assert.False(shut.IsSuccessStatusCode);
            using var borrowed = await form.SendAsync(stranger, new() { ["Talk"] = "示例：偷写" });
            Assert.False(borrowed.StatusCode is HttpStatusCode.Redirect && borrowed.Headers.Location!.ToString().Contains("requests", StringComparison.Ordinal));
        }

        Assert.Equal(2, await host.ScalarAsync<int>($"select count(*)::int from platform.message where subject_id = '{request}'"));
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

    [Fact]
    public async Task An_address_that_no_letter_can_carry_is_refused_and_one_that_stands_there_stops_nobody_elses_letter()
    {
        var world = await CreateAsync(host);
        var task = (await world.TasksAsync(await world.RunningAsync("short-guidance")))[0];
        var (first, second) = (await host.PersonAsAsync("staff", task.DoesPartyId), await host.PersonAsAsync("staff", task.DoesPartyId));
        using var client = host.ClientFor(second);
        var form = await FormOnPage.OpenAsync(client, "inbox", "digest");
        foreach (var address in new[] { "a,b@x.org", "a@b..org", "示例 <a@b.org>", "<a@b.org>", "a@b", "a@b.org.", "a@b.org;c@d.org" })
        {
            using var wrong = await form.SendAsync(client, new() { ["Address"] = address, ["Daily"] = "true" });
            Assert.True(wrong.StatusCode == HttpStatusCode.OK, address);
        }

        await AskAsync(first, "a,b@x.org");
        await AskAsync(second, "second@example.org");
        await SendAsync();
        Assert.Equal("second@example.org", Assert.Single(letters.Sent).To);

        // What could not be told waits for a letter that can.
        Assert.True(await host.ScalarAsync<bool>($"select sent_until < '{host.Clock.Now:O}' from platform.digest where person_id = '{first.PersonId}'"));
        Assert.True(await host.ScalarAsync<bool>($"select sent_until = '{host.Clock.Now:O}' from platform.digest where person_id = '{second.PersonId}'"));
    }

    [Fact]
    public async Task A_letter_tells_of_talk_only_to_those_whom_the_inbox_shows_it()
    {
        var administrator = await host.PersonAsAsync("administrator");
        await host.ExecuteAsync($"""
            insert into platform.message (id, subject_kind, subject_id, title, href, party_id, person_id, by_name, at, text, concerns)
            values ('{Guid.CreateVersion7()}', 'cooperation.task', '{Guid.CreateVersion7()}', '示例事项', 'cooperations', '{administrator.PartyId}', '{Guid.CreateVersion7()}', '示例',
                '{host.Clock.Now:O}', '示例：内部留言', array['{administrator.PartyId}']::uuid[])
            """);
        await AskAsync(administrator, "administrator@example.org");
        await SendAsync();
        Assert.DoesNotContain(letters.Sent, l => l.Text.Contains("示例：内部留言", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_came_after_the_inbox_was_drawn_stays_unread()
    {
        var world = await CreateAsync(host);
        var task = (await world.TasksAsync(await world.RunningAsync("short-guidance")))[0];
        var other = (await world.ParticipantsAsync(task.CooperationId)).Select(p => p.PartyId).First(p => p != task.DoesPartyId);
        using var writes = await host.SignInAsAsync("staff", task.DoesPartyId);
        using var reads = await host.SignInAsAsync("director", other);
        await WriteAsync("示例：第一条");
        var mark = await FormOnPage.OpenAsync(reads, "inbox", "read");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await WriteAsync("示例：第二条");
        using var marked = await mark.SendAsync(reads);
        var fresh = await reads.GetStringAsync(new Uri("inbox?fresh=true", UriKind.Relative));
        Assert.DoesNotContain("示例：第一条", fresh, StringComparison.Ordinal);
        Assert.Contains("示例：第二条", fresh, StringComparison.Ordinal);

        // Nobody reads ahead of time, and what was read stays read.
        foreach (var until in new[] { "2999-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "示例", "" })
        {
            using var forged = await mark.SendAsync(reads, new() { ["Until"] = until });
        }

        Assert.DoesNotContain("示例：第二条", await reads.GetStringAsync(new Uri("inbox?fresh=true", UriKind.Relative)), StringComparison.Ordinal);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await WriteAsync("示例：第三条");
        Assert.Contains("示例：第三条", await reads.GetStringAsync(new Uri("inbox?fresh=true", UriKind.Relative)), StringComparison.Ordinal);

        async Task WriteAsync(string text)
        {
            var form = await FormOnPage.OpenAsync(writes, $"cooperations/tasks/{task.Id}", "talk");
            using var sent = await form.SendAsync(writes, new() { ["Talk"] = text });
            Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        }
    }

    [Fact]
    public async Task Of_two_names_of_which_one_begins_the_other_only_the_one_that_was_written_is_meant()
    {
        var world = await CreateAsync(host);
        var task = (await world.TasksAsync(await world.RunningAsync("short-guidance")))[0];
        var (own, branch) = (task.DoesPartyId, (await world.ParticipantsAsync(task.CooperationId)).Select(p => p.PartyId).First(p => p != task.DoesPartyId));
        var name = world.Parties.First(p => p.Id == own).Name;
        await host.ExecuteAsync($"update members.party set name = '{name}分馆' where id = '{branch}'");
        foreach (var (text, mentioned) in new[]
        {
            ($"@{name}分馆 示例：请看", new[] { branch }), ($"＠{name}，示例：请看", new[] { own }), ($"@{name} @{name}分馆 示例", new[] { own, branch }), ($"{name} 示例 @", []),
        })
        {
            Held(await world.AsAsync(world.For(own), (WriteMessage.Handler h) => h.HandleAsync(new("cooperation.task", task.Id, text), default)));
            var written = await host.WithAsync((PlatformDb db) => db.Set<Message>().AsNoTracking().OrderByDescending(m => m.Id).FirstAsync());
            Assert.Equal(mentioned.Order(), written.Mentions.Order());
            host.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    [Trait("Requirement", "G23")]
    public async Task A_person_is_named_as_his_words_are_signed_and_only_where_he_may_see_the_thing()
    {
        var world = await CreateAsync(host);
        var task = (await world.TasksAsync(await world.RunningAsync("short-guidance")))[0];
        var (own, other) = (task.DoesPartyId, (await world.ParticipantsAsync(task.CooperationId)).Select(p => p.PartyId).First(p => p != task.DoesPartyId));
        var (one, two, colleague) = (await NamedAsync("示例修复师", other), await NamedAsync("示例修复师", other), await NamedAsync("示例修复", other));
        var (stranger, gone) = (await NamedAsync("示例外馆人", world.Museum(2).Id), await NamedAsync("示例离任人", other));
        await host.ExecuteAsync($"update members.mandate set ended_at = now(), end_reason = '示例' where id = '{gone.MandateId}'");
        foreach (var (text, meant) in new (string, Guid[])[]
        {
            ("@示例修复师 请看", [one.PersonId, two.PersonId]), ("＠示例修复，请看", [colleague.PersonId]), ("@示例外馆人 @示例离任人 请看", []), ("示例修复师 请看 @", []),
        })
        {
            Held(await world.AsAsync(world.For(own), (WriteMessage.Handler h) => h.HandleAsync(new("cooperation.task", task.Id, text), default)));
            var written = await host.WithAsync((PlatformDb db) => db.Set<Message>().AsNoTracking().OrderByDescending(m => m.Id).FirstAsync());
            Assert.Equal(meant.Order(), written.People.Order());
            Assert.Empty(written.Mentions);
            host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        // It stands in the inbox of both, as something due, and for a colleague only among all the rest.
        foreach (var (who, words) in new[] { (one, "@示例修复师 请看"), (two, "@示例修复师 请看"), (colleague, "＠示例修复，请看") })
        {
            using var reads = host.ClientFor(who);
            var named = await reads.GetStringAsync(new Uri("inbox?named=true", UriKind.Relative));
            Assert.Contains(words, named, StringComparison.Ordinal);
            Assert.DoesNotContain(who == colleague ? "@示例修复师 请看" : "＠示例修复，请看", named, StringComparison.Ordinal);
            Assert.Contains("的留言", await reads.GetStringAsync(new Uri("", UriKind.Relative)), StringComparison.Ordinal);
        }

        // The page offers the names of those who wrote there, and nobody else's.
        using var writes = host.ClientFor(one);
        var page = await writes.GetStringAsync(new Uri($"cooperations/tasks/{task.Id}", UriKind.Relative));
        Assert.Contains($"@{world.For(own).Name}", page, StringComparison.Ordinal);
        Assert.DoesNotContain("示例离任人、", page, StringComparison.Ordinal);
        using var outside = host.ClientFor(stranger);
        Assert.DoesNotContain("请看", await outside.GetStringAsync(new Uri("inbox", UriKind.Relative)), StringComparison.Ordinal);

        async Task<SignedIn> NamedAsync(string name, Guid party)
        {
            var person = await host.PersonAsAsync("staff", party);
            await host.ExecuteAsync($"update members.person set name = '{name}' where id = '{person.PersonId}'");
            return person;
        }
    }

    private Task AskAsync(SignedIn who, string address) => host.ExecuteAsync($"""
        insert into platform.digest (person_id, address, language, daily, stop_key, sent_until)
        values ('{who.PersonId}', '{address}', 'zh-CN', true, '{who.PersonId:N}', '{host.Clock.Now.AddDays(-1):O}')
        """);

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
            // As every letter is made: an address that none can carry ends here.
            using var letter = new MailMessage("guanlian@example.org", to, subject, text);
            Sent.Add((to, subject, text, stop));
            return Task.CompletedTask;
        }
    }
}
