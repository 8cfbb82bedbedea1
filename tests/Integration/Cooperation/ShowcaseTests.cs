using System.Net;
using Guanlian.Catalogue.Access;
using Guanlian.Cooperation.Annex;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Showcase;
using Guanlian.Cooperation.Steps;
using Guanlian.Cooperation.Templates;
using Guanlian.Hosting;
using Guanlian.Hosting.Agreements;
using Guanlian.Hosting.Catalogue;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Storage;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

public sealed class ShowcaseTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "P17")]
    public async Task Nothing_is_shown_before_every_party_has_released_exactly_this_and_any_can_take_it_down()
    {
        var world = await CreateAsync(host);
        var (id, leader, county) = await ConfirmedAsync(world);
        Assert.Equal("cooperation.showcase.pictures", (await WriteAsync(world, leader, id, "示例成果", [Guid.CreateVersion7()], 0)).Refusal!.Code);
        var photo = await world.DbAsync(db => WriteShowcase.PicturesOf(db, id).Select(a => a.Id).FirstAsync());
        Held(await WriteAsync(world, leader, id, "示例成果", [photo], 0));
        var number = (await ShownAsync(world, id)).Number;
        using var stranger = host.NewClient();
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger, $"showcase/{number}"));

        Held(await ReleaseAsync(world, leader, id));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger, $"showcase/{number}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger, $"showcase/{number}/pictures/0"));
        await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync($"update cooperation.showcase set state = 'Shown', shown_at = now() where cooperation_id = '{id}'"));
        Held(await ReleaseAsync(world, county, id));
        Assert.Contains("示例成果", await stranger.GetStringAsync(new Uri($"showcase/{number}", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("示例成果", await stranger.GetStringAsync(new Uri("showcase", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stranger, "showcase.xlsx?kind=short-guidance"));
        var picture = await stranger.GetByteArrayAsync(new Uri($"showcase/{number}/pictures/0", UriKind.Relative));
        Assert.DoesNotContain("GPS", System.Text.Encoding.Latin1.GetString(picture), StringComparison.Ordinal);

        // Saved without a change it stays as it is.
        var stood = await ShownAsync(world, id);
        Held(await WriteAsync(world, county, id, "示例成果", [photo], stood.Version));
        Assert.Equal((stood.Version, stood.State, stood.ShownAt), await ShownAsync(world, id) is var still ? (still.Version, still.State, still.ShownAt) : default);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stranger, $"showcase/{number}"));

        // Another text is another thing to release; whoever takes it down does so at once.
        Held(await WriteAsync(world, county, id, "示例成果，改过", [photo], (await ShownAsync(world, id)).Version));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger, $"showcase/{number}"));
        Held(await ReleaseAsync(world, leader, id));
        Held(await ReleaseAsync(world, county, id));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stranger, $"showcase/{number}"));
        Assert.Equal("cooperation.reason-in-words", (await ReleaseAsync(world, county, id, release: false, why: " ")).Refusal!.Code);
        Held(await ReleaseAsync(world, county, id, release: false, why: "示例：照片里有未成年人"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger, $"showcase/{number}"));

        // Written again as it stood, it waits for the word of whoever took it down.
        Held(await WriteAsync(world, leader, id, "示例成果，改过", [photo], (await ShownAsync(world, id)).Version));
        Assert.Equal(ShowcaseState.Draft, (await ShownAsync(world, id)).State);
        Held(await ReleaseAsync(world, county, id));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(stranger, $"showcase/{number}"));
    }

    [Fact]
    public async Task A_result_names_objects_that_everybody_sees_for_as_long_as_everybody_sees_them()
    {
        var world = await CreateAsync(host);
        var (id, leader, county) = await ConfirmedAsync(world);
        var (catalogue, code) = (new CatalogueWorld(host), await host.CodeOfAsync(county));
        var (open, inner) = (CatalogueWorld.Draft(county, "示1", "示例公开瓶"), CatalogueWorld.Draft(county, "示2", "示例库房瓶") with { Level = Level.Staff });
        var (first, second) = (Assert.Single(await catalogue.WriteAsync(open)).Serial, Assert.Single(await catalogue.WriteAsync(inner)).Serial);
        foreach (var wrong in new[] { $"{code}/{second}", $"{code}/999", "示例", $"{code}/{first}\n-/1", string.Join('\n', Enumerable.Repeat("x/1", 20)) })
        {
            Assert.Equal("cooperation.showcase.object-unknown", (await NamingAsync(county, wrong, 0)).Refusal?.Code);
        }

        Held(await NamingAsync(county, $"https://museums.example.org/en/objects/{code}/{first}；{code}/{first}", 0));
        Held(await ReleaseAsync(world, leader, id));
        Held(await ReleaseAsync(world, county, id));
        using var stranger = host.NewClient();
        var address = new Uri($"showcase/{(await ShownAsync(world, id)).Number}", UriKind.Relative);
        Assert.Contains($"objects/{code}/{first}", await stranger.GetStringAsync(address), StringComparison.Ordinal);

        // Other objects are another thing to release.
        var stood = await ShownAsync(world, id);
        Held(await NamingAsync(leader, $"{code}/{first}", stood.Version));
        Assert.Equal(ShowcaseState.Shown, (await ShownAsync(world, id)).State);
        Held(await NamingAsync(leader, "", stood.Version));
        Assert.Equal(ShowcaseState.Draft, (await ShownAsync(world, id)).State);
        Held(await NamingAsync(leader, $"{code}/{first}", (await ShownAsync(world, id)).Version));
        Held(await ReleaseAsync(world, leader, id));
        Held(await ReleaseAsync(world, county, id));

        // Taken back by its museum, it is gone from the result; the result stays.
        await catalogue.WriteAsync(open with { Version = 1, Level = Level.Staff });
        var page = await stranger.GetStringAsync(address);
        Assert.DoesNotContain("示例公开瓶", page, StringComparison.Ordinal);
        Assert.Contains("示例成果", page, StringComparison.Ordinal);

        Task<Outcome<Done>> NamingAsync(Guid by, string objects, int version) => world.AsAsync(world.For(by), (WriteShowcase.Handler h) =>
            h.HandleAsync(new(id, "示例成果", "示例：做了什么", "", [], version, objects), default));
    }

    [Fact]
    public async Task A_picture_is_sent_once_to_whoever_has_it_as_long_as_it_is_shown_and_one_that_cannot_be_read_never()
    {
        var world = await CreateAsync(host);
        var (id, leader, county) = await ConfirmedAsync(world);
        var photo = await world.DbAsync(db => WriteShowcase.PicturesOf(db, id).Select(a => a.Id).FirstAsync());
        Held(await WriteAsync(world, leader, id, "示例照片", [photo], 0));
        Held(await ReleaseAsync(world, leader, id));
        Held(await ReleaseAsync(world, county, id));
        var address = new Uri($"showcase/{(await ShownAsync(world, id)).Number}/pictures/0", UriKind.Relative);
        using var stranger = host.NewClient();
        using var first = await stranger.GetAsync(address);
        Assert.NotNull(first.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, await AgainAsync());

        await host.ExecuteAsync($"update cooperation.attachment set content = '\\xffd8ffdbffff' where id = '{photo}'");
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger, address.ToString()));
        Held(await ReleaseAsync(world, county, id, release: false, why: "示例：撤下"));
        Assert.Equal(HttpStatusCode.NotFound, await AgainAsync());

        async Task<HttpStatusCode> AgainAsync()
        {
            using var again = new HttpRequestMessage(HttpMethod.Get, address);
            again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using var answer = await stranger.SendAsync(again);
            return answer.StatusCode;
        }
    }

    [Fact]
    [Trait("Requirement", "P17")]
    public async Task Others_start_from_a_shown_method()
    {
        var world = await CreateAsync(host);
        var (id, leader, county) = await ConfirmedAsync(world);
        Held(await WriteAsync(world, leader, id, "示例做法可用", [], 0));
        Held(await ReleaseAsync(world, leader, id));
        Held(await ReleaseAsync(world, county, id));
        var number = (await ShownAsync(world, id)).Number;
        using var other = await host.SignInAsAsync("director", world.Museum(2).Id);
        var page = await other.GetStringAsync(new Uri($"showcase/{number}", UriKind.Relative));
        var link = $"cooperations/new/short-guidance?like={number}";
        Assert.Contains(link, page, StringComparison.Ordinal);
        Assert.Contains("示例：先摸底再培训", await other.GetStringAsync(new Uri(link, UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_nobody_confirmed_cannot_even_be_written()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("short-guidance");
        var lead = (await world.RecordAsync(id)).LeadPartyId;
        Assert.Equal("cooperation.showcase.nothing-confirmed", (await WriteAsync(world, lead, id, "示例", [], 0)).Refusal!.Code);
        Assert.Equal("cooperation.missing", (await WriteAsync(world, world.Museum(2).Id, id, "示例", [], 0)).Refusal!.Code);
    }

    [Fact]
    [Trait("Requirement", "P14")]
    public async Task The_association_honours_with_a_reason_once_a_year_and_can_take_it_back()
    {
        var world = await CreateAsync(host);
        var desk = world.Secretariat();
        var museum = world.Museum(1);
        Task<Outcome<Done>> GiveAsync(string? reason) => world.AsAsync(desk, (GiveHonour.Handler h) => h.HandleAsync(new GiveHonour.Command(museum.Code, 2026, "示例帮扶先进单位", reason), default));
        Assert.Equal("cooperation.reason-in-words", (await GiveAsync(null)).Refusal!.Code);
        Held(await GiveAsync("示例：全年确认成果最多"));
        Assert.Equal("cooperation.honours.once", (await GiveAsync("示例：再来一次")).Refusal!.Code);
        using var stranger = host.NewClient();
        Assert.Contains("示例帮扶先进单位", await stranger.GetStringAsync(new Uri("showcase", UriKind.Relative)), StringComparison.Ordinal);
        var honour = await world.DbAsync(db => db.Honours.Where(h => h.PartyId == museum.Id).Select(h => h.Id).SingleAsync());
        Assert.True((await world.AsAsync(world.For(museum.Id), (GiveHonour.Handler h) => h.HandleAsync(new GiveHonour.TakeBack(honour, "示例"), default))).Refused);
        Held(await world.AsAsync(desk, (GiveHonour.Handler h) => h.HandleAsync(new GiveHonour.TakeBack(honour, "示例：材料有误"), default)));
        Assert.DoesNotContain("示例帮扶先进单位", await stranger.GetStringAsync(new Uri("showcase", UriKind.Relative)), StringComparison.Ordinal);

        // What was taken back by mistake can be given again, once.
        Held(await GiveAsync("示例：材料已核实"));
        Assert.Equal("cooperation.honours.once", (await GiveAsync("示例：再来一次")).Refusal!.Code);
        Assert.Contains("示例帮扶先进单位", await stranger.GetStringAsync(new Uri("showcase", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Honours_are_filtered_exported_and_what_is_wrong_with_taking_one_back_is_told_where_it_was_tried()
    {
        var world = await CreateAsync(host);
        foreach (var (museum, year) in new[] { (0, 2025), (1, 2026) })
        {
            Held(await world.AsAsync(world.Secretariat(), (GiveHonour.Handler h) => h.HandleAsync(new GiveHonour.Command(world.Museum(museum).Code, year, $"示例称号{year}", "示例"), default)));
        }

        using var desk = await host.SignInAsAsync("secretariat", world.Cluster);
        foreach (var query in new[] { "?year=2025", $"?q={world.Museum(0).Name}", "?q=称号2025" })
        {
            foreach (var text in new[] { await desk.GetStringAsync(new Uri($"programme/honours{query}", UriKind.Relative)), Workbook(await desk.GetByteArrayAsync(new Uri($"programme/honours.xlsx{query}", UriKind.Relative))) })
            {
                Assert.Contains("示例称号2025", text, StringComparison.Ordinal);
                Assert.DoesNotContain("示例称号2026", text, StringComparison.Ordinal);
            }
        }

        Assert.Contains("没有符合条件的表彰", await desk.GetStringAsync(new Uri("programme/honours?q=没有这家", UriKind.Relative)), StringComparison.Ordinal);
        var form = await FormOnPage.OpenAsync(desk, "programme/honours?year=2025", "take-back-");
        using var refused = await form.SendAsync(desk, new() { ["Why"] = " " });
        var page = await refused.Content.ReadAsStringAsync();
        Assert.Matches("(?s)<details class=\"confirm\" name=\"take-back\" open.*class=\"fault\".*</details>.*value=\"give\"", page);
        Assert.DoesNotMatch("(?s)value=\"give\".*class=\"fault\"", page);
        using var taken = await form.SendAsync(desk, new() { ["Why"] = "示例：材料有误" });
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
        Assert.DoesNotContain("示例称号2025", await desk.GetStringAsync(new Uri("programme/honours", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "P12")]
    [Trait("Requirement", "P13")]
    public async Task The_yearly_annex_is_made_in_the_background_as_workbook_and_paper_with_the_addresses_of_evidence()
    {
        var world = await CreateAsync(host);
        await host.AdoptPairAsync(world);
        var (id, leader, _) = await ConfirmedAsync(world);
        using var desk = host.ClientFor(await host.PersonAsAsync("secretariat", world.Cluster));
        var form = await FormOnPage.OpenAsync(desk, "annex", "make");
        using var asked = await form.SendAsync(desk, new() { ["Year"] = "2026" });
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        await host.UntilAsync($"select count(*)::int from cooperation.annex where party_id = '{world.Cluster}' and made_at is not null");
        var annex = await world.DbAsync(db => db.Annexes.AsNoTracking().SingleAsync(a => a.PartyId == world.Cluster));
        Assert.Equal(1, annex.Pairs);
        Assert.Equal((await world.RecordAsync(id)).Claimed, annex.Results);
        var book = await desk.GetByteArrayAsync(new Uri($"annex/{annex.Id}.xlsx", UriKind.Relative));
        var task = (await world.TasksAsync(id)).First(t => t.ConfirmedAt is not null);
        Assert.Contains($"cooperations/tasks/{task.Id}", Workbook(book), StringComparison.Ordinal);
        Assert.Contains(world.Parties.First(p => p.Id == leader).Name, Workbook(book), StringComparison.Ordinal);
        Assert.True(annex.Pdf is null || annex.Pdf.AsSpan().StartsWith("%PDF"u8));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(desk, $"cooperations/no/{(await world.RecordAsync(id)).Number}"));
        using var other = await host.SignInAsAsync("director", world.Museum(2).Id);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, $"annex/{annex.Id}.xlsx"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, $"cooperations/no/{(await world.RecordAsync(id)).Number}"));
        Assert.True((await world.AsAsync(world.Secretariat(), (MakeAnnex.Handler h) => h.HandleAsync(new(2099, "http://example.org/"), default))).Refused);
    }

    [Fact]
    public async Task The_annex_of_a_past_year_counts_the_pairs_that_had_been_adopted_by_its_end()
    {
        var world = await CreateAsync(host);
        var (leader, museum) = await host.AdoptPairAsync(world);
        await host.ExecuteAsync($"update agreements.pair set adopted_at = '2025-12-31T15:59:59Z', round_code = 'R-2025', leader_id = '{world.Museum(2).Id}' where cluster_id = '{world.Cluster}'");
        await host.AdoptPairAsync(world);
        Task<AnnexFacts> OfAsync(int year) => world.AsAsync(world.Secretariat(), (ReadAnnex r) => r.OfAsync(world.Cluster, year, "http://example.org/", _ => Task.CompletedTask, default));
        Assert.Empty((await OfAsync(2024)).Pairs);
        Assert.Equal(world.Museum(2).Id, Assert.Single((await OfAsync(2025)).Pairs).Line.Leader.Id);
        var now = Assert.Single((await OfAsync(2026)).Pairs).Line;
        Assert.Equal((leader.Id, museum.Id), (now.Leader.Id, now.Museum.Id));
    }

    private static string Workbook(byte[] book)
    {
        using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(book));
        return string.Concat(archive.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)).Select(e =>
        {
            using var reader = new StreamReader(e.Open());
            return reader.ReadToEnd();
        }));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        return answer.StatusCode;
    }

    private static Task<ShowcaseRecord> ShownAsync(CooperationWorld world, Guid id) => world.DbAsync(db => db.Showcases.AsNoTracking().SingleAsync(s => s.CooperationId == id));

    private static Task<Outcome<Done>> WriteAsync(CooperationWorld world, Guid by, Guid id, string title, Guid[] pictures, int version) =>
        world.AsAsync(world.For(by), (WriteShowcase.Handler h) => h.HandleAsync(
            new(id, title, "示例：为小馆培训了讲解员", "示例：先摸底再培训", [.. pictures.Select(p => (p, (string?)"示例图注"))], version), default));

    private static async Task<Outcome<Done>> ReleaseAsync(CooperationWorld world, Guid by, Guid id, bool release = true, string? why = null)
    {
        var version = (await ShownAsync(world, id)).Version;
        return await world.AsAsync(world.For(by), (ReleaseShowcase.Handler h) => h.HandleAsync(new(id, release, why, version), default));
    }

    /// <summary>A guidance visit with one confirmed result that a photograph shows, place and all.</summary>
    private static async Task<(Guid Id, Guid Leader, Guid County)> ConfirmedAsync(CooperationWorld world)
    {
        var template = TemplateBook.Shipped["short-guidance"];
        var draft = world.Draft(template);
        foreach (var role in template.Roles)
        {
            draft.Parties[role.Code] = role.Leads ? world.Museum(0).Code : role.Receives ? world.Museum(1).Code : "";
        }

        var id = await world.BegunAsync("short-guidance", draft);
        await world.AgreeAllAsync(id);
        await world.AnswerAsync(id);
        Held(await world.MoveAsync(id, Move.Start));
        byte[] picture = [0xFF, 0xD8, 0xFF, 0xE1, 0, 12, .. "GPSGPSGPSG"u8, 0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9];
        foreach (var task in (await world.TasksAsync(id)).Where(t => t.Called))
        {
            var t = await world.TaskAsync(task.Id);
            var given = (await world.DbAsync(db => db.Deliverables.AsNoTracking().Where(d => d.TaskId == t.Id).ToListAsync())).Select(d => new GivenEvidence(
                d.Id, d.Evidence.Select(e => CodeWords.Read<EvidenceKind>(e)!.Value).ToDictionary(k => k, k => (string?)(k is EvidenceKind.Number ? "12" : k is EvidenceKind.Date ? "2026-11-20" : k is EvidenceKind.Link ? null : "示例")),
                d.Evidence.Contains("photo") ? new() { [EvidenceKind.Photo] = new SentFile("示例.jpg", picture) } : new Dictionary<EvidenceKind, SentFile>())).ToList();
            Held(await world.AsAsync(world.For(t.DoesPartyId), (HandInTask.Handler h) => h.HandleAsync(new(t.Id, DoneBy.Supervised, given, t.Version), default)));
            Held(await world.ReviewAsync(t.Id));
            t = await world.TaskAsync(t.Id);
            if (t is { ConfirmsPartyId: not null, ConfirmedAt: null })
            {
                Held(await world.ConfirmAsync(t.Id));
            }

            if (await world.DbAsync(db => WriteShowcase.PicturesOf(db, id).AnyAsync()))
            {
                break;
            }
        }

        return (id, world.Museum(0).Id, world.Museum(1).Id);
    }
}
