using Guanlian.Cooperation.Certificates;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.People;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

public sealed class VolunteerTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "D04")]
    public async Task Volunteers_are_recruited_trained_note_their_own_hours_and_only_what_the_host_confirms_counts_and_is_thanked_for()
    {
        var world = await CreateAsync(host);
        var books = new PeopleBooks(world);
        var id = await world.RunningAsync("volunteer-team");
        var lead = (await world.RecordAsync(id)).LeadPartyId;
        var parts = await world.ParticipantsAsync(id);
        var hosts = parts.Where(p => p.Role == "post").Select(p => p.PartyId).ToList();
        var source = parts.First(p => p.Role == "source").PartyId;
        Held(await books.AddAsync(id, source, source, "示例甲", "示例乙", "示例丙"));
        Held(await books.MoveAsync(id, lead, PersonMove.Accept, null, "示例甲", "示例乙"));
        await DoAsync(world, id, "posts");

        // The recruits are counted, not typed: two were taken in.
        await DoAsync(world, id, "recruit", number: 50);
        await DoAsync(world, id, "train");
        Assert.Equal(2m, await MeasureAsync(world, id, lead, "volunteers"));

        var people = (await books.PeopleAsync(id)).ToDictionary(p => p.Name);
        Held(await books.NoteAsync(people["示例甲"].Code, hosts[0], world.Today, "3.5"));
        Held(await books.NoteAsync(people["示例甲"].Code, hosts[1], world.Today, "4", "示例整架"));
        Held(await books.NoteAsync(people["示例乙"].Code, hosts[0], world.Today, "8"));
        Assert.Equal("cooperation.hours.noted-already", (await books.NoteAsync(people["示例甲"].Code, hosts[0], world.Today, "1")).Refusal!.Code);
        Assert.Equal("cooperation.hours.too-many", (await books.NoteAsync(people["示例甲"].Code, hosts[0], world.Today, "9", "示例引导")).Refusal!.Code);
        Assert.Equal("cooperation.hours.day-wrong", (await books.NoteAsync(people["示例甲"].Code, hosts[0], world.Today.AddDays(1), "1")).Refusal!.Code);
        Assert.Equal("cooperation.hours.host-missing", (await books.NoteAsync(people["示例甲"].Code, source, world.Today, "1", "别处")).Refusal!.Code);
        Assert.IsType<Refusal.Missing>((await books.NoteAsync(people["示例丙"].Code, hosts[0], world.Today, "1")).Refusal);

        // Six who note three hours each at once, where eight stand: two of them find room in the sixteen of a day.
        await Task.WhenAll(Enumerable.Range(0, 6).Select(n => books.NoteAsync(people["示例乙"].Code, hosts[0], world.Today, "3", $"示例同时{n}")));
        Assert.Equal(14m, (await books.HoursAsync(id)).Where(h => h.PersonId == people["示例乙"].Id).Sum(h => h.Hours));

        var noted = await books.HoursAsync(id);
        var own = noted.Where(h => h.HostPartyId == hosts[0] && h.PersonId == people["示例甲"].Id).Select(h => h.Id).ToArray();
        Assert.Equal("cooperation.hours.not-yours", (await books.ConfirmAsync(id, hosts[1], true, null, own)).Refusal!.Code);
        Assert.Equal("cooperation.hours.not-yours", (await books.ConfirmAsync(id, source, true, null, own)).Refusal!.Code);
        Held(await books.ConfirmAsync(id, hosts[0], true, null, own));
        var big = noted.First(h => h.PersonId == people["示例乙"].Id && h.Hours == 8).Id;
        Assert.Equal("cooperation.reason-in-words", (await books.ConfirmAsync(id, hosts[0], false, null, big)).Refusal!.Code);
        Held(await books.ConfirmAsync(id, hosts[0], false, "示例：那天没有排班", big));
        Assert.IsType<Refusal.Stale>((await books.ConfirmAsync(id, hosts[0], true, null, big)).Refusal);

        // What was refused is noted again, put right, and is then there once.
        Held(await books.NoteAsync(people["示例乙"].Code, hosts[0], world.Today, "2"));
        Assert.Equal("cooperation.hours.noted-already", (await books.NoteAsync(people["示例乙"].Code, hosts[0], world.Today, "2")).Refusal!.Code);

        // Each turn counts what was confirmed since; nothing is counted twice.
        var serve = (await world.TasksAsync(id)).Where(t => t.Code == "serve" && t.DoesPartyId == hosts[0]).OrderBy(t => t.Turn).ToList();
        await HandAsync(world, serve[0].Id);
        Assert.Equal(3.5m, await MeasureAsync(world, id, lead, "hours"));
        await HandAsync(world, serve[1].Id);
        Assert.Equal(3.5m, await MeasureAsync(world, id, lead, "hours"));

        // Recognition: a certificate of service for confirmed hours, none for others.
        foreach (var task in (await world.TasksAsync(id)).Where(t => t.Code == "serve" && t.State != TaskState.Accepted))
        {
            await HandAsync(world, task.Id);
        }

        var thank = (await world.TasksAsync(id)).First(t => t.Code == "thank");
        Assert.Equal("cooperation.book.certificates-open", (await world.HandInAsync(thank.Id)).Refusal!.Code);
        Assert.Equal(1, Held(await books.IssueAsync(id, lead, "service")));
        var text = CanonicalJson.Read<CertificateText>(Assert.Single(await books.CertificatesAsync(id)).Body);
        Assert.Equal(("示例甲", "3.5", 0), (text.Name, text.Hours, text.Stars));
        await HandAsync(world, thank.Id);
    }

    [Fact]
    public async Task Hours_that_the_host_noted_itself_are_confirmed_by_the_volunteers_institution_and_never_by_the_host_alone()
    {
        var world = await CreateAsync(host);
        var books = new PeopleBooks(world);
        var id = await world.RunningAsync("volunteer-team");
        var lead = (await world.RecordAsync(id)).LeadPartyId;
        var parts = await world.ParticipantsAsync(id);
        var (post, source) = (parts.First(p => p.Role == "post").PartyId, parts.First(p => p.Role == "source").PartyId);
        Held(await books.AddAsync(id, lead, source, "示例甲"));
        Held(await books.AddAsync(id, lead, post, "示例乙"));
        var people = (await books.PeopleAsync(id)).ToDictionary(p => p.Name, p => p.Id);

        Held(await books.NoteForAsync(people["示例甲"], post, post, world.Today, "4"));
        var byHost = Assert.Single(await books.HoursAsync(id)).Id;
        Assert.Equal("cooperation.hours.not-yours", (await books.ConfirmAsync(id, post, true, null, byHost)).Refusal!.Code);
        Held(await books.ConfirmAsync(id, source, true, null, byHost));

        // Noted by another, the host confirms; a host's own volunteer notes the hours there in person.
        Held(await books.NoteForAsync(people["示例甲"], source, post, world.Today, "2", "示例整架"));
        var bySource = (await books.HoursAsync(id)).Single(h => h.Id != byHost).Id;
        Assert.Equal("cooperation.hours.not-yours", (await books.ConfirmAsync(id, source, true, null, bySource)).Refusal!.Code);
        Held(await books.ConfirmAsync(id, post, true, null, bySource));
        Assert.Equal("cooperation.hours.volunteer-notes", (await books.NoteForAsync(people["示例乙"], post, post, world.Today, "4")).Refusal!.Code);
        Held(await books.NoteAsync((await books.PeopleAsync(id)).First(p => p.Name == "示例乙").Code, post, world.Today, "4"));
    }

    [Theory]
    [InlineData(99.5, 0)]
    [InlineData(100, 1)]
    [InlineData(600, 3)]
    [InlineData(1500, 5)]
    public void Stars_begin_at_the_hours_of_the_national_rule(double hours, int stars) => Assert.Equal(stars, Guanlian.Cooperation.Hours.Stars.Of((decimal)hours));

    private static async Task DoAsync(CooperationWorld world, Guid id, string code, decimal number = 12)
    {
        foreach (var task in (await world.TasksAsync(id)).Where(t => t.Code == code))
        {
            Held(await world.HandInAsync(task.Id, number: number));
            Held(await world.ReviewAsync(task.Id));
        }
    }

    private static async Task HandAsync(CooperationWorld world, Guid task)
    {
        Held(await world.HandInAsync(task, number: 0));
        Held(await world.ReviewAsync(task));
    }

    private static async Task<decimal> MeasureAsync(CooperationWorld world, Guid id, Guid by, string indicator) =>
        (await world.AsAsync(world.For(by), (SeeCooperation.Handler h) => h.HandleAsync(id, default))).Value.Measures.Single(m => m.Indicator.Code == indicator).Claimed;
}
