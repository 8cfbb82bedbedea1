using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Harvest.Fetching;
using Guanlian.Catalogue.Harvest.Stamps;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Contracts.Members;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Guanlian.Samples;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Guanlian.Integration.Catalogue.Harvest;

public sealed class HarvestTests(HarvestTests.AllowingHost program) : IClassFixture<HarvestTests.AllowingHost>
{
    private readonly GuanlianHost host = program.Host;

    private readonly CatalogueWorld world = new(program.Host);

    [Theory]
    [InlineData("lido")]
    [InlineData("oai_dc")]
    public async Task Our_own_repository_is_harvested_incrementally_with_its_deletions(string prefix)
    {
        var (there, here) = (await world.MuseumAsync(), await world.MuseumAsync());
        var drafts = Enumerable.Range(0, 700).Select(n => CatalogueWorld.Draft(there, $"h-{n}", $"瓶{n}", ("author", new PeopleValue([new Person(WordsValue.Zh("某人"))])))).ToArray();
        await world.WriteAsync(drafts);
        await host.WithAsync<StampChanges, DateTimeOffset>(stamps => stamps.RunAsync(default));
        host.Clock.Now += TimeSpan.FromMinutes(1);
        var source = await AddAsync(here, host.Address + "oai", prefix, await CodeAsync(there));
        Assert.Null(await RunAsync(source));
        var first = await HarvesterAsync(source);
        Assert.Equal((700, 700, 0), (first.Received, first.Written, first.Removed));
        Assert.Equal(700, await CountAsync(here));

        // Nothing new: nothing written, and what the keeper adds here stays.
        host.Clock.Now += TimeSpan.FromHours(1);
        var mine = (await ObjectsAsync(here))[0];
        await world.WriteAsync(ObjectDraft.Of(mine, ObjectRecord.Read(CatalogueWorld.Census, mine.Record).With("notes", new TextValue("本馆补记"))));
        await world.WriteAsync(
            drafts[0] with { Version = 1, Record = drafts[0].Record.With("title", WordsValue.Zh("改过的瓶")).With("author", null) },
            drafts[1] with { Version = 1, State = ObjectState.Binned });
        Assert.Null(await RunAsync(source));
        var second = await HarvesterAsync(source);
        Assert.Equal((2, 1, 1), (second.Received, second.Written, second.Removed));
        Assert.Equal(699, await CountAsync(here));
        var changed = ObjectRecord.Read(CatalogueWorld.Census, (await ObjectsAsync(here)).Single(o => o.NumberKey == RegisterNumber.Key("h-0")).Record);
        Assert.Equal(("改过的瓶", null), (changed.Title("zh"), changed["author"]));
        Assert.Contains("本馆补记", (await ObjectsAsync(here)).Single(o => o.Id == mine.Id).Record, StringComparison.Ordinal);
        var events = await host.WithAsync<CatalogueDb, List<string>>(db => db.Set<HistoryEvent>().Where(e => e.OwnerId == here && e.Action.StartsWith("catalogue.object.")).Select(e => e.Action).ToListAsync());
        Assert.Equal((701, 1), (events.Count(e => e == "catalogue.object.harvested"), events.Count(e => e == "catalogue.object.binned")));
    }

    [Fact]
    public async Task A_published_answer_is_replayed_and_a_harvest_stopped_in_between_goes_on_where_it_was()
    {
        var asked = new List<string>();
        var broken = true;
        await using var other = await OtherSystem.StartAsync(async http =>
        {
            var query = http.Request.QueryString.Value!;
            asked.Add(query);
            if (query.Contains("resumptionToken", StringComparison.Ordinal) && broken)
            {
                // As if somebody had pulled the plug.
                http.Abort();
                return;
            }

            http.Response.ContentType = "text/xml";
            await http.Response.WriteAsync(query.Contains("resumptionToken", StringComparison.Ordinal)
                ? Answer("<ListRecords><record><header status=\"deleted\"><identifier>oai:sciencehistoryorg:mk61rg92z</identifier><datestamp>2018-06-16T00:00:00Z</datestamp></header></record></ListRecords>")
                : await File.ReadAllTextAsync(FormatSamples.Path("science-history-institute-dc.xml")));
        });
        var here = await world.MuseumAsync();
        var source = await AddAsync(here, other.Address + "oai", "oai_dc", null, "art");
        Assert.Equal("catalogue.harvest.unreachable", (await RunAsync(source))!.Code);
        var between = await HarvesterAsync(source);
        Assert.Equal((10, 10), (between.Received, await CountAsync(here)));
        Assert.NotNull(between.Token);

        broken = false;
        asked.Clear();
        Assert.Null(await RunAsync(source));
        Assert.Contains("resumptionToken=oai_dc.f", Assert.Single(asked), StringComparison.Ordinal);
        var whole = await HarvesterAsync(source);
        Assert.Equal((11, 1, null, "2018-06-15T22:34:53Z"), (whole.Received, whole.Removed, whole.Token, whole.NextFrom));
        Assert.Equal(9, await CountAsync(here));
        Assert.Equal("Spice Storage", ObjectRecord.Read(ProfileBook.Shipped["art"], (await ObjectsAsync(here)).Single(o => o.Record.Contains("Spice", StringComparison.Ordinal)).Record).Title("en"));
    }

