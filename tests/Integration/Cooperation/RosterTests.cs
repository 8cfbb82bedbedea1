using Guanlian.Cooperation.People;
using Guanlian.Cooperation.Sessions;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

public sealed class RosterTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task Names_of_several_words_stay_whole_and_how_many_lines_were_passed_over_is_told()
    {
        var (world, books, id, lead, schools) = await CourseAsync();
        Assert.Equal(new AddPeople.Added(2, 0), Held(await books.AddAsync(id, lead, schools[0], "Anna Smith, guide", "Anna Lee")));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(new AddPeople.Added(1, 2), Held(await books.AddAsync(id, lead, schools[0], "示例甲 讲解员", "示例甲 保管员", "Anna Lee")));
        var people = (await books.PeopleAsync(id)).ToDictionary(p => p.Name, p => p.Post);
        Assert.Equal(("guide", "", "讲解员"), (people["Anna Smith"], people["Anna Lee"], people["示例甲"]));

        Assert.Equal(["Anna Smith", "Anna Lee", "示例甲"], (await world.AsAsync(world.For(lead), (SeePeople.Handler h) => h.HandleAsync(id, default))).Value.People.Select(l => l.Person.Name));

        // The namesake of the other institution is another person.
        Assert.Equal(new AddPeople.Added(1, 0), Held(await books.AddAsync(id, lead, schools[1], "示例甲")));
    }

    [Fact]
    public async Task Who_sent_somebody_withdraws_them_and_the_leading_party_takes_them_back()
    {
        var (world, books, id, lead, schools) = await CourseAsync();
        Held(await books.AddAsync(id, schools[0], schools[0], "示例甲", "示例乙"));
        Held(await books.AddAsync(id, schools[1], schools[1], "示例丙"));
        Assert.IsType<Refusal.Denied>((await books.MoveAsync(id, schools[0], PersonMove.Leave, "示例", "示例丙")).Refusal);
        Held(await books.MoveAsync(id, schools[0], PersonMove.Leave, "示例：报错人", "示例甲"));
        Held(await books.MoveAsync(id, lead, PersonMove.Accept, null, "示例甲", "示例乙"));
        Held(await books.MoveAsync(id, schools[0], PersonMove.Leave, "示例：调走", "示例甲"));
        Held(await books.MoveAsync(id, lead, PersonMove.Accept, null, "示例甲"));
        Assert.Null((await books.PeopleAsync(id)).First(p => p.Name == "示例甲").Reason);

        // The page offers a sender to let its own people go and nothing more, and the own page of nobody who was not admitted.
        using var sender = await host.SignInAsAsync("director", schools[1]);
        var page = await sender.GetStringAsync(Page($"cooperations/{id}/people"));
        var people = await books.PeopleAsync(id);
        Assert.Contains($"value=\"{people.First(p => p.Name == "示例丙").Id}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"value=\"{people.First(p => p.Name == "示例乙").Id}\"", page, StringComparison.Ordinal);
        Assert.Contains("value=\"leave\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"accept\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("cooperations/mine/", page, StringComparison.Ordinal);
        var form = await FormOnPage.OpenAsync(sender, $"cooperations/{id}/people", "act");
        using var sent = await form.SendAsync(sender, new() { ["People"] = $"{people.First(p => p.Name == "示例丙").Id}", ["Act"] = "leave", ["Reason"] = "示例：有事" });
        Assert.Equal(PersonState.Left, (await world.DbAsync(db => db.Set<PersonRecord>().AsNoTracking().SingleAsync(p => p.Name == "示例丙" && p.CooperationId == id))).State);
    }

    [Fact]
    public async Task A_form_sent_without_saying_what_to_do_does_nothing()
    {
        var (world, books, id, lead, schools) = await CourseAsync();
        Held(await books.AddAsync(id, schools[0], schools[0], "示例甲"));
        Held(await books.AddAsync(id, lead, schools[0], "示例乙"));
        var session = await books.SessionAsync(id, lead, world.Today);
        var (applied, admitted) = ((await books.PeopleAsync(id)).First(p => p.Name == "示例甲"), (await books.PeopleAsync(id)).First(p => p.Name == "示例乙"));
        using var desk = await host.SignInAsAsync("director", lead);
        Assert.Contains("请按要办理的那个按钮", await SentAsync(desk, $"cooperations/{id}/people", "act", ("People", applied.Id), ("Reason", "示例：不录取")), StringComparison.Ordinal);
        Assert.Equal(PersonState.Applied, (await books.PeopleAsync(id)).First(p => p.Name == "示例甲").State);
        Assert.Contains("请按要办理的那个按钮", await SentAsync(desk, $"cooperations/sessions/{session.Id}", "desk", ("People", admitted.Id), ("Why", "示例：认错人")), StringComparison.Ordinal);
        Assert.False(await world.DbAsync(db => db.Set<AttendanceRow>().AnyAsync(a => a.SessionId == session.Id)));

        var team = await world.RunningAsync("volunteer-team");
        var (teamLead, post) = ((await world.RecordAsync(team)).LeadPartyId, (await world.ParticipantsAsync(team)).First(p => p.Role == "post").PartyId);
        Held(await books.AddAsync(team, teamLead, teamLead, "示例丙"));
        Held(await books.NoteAsync((await books.PeopleAsync(team))[0].Code, post, world.Today, "3"));
        using var place = await host.SignInAsAsync("director", post);
        Assert.Contains("请按要办理的那个按钮", await SentAsync(place, $"cooperations/{team}/hours", "confirm", ("Chosen", (await books.HoursAsync(team))[0].Id), ("Why", "示例：没有来")), StringComparison.Ordinal);
        Assert.Null((await books.HoursAsync(team))[0].ConfirmedAt);
    }

    [Fact]
    public async Task An_export_holds_what_the_page_shows()
    {
        var (world, books, id, lead, schools) = await CourseAsync();
        Held(await books.AddAsync(id, schools[0], schools[0], "示例甲", "示例乙"));
        Held(await books.AddAsync(id, lead, schools[0], "示例丙"));
        await books.SessionAsync(id, lead, world.Today);
        await books.SessionAsync(id, lead, world.Today, screenOnly: true);
        using var client = await host.SignInAsAsync("director", lead);
        Assert.Equal(["示例丙", "示例乙", "示例甲"], await ColumnAsync(client, $"cooperations/{id}/people.xlsx", "姓名"));
        Assert.Equal(["示例乙"], await ColumnAsync(client, $"cooperations/{id}/people.xlsx?q=乙", "姓名"));
        Assert.Equal(["示例丙"], await ColumnAsync(client, $"cooperations/{id}/people.xlsx?state=accepted", "姓名"));
        Assert.Equal(["示例课（屏幕签到）"], await ColumnAsync(client, $"cooperations/{id}/sessions.xlsx?q=屏幕", "课次"));

        var team = await world.RunningAsync("volunteer-team");
        var (teamLead, post) = ((await world.RecordAsync(team)).LeadPartyId, (await world.ParticipantsAsync(team)).First(p => p.Role == "post").PartyId);
        Held(await books.AddAsync(team, teamLead, teamLead, "示例丁", "示例戊"));
        foreach (var person in await books.PeopleAsync(team))
        {
            Held(await books.NoteAsync(person.Code, post, world.Today, "3"));
        }

        Held(await books.ConfirmAsync(team, post, true, null, (await books.HoursAsync(team))[0].Id));
        using var place = await host.SignInAsAsync("director", post);
        Assert.Equal(2, (await ColumnAsync(place, $"cooperations/{team}/hours.xlsx", "姓名")).Count);
        Assert.Single(await ColumnAsync(place, $"cooperations/{team}/hours.xlsx?waiting=true", "姓名"));
        Assert.Equal(["示例丁"], await ColumnAsync(place, $"cooperations/{team}/hours.xlsx?q=丁", "姓名"));
    }

    [Fact]
    public async Task Reasons_failed_checks_and_the_way_to_a_certificate_are_told_to_whom_they_concern()
    {
        var (world, books, id, lead, schools) = await CourseAsync();
        Held(await books.AddAsync(id, schools[0], schools[0], "示例甲", "示例乙"));
        Held(await books.MoveAsync(id, lead, PersonMove.Accept, null, "示例甲"));
        Held(await books.MoveAsync(id, lead, PersonMove.Decline, "示例：专业不符", "示例乙"));
        Held(await books.CheckAsync(id, lead, true, "示例讲解", "示例甲"));
        Held(await books.CheckAsync(id, lead, false, "示例修复", "示例甲"));
        Held(await books.IssueAsync(id, lead));
        var code = (await books.CertificatesAsync(id))[0].CheckCode;
        foreach (var (party, told) in new[] { (lead, true), (schools[0], true), (schools[1], false) })
        {
            using var client = await host.SignInAsAsync("director", party);
            var page = await client.GetStringAsync(Page($"cooperations/{id}/people"));
            Assert.Contains("示例甲", page, StringComparison.Ordinal);
            Assert.All(new[] { "示例：专业不符", "示例修复", code }, said => Assert.Equal(told, page.Contains(said, StringComparison.Ordinal)));
        }

        var team = await world.RunningAsync("volunteer-team");
        var parts = await world.ParticipantsAsync(team);
        var (post, source) = (parts.Where(p => p.Role == "post").Select(p => p.PartyId).ToList(), parts.First(p => p.Role == "source").PartyId);
        Held(await books.AddAsync(team, (await world.RecordAsync(team)).LeadPartyId, source, "示例丙"));
        Held(await books.NoteAsync((await books.PeopleAsync(team))[0].Code, post[0], world.Today, "3"));
        Held(await books.ConfirmAsync(team, post[0], false, "示例：那天没有来", (await books.HoursAsync(team))[0].Id));
        foreach (var (party, told) in new[] { (post[0], true), (source, true), (post[1], false) })
        {
            using var client = await host.SignInAsAsync("director", party);
            Assert.Equal(told, (await client.GetStringAsync(Page($"cooperations/{team}/hours"))).Contains("示例：那天没有来", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task No_more_are_admitted_than_seats_were_promised()
    {
        var (_, books, id, lead, schools) = await CourseAsync();
        Held(await books.AddAsync(id, schools[0], schools[0], "示例甲", "示例乙", "示例丙"));

        // Where no number was given there is no limit; with two seats the third learner finds none, by whichever door.
        Held(await books.MoveAsync(id, lead, PersonMove.Accept, null, "示例甲"));
        await host.ExecuteAsync($"update cooperation.contribution set promised = 2 where cooperation_id = '{id}' and party_id = '{lead}' and unit = 'seats'");
        var full = (await books.MoveAsync(id, lead, PersonMove.Accept, null, "示例乙", "示例丙")).Refusal!;
        Assert.Equal(("cooperation.people.no-room", "2", 1), (full.Code, full.Holes[0].Value, full.Holes[1].Value));
        Held(await books.MoveAsync(id, lead, PersonMove.Accept, null, "示例乙"));
        Assert.Equal("cooperation.people.no-room", (await books.AddAsync(id, lead, schools[1], "示例丁")).Refusal!.Code);
        Held(await books.AddAsync(id, schools[1], schools[1], "示例丁"));
        Held(await books.MoveAsync(id, lead, PersonMove.Leave, "示例：有事", "示例甲"));
        Held(await books.MoveAsync(id, lead, PersonMove.Accept, null, "示例丁"));
    }

    private async Task<(CooperationWorld World, PeopleBooks Books, Guid Id, Guid Lead, List<Guid> Schools)> CourseAsync()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("training-course");
        var schools = (await world.ParticipantsAsync(id)).Where(p => p.Role == "school").Select(p => p.PartyId).ToList();
        return (world, new(world), id, (await world.RecordAsync(id)).LeadPartyId, schools);
    }

    private static async Task<string> SentAsync(HttpClient client, string page, string form, params (string Name, object Value)[] fields)
    {
        using var answer = await (await FormOnPage.OpenAsync(client, page, form)).SendAsync(client, fields.ToDictionary(f => f.Name, f => $"{f.Value}"));
        return System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static async Task<List<string?>> ColumnAsync(HttpClient client, string address, string column)
    {
        using var file = new MemoryStream(await client.GetByteArrayAsync(Page(address)));
        using var table = (await TableReader.OpenAsync(file, new TableShape(new TableColumn(column, true)), default)).Value;
        var found = new List<string?>();
        await table.ReadRowsAsync((row, _) =>
        {
            found.Add(row[column]);
            return ValueTask.CompletedTask;
        }, default);
        return [.. found.Order(StringComparer.Ordinal)];
    }

    private static Uri Page(string address) => new(address, UriKind.Relative);
}
