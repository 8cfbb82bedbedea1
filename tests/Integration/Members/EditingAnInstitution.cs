using System.Net;
using Guanlian.Contracts.Members;
using Guanlian.Hosting;
using Guanlian.Members.Data;
using Guanlian.Members.Divisions;
using Guanlian.Members.Institutions;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Members;

public sealed class EditingAnInstitution(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task Two_editors_at_once_lose_nothing()
    {
        var museum = await host.NewMuseumAsync("示例双人馆");
        var code = await CodeAsync(museum);
        var (anna, bert) = (await host.PersonAsAsync(Roles.Director, museum), await host.PersonAsAsync(Roles.Staff, museum));
        var seen = new Dictionary<string, string> { ["phone"] = "", ["website"] = "", ["address"] = "" };

        // Both opened the form when it was empty. Different fields merge.
        Assert.Equal(["phone"], (await EditAsync(anna, code, seen, new() { ["phone"] = "0355-1234567", ["website"] = "", ["address"] = "" })).Value.Changed);
        Assert.Equal(["website"], (await EditAsync(bert, code, seen, new() { ["phone"] = "", ["website"] = "https://example.org", ["address"] = "" })).Value.Changed);

        // The same field clashes: nothing is written, and both values and the other's name are told.
        var clash = Assert.Single((await EditAsync(bert, code, seen, new() { ["phone"] = "0355-7654321", ["address"] = "示例路1号" })).Value.Clashes);
        Assert.Equal(("phone", "0355-7654321", "0355-1234567", "示例director"), (clash.Field.Name, clash.Ours, clash.Theirs, clash.By));
        var party = await PartyAsync(museum);
        Assert.Equal(("0355-1234567", "https://example.org", null), (party.Phone, party.Website, party.Address));

        // Saved again knowingly, his stands, and hers is in the history.
        Assert.Equal(["phone"], (await EditAsync(bert, code, new() { ["phone"] = "0355-1234567" }, new() { ["phone"] = "0355-7654321" })).Value.Changed);
        Assert.Equal("0355-7654321", (await PartyAsync(museum)).Phone);
        Assert.Equal(3, await host.ScalarAsync<long>($"select count(*) from platform.event where subject_id = '{museum}' and action = 'members.party.edited'"));
    }

    [Fact]
    public async Task Six_writers_in_parallel_all_get_their_field_in()
    {
        var museum = await host.NewMuseumAsync("示例众人馆");
        var code = await CodeAsync(museum);
        var who = await host.PersonAsAsync(Roles.Director, museum);
        var fields = new[] { "phone", "website", "address", "name-en", "contact-name", "contact-phone" };
        var values = new[] { "12345", "https://example.org", "示例路", "Example", "示例人", "67890" };
        var results = await Task.WhenAll(fields.Select((f, i) => EditAsync(who, code, new(), new() { [f] = values[i] })));
        Assert.Equal(fields, results.SelectMany(r => r.Value.Changed));
    }

    [Fact]
    public async Task Yesterdays_values_are_still_there()
    {
        var museum = await host.NewMuseumAsync("示例旧名馆");
        var code = await CodeAsync(museum);
        var admin = await host.PersonAsAsync(Roles.Administrator);
        await EditAsync(admin, code, new() { ["name"] = "示例旧名馆", ["grade"] = "none" }, new() { ["name"] = "示例旧名馆", ["grade"] = "third" }, new DateOnly(2020, 5, 1));
        await EditAsync(admin, code, new() { ["name"] = "示例旧名馆", ["grade"] = "third" }, new() { ["name"] = "示例新名馆", ["grade"] = "second" }, new DateOnly(2025, 3, 1));
        await EditAsync(admin, code, new(), new() { ["former-names"] = "示例古名馆\n示例原名馆" });

        var then = await host.WithAsync<ReadInstitution.Handler, ReadInstitution.View>(async h => (await h.HandleAsync(new(code, new DateOnly(2024, 1, 1)), default)).Value);
        Assert.Equal("third", then.Text(PartyField.Grade));
        var now = await host.WithAsync<ReadInstitution.Handler, ReadInstitution.View>(async h => (await h.HandleAsync(new(code, null), default)).Value);
        Assert.Equal(("示例新名馆", "second"), (now.Text(PartyField.FullName), now.Text(PartyField.Grade)));
        using var visitor = host.NewClient();
        Assert.Contains("示例新名馆", await visitor.GetStringAsync(new Uri("museums?q=slgmg", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_its_own_people_and_the_keepers_of_the_register_may()
    {
        var museum = await host.NewMuseumAsync("示例门禁馆");
        var code = await CodeAsync(museum);
        var stranger = await host.PersonAsAsync(Roles.Director);
        Assert.IsType<Refusal.Denied>((await EditAsync(stranger, code, new(), new() { ["phone"] = "110110" })).Refusal);
        using (var client = host.ClientFor(stranger))
        {
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri($"museums/{code}/edit", UriKind.Relative))).StatusCode);
        }

        // A director cannot give his house a grade, whatever he sends.
        var director = await host.PersonAsAsync(Roles.Director, museum);
        Assert.Empty((await EditAsync(director, code, new() { ["grade"] = "none" }, new() { ["grade"] = "first" })).Value.Changed);

        // A secretariat keeps what no cluster has taken in, and what stands under its own.
        var (own, other) = (await host.NewClusterAsync("示例本联盟"), await host.NewClusterAsync("示例他联盟"));
        var secretary = await host.PersonAsAsync(Roles.Secretariat, own);
        Assert.Equal(["level"], (await EditAsync(secretary, code, new() { ["level"] = "unknown" }, new() { ["level"] = "county" })).Value.Changed);
        await host.JoinAsync(other, museum);
        Assert.IsType<Refusal.Denied>((await EditAsync(secretary, code, new() { ["level"] = "county" }, new() { ["level"] = "province" })).Refusal);
    }

    [Fact]
    [Trait("Requirement", "L03")]
    public async Task Several_institutions_of_one_merged_site_stay_themselves_and_name_each_other()
    {
        var (museum, hall, library) = (await host.NewMuseumAsync("示例合馆博物馆"), await host.NewMuseumAsync("示例合馆纪念馆"), await host.NewPartyOfAsync(PartyKind.Library, "示例合馆图书馆"));
        var (elsewhere, closed) = (await host.NewMuseumAsync("示例别县博物馆"), await host.NewMuseumAsync("示例已撤博物馆"));
        await host.ExecuteAsync($"""
            update members.party set division_code = '140121', address = '文化路 8 号' where id = '{museum}';
            update members.party set division_code = '140121', address = '文化路8号' where id in ('{hall}', '{library}');
            update members.party set division_code = '140122', address = '文化路8号' where id = '{elsewhere}';
            update members.party set division_code = '140121', address = '文化路8号', closed_on = '2026-01-01' where id = '{closed}'
            """);
        using var visitor = host.NewClient();
        foreach (var (own, others) in new[] { (museum, new[] { hall, library }), (library, [museum, hall]) })
        {
            var page = WebUtility.HtmlDecode(await visitor.GetStringAsync(new Uri($"museums/{await CodeAsync(own)}", UriKind.Relative)));
            Assert.Contains("同址单位", page, StringComparison.Ordinal);
            foreach (var other in others)
            {
                Assert.Contains($"museums/{await CodeAsync(other)}", page, StringComparison.Ordinal);
            }

            Assert.DoesNotContain("示例别县博物馆", page, StringComparison.Ordinal);
            Assert.DoesNotContain("示例已撤博物馆", page, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("同址单位", await visitor.GetStringAsync(new Uri($"museums/{await CodeAsync(elsewhere)}", UriKind.Relative)), StringComparison.Ordinal);

        // When one of them moves out, it is at the old address no longer.
        var director = await host.PersonAsAsync(Roles.Director, hall);
        Assert.Equal(["address"], (await EditAsync(director, await CodeAsync(hall), new() { ["address"] = "文化路8号" }, new() { ["address"] = "滨河路1号" })).Value.Changed);
        Assert.DoesNotContain("示例合馆纪念馆", await visitor.GetStringAsync(new Uri($"museums/{await CodeAsync(library)}", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contacts_are_never_public()
    {
        var museum = await host.NewMuseumAsync("示例联系馆");
        var code = await CodeAsync(museum);
        var director = await host.PersonAsAsync(Roles.Director, museum);
        await EditAsync(director, code, new(), new() { ["contact-name"] = "示例联系人甲", ["contact-phone"] = "13800000000" });
        using var visitor = host.NewClient();
        using var member = host.ClientFor(director);
        foreach (var page in new[] { $"museums/{code}", $"museums/{code}/history" })
        {
            Assert.DoesNotContain("示例联系人甲", await visitor.GetStringAsync(new Uri(page, UriKind.Relative)), StringComparison.Ordinal);
            Assert.Contains("示例联系人甲", await member.GetStringAsync(new Uri(page, UriKind.Relative)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("140429", "", "", null)]
    [InlineData("140429", "112.86", "36.84", null)]
    [InlineData("140429", "36.84", "112.86", "members.place.fault.degrees")]
    [InlineData("140429", "36.84", "36.84", "members.place.fault.far")]
    [InlineData("140429", "112.86", "", "members.place.fault.degrees")]
    [InlineData("140000", "", "", "members.place.fault.no-point")]
    [InlineData("999999", "", "", "members.place.fault.division")]
    public async Task A_museum_is_placed_by_division_or_by_its_own_point(string division, string longitude, string latitude, string? fault)
    {
        var museum = await host.NewMuseumAsync("示例定位馆");
        var code = await CodeAsync(museum);
        var admin = await host.PersonAsAsync(Roles.Administrator);
        var placed = await AsAsync<PlaceInstitution.Handler, Outcome<Done>>(admin, h => h.HandleAsync(new(code, 1, division, longitude, latitude, "county", "示例依据"), default));
        Assert.Equal(fault, placed.Refusal?.Code);
        if (fault is null)
        {
            var party = await PartyAsync(museum);
            Assert.Equal((division, longitude.Length == 0 ? PointBasis.Division : PointBasis.Given), (party.DivisionCode, party.PointBasis));
            var late = await AsAsync<PlaceInstitution.Handler, Outcome<Done>>(admin, h => h.HandleAsync(new(code, 1, "140100", "", "", "", "示例依据"), default));
            Assert.IsType<Refusal.Stale>(late.Refusal);
        }
    }

    [Trait("Requirement", "G01")]
    [Trait("Requirement", "G30")]
    [Theory]
    [InlineData("library"), InlineData("archive"), InlineData("school"), InlineData("company"), InlineData("tourism"), InlineData("community"), InlineData("government")]
    [InlineData("international-organisation"), InlineData("social-organisation"), InlineData("research-institute"), InlineData("logistics"), InlineData("media")]
    [InlineData("other-cultural-institution")]
    public async Task Any_kind_of_institution_can_be_registered_with_or_without_a_place(string kind)
    {
        var admin = await host.PersonAsAsync(Roles.Administrator);
        var made = await AsAsync<RegisterInstitution.Handler, Outcome<string>>(admin, h => h.HandleAsync(new(kind, $"示例{kind}", null, null, null, null, null), default));
        Assert.StartsWith("X", made.Value, StringComparison.Ordinal);
        using var visitor = host.NewClient();
        Assert.Contains($"示例{kind}", await visitor.GetStringAsync(new Uri($"museums?kind={kind}", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clusters_and_the_operator_are_no_kinds_to_register()
    {
        var admin = await host.PersonAsAsync(Roles.Administrator);
        foreach (var kind in new[] { "cluster", "operator", "", "nonsense" })
        {
            var made = await AsAsync<RegisterInstitution.Handler, Outcome<string>>(admin, h => h.HandleAsync(new(kind, "示例", null, null, null, null, null), default));
            Assert.Equal("members.new.fault.kind", made.Refusal?.Code);
        }
    }

    private Task<Outcome<EditInstitution.Result>> EditAsync(
        SignedIn who, string code, Dictionary<string, string> seen, Dictionary<string, string> given, DateOnly? from = null) =>
        AsAsync<EditInstitution.Handler, Outcome<EditInstitution.Result>>(who, h => h.HandleAsync(new(code, seen, given, from, "示例"), default));

    private async Task<T> AsAsync<TService, T>(SignedIn who, Func<TService, Task<T>> use) where TService : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        var actors = scope.ServiceProvider.GetRequiredService<IActorSource>();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = await actors.ForAsync(who.PersonId, who.MandateId, default);
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    private async Task<string> CodeAsync(Guid id) => (await PartyAsync(id)).Code;

    private Task<Party> PartyAsync(Guid id) => host.WithAsync<MembersDb, Party>(db => db.Parties.AsNoTracking().SingleAsync(p => p.Id == id));
}