    [Fact]
    public async Task A_forgotten_token_a_repository_of_days_and_a_busy_one_are_borne()
    {
        var asked = new List<string>();
        await using var other = await OtherSystem.StartAsync(async http =>
        {
            var query = Uri.UnescapeDataString(http.Request.QueryString.Value!);
            asked.Add(query);
            if (asked.Count == 1)
            {
                http.Response.StatusCode = 503;
                http.Response.Headers.RetryAfter = "0";
                return;
            }

            await http.Response.WriteAsync(Answer(
                query.Contains("resumptionToken", StringComparison.Ordinal) && asked.Count < 5 ? "<error code=\"badResumptionToken\">gone</error>"
                : query.Contains("from=2026-11-20T", StringComparison.Ordinal) ? "<error code=\"badArgument\">days</error>"
                : query.Contains("from=2026-11-20", StringComparison.Ordinal) ? "<error code=\"noRecordsMatch\">none</error>"
                : Record("1", asked.Count < 4 ? "<resumptionToken>t</resumptionToken>" : "")));
        });
        var here = await world.MuseumAsync();
        var source = await AddAsync(here, other.Address + "oai", "oai_dc", null);
        Assert.Null(await RunAsync(source));
        Assert.Equal(1, await CountAsync(here));
        Assert.Null(await RunAsync(source));
        Assert.Equal("2026-11-20", (await HarvesterAsync(source)).NextFrom);
    }

    [Fact]
    public async Task Nothing_calls_where_the_operator_has_not_allowed_it_by_redirect_or_by_name()
    {
        var reached = false;
        await using var inside = await OtherSystem.StartAsync(http =>
        {
            reached = true;
            return Task.CompletedTask;
        }, "127.0.0.2");
        await using var other = await OtherSystem.StartAsync(http =>
        {
            http.Response.Redirect(inside.Address + "latest/meta-data");
            return Task.CompletedTask;
        });
        var here = await world.MuseumAsync();
        Assert.Equal("catalogue.harvest.host-not-allowed", (await RunAsync(await AddAsync(here, other.Address + "oai", "oai_dc", null)))!.Code);
        Assert.Equal("catalogue.harvest.host-not-allowed", (await RunAsync(await AddAsync(here, "http://user:pw@127.0.0.1/oai", "oai_dc", null)))!.Code);
        Assert.Equal("catalogue.harvest.host-not-allowed", (await RunAsync(await AddAsync(here, "file:///etc/passwd", "oai_dc", null)))!.Code);
        Assert.False(reached);
        var saved = await world.UseAsync<SaveHarvester.Handler, Outcome<Guid>>(world.Actor(here, Roles.Director), (h, _) => h.SaveAsync(
            new() { Title = "x", Address = "http://10.0.0.1/oai", Prefix = "oai_dc", Profile = "census" }, default));
        Assert.Equal("catalogue.harvest.host-not-allowed", saved.Refusal!.Code);
        Assert.Equal("catalogue.harvest.not-yours", (await world.UseAsync<SaveHarvester.Handler, Outcome<Guid>>(world.Actor(here, Roles.Staff), (h, _) => h.SaveAsync(new(), default))).Refusal!.Code);
    }

    private static string Answer(string inside) =>
        $"<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"><responseDate>2026-11-20T08:00:00Z</responseDate><request>x</request>{inside}</OAI-PMH>";

    [Fact]
    public async Task What_holds_a_telephone_number_is_not_shown_however_it_came()
    {
        var titles = new Dictionary<string, string> { ["1"] = "青花碗", ["2"] = "青花碗 13812345678" };
        await using var other = await OtherSystem.StartAsync(http => http.Response.WriteAsync(Answer($"<ListRecords>{string.Concat(titles.Select(t => Header(t.Key, t.Value)))}</ListRecords>")));
        var here = await world.MuseumAsync();
        var source = await AddAsync(here, other.Address + "oai", "oai_dc", null, "art", published: true);
        Assert.Null(await RunAsync(source));
        Assert.Equal([(ObjectState.Draft, true), (ObjectState.Published, false)], await StatesAsync());

        // The other system changes its mind about both.
        (titles["1"], titles["2"]) = ("青花碗，联系 13912345678", "青花碗");
        host.Clock.Now += TimeSpan.FromHours(1);
        Assert.Null(await RunAsync(source));
        Assert.Equal([(ObjectState.Draft, false), (ObjectState.Draft, true)], await StatesAsync());

        async Task<List<(ObjectState, bool)>> StatesAsync() => [.. (await ObjectsAsync(here)).Select(o => (o.State, o.Record.Contains("345678", StringComparison.Ordinal))).Order()];
    }

    private static string Record(string id, string token) => $"<ListRecords>{Header(id, "一")}{token}</ListRecords>";

    private static string Header(string id, string title) => $"""
        <record><header><identifier>oai:x:{id}</identifier><datestamp>2026-11-19</datestamp></header><metadata>
        <dc xmlns="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:d="http://purl.org/dc/elements/1.1/"><d:title>{title}</d:title></dc></metadata></record>
        """;

    private async Task<Harvester> AddAsync(Guid institution, string address, string prefix, string? set, string profile = "census", bool published = false)
    {
        var harvester = new Harvester { InstitutionId = institution, Id = Guid.CreateVersion7(), Title = "旧系统", Address = address, Prefix = prefix, SetSpec = set, Profile = profile, Published = published };
        await host.WithAsync<CatalogueDb, int>(db =>
        {
            db.Add(harvester);
            return db.SaveChangesAsync();
        });
        return harvester;
    }

    private Task<Refusal?> RunAsync(Harvester harvester) => world.UseAsync<IEnumerable<IJobKind>, Refusal?>(Actor.Program, async (kinds, _) =>
    {
        var payload = System.Text.Json.JsonSerializer.SerializeToDocument(new RunHarvest.Ask(harvester.InstitutionId, harvester.Id), HistoryJson.Options);
        return (await kinds.OfType<RunHarvest>().Single().RunAsync(new JobRun(Guid.CreateVersion7(), payload, (_, _, _) => Task.CompletedTask), default)).Refusal;
    });

    private Task<Harvester> HarvesterAsync(Harvester harvester) =>
        host.WithAsync<CatalogueDb, Harvester>(db => db.Set<Harvester>().AsNoTracking().SingleAsync(h => h.Id == harvester.Id));

    private Task<List<CatalogueObject>> ObjectsAsync(Guid institution) => host.WithAsync<CatalogueDb, List<CatalogueObject>>(db => db.Objects.AsNoTracking()
        .Where(o => o.InstitutionId == institution && o.State != ObjectState.Binned).OrderBy(o => o.Number).ToListAsync());

    private async Task<int> CountAsync(Guid institution) => (await ObjectsAsync(institution)).Count;

    private async Task<string> CodeAsync(Guid owner) => (await host.WithAsync<IPartyDirectory, PartyCard?>(d => d.FindAsync(owner, default)))!.Code;

    /// <summary>A system elsewhere, on this machine.</summary>
    private sealed class OtherSystem(WebApplication app) : IAsyncDisposable
    {
        public string Address => app.Urls.First() + "/";

        public static async Task<OtherSystem> StartAsync(RequestDelegate answer, string number = "127.0.0.1")
        {
            var app = WebApplication.CreateSlimBuilder().Build();
            app.Urls.Add($"http://{number}:0");
            app.Run(answer);
            await app.StartAsync();
            return new(app);
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();
    }

    /// <summary>A program whose operator allows this machine.</summary>
    public sealed class AllowingHost : IAsyncLifetime
    {
        internal GuanlianHost Host { get; } = new()
        {
            Extra = services => services.Replace(ServiceDescriptor.Singleton(new AllowedHosts(
                new ConfigurationBuilder().AddInMemoryCollection([new(AllowedHosts.Setting, "127.0.0.1,named.example.org")]).Build()))),
        };

        public Task InitializeAsync() => Host.InitializeAsync();

        public Task DisposeAsync() => Host.DisposeAsync();
    }
}
